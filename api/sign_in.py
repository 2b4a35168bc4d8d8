"""Tokens for machines: signed for with a name and a password, given back when done."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from knox.auth import TokenAuthentication
from knox.views import LoginView, LogoutView
from rest_framework import serializers
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from accounts.first_password import must_change_sentence


class NameAndPassword(BasicAuthentication):
    """HTTP Basic, for this one address. The same sentence for a wrong name, a wrong password and a closed account."""

    def authenticate(self, request):
        try:
            return super().authenticate(request)
        except AuthenticationFailed:
            raise AuthenticationFailed(_("Tên đăng nhập hoặc mật khẩu không đúng.")) from None

    def authenticate_credentials(self, userid, password, request=None):
        if "\0" in userid:
            raise AuthenticationFailed  # PostgreSQL would raise on it
        # What counts failures reads Django's own request.
        request = getattr(request, "_request", request)
        user, held = super().authenticate_credentials(userid, password, request)
        if user.must_change_password:
            raise PermissionDenied(must_change_sentence())
        return user, held


class TakeToken(LoginView):
    authentication_classes = [NameAndPassword]

    @extend_schema(
        summary="Lấy mã truy cập (đăng nhập HTTP Basic)",
        request=None,
        responses=inline_serializer(
            "Token", {"expiry": serializers.DateTimeField(), "token": serializers.CharField()}
        ),
    )
    def post(self, request, format=None):
        return super().post(request, format)


class GiveTokenBack(LogoutView):
    authentication_classes = [TokenAuthentication]

    @extend_schema(summary="Trả mã truy cập đang dùng", request=None, responses={204: None})
    def post(self, request, format=None):
        return super().post(request, format)
