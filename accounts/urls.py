"""Signing in and out, one's own account, the language. Without a namespace: Django's own pages name them so."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from accounts import views_second_factor
from accounts.views import PasswordChange, SignIn, account, leave_everywhere, own_address

urlpatterns = [
    path("", account, name="account"),
    path("thu-cong-vu/", own_address, name="own_address"),
    path("dang-nhap/", SignIn.as_view(), name="login"),
    path("dang-nhap/ma/", views_second_factor.enter_code, name="second_factor"),
    path("hai-buoc/", views_second_factor.set_up, name="second_factor_setup"),
    path("hai-buoc/ma-du-phong/", views_second_factor.recovery_codes, name="recovery_codes"),
    path("hai-buoc/ma-du-phong/tep/", views_second_factor.recovery_codes_file, name="recovery_codes_file"),
    path("hai-buoc/bo/", views_second_factor.remove, name="second_factor_remove"),
    path("dang-xuat/", auth_views.LogoutView.as_view(), name="logout"),
    path("dang-xuat-moi-noi/", leave_everywhere, name="sign_out_everywhere"),
    path("mat-khau/", PasswordChange.as_view(), name="password_change"),
    path("mat-khau/da-doi/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
]
