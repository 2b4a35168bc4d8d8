"""The product's addresses as they are where a province's own sign-in is configured."""

from django.urls import include, path

from dandan.urls import urlpatterns as _without

urlpatterns = [*_without, path("tai-khoan/", include("accounts.urls_single_sign_on"))]
