"""Signing in and out, the password, the language. Without a namespace: Django's own pages name them so."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from accounts.views import PasswordChange, SignIn, leave_everywhere

urlpatterns = [
    path("dang-nhap/", SignIn.as_view(), name="login"),
    path("dang-xuat/", auth_views.LogoutView.as_view(), name="logout"),
    path("dang-xuat-moi-noi/", leave_everywhere, name="sign_out_everywhere"),
    path("mat-khau/", PasswordChange.as_view(), name="password_change"),
    path("mat-khau/da-doi/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
]
