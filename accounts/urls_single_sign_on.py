"""The two addresses of the province's own sign-in; part of the product only where one is configured."""

from django.urls import path

from accounts.single_sign_on import PROVIDER
from accounts.views_single_sign_on import come_back, leave

urlpatterns = [
    path("dang-nhap/mot-cua/", leave, name="single_sign_on"),
    # The package makes the address to come back to from this name.
    path("dang-nhap/mot-cua/ve/", come_back, {"provider_id": PROVIDER}, name="openid_connect_callback"),
]
