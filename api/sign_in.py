"""Tokens for machines: signed for with a name, a password and, where there is a second factor, its code."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from knox.auth import TokenAuthentication
from knox.views import LoginView, LogoutView
from rest_framework import serializers, status
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied

from accounts.code_checking import require_code
from accounts.first_password import must_change_sentence
from accounts.second_factor import has_second_factor, lacks_second_factor
from accounts.second_factor_required import must_set_up_sentence
from audit.errors import DomainError

CODE_HEADER = "X-Second-Factor"


class CodeRefused(APIException):
    """The password was right, the code is missing or wrong."""

    status_code = status.HTTP_401_UNAUTHORIZED
    auth_header = "Basic"


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
        if has_second_factor(user):
            self._require_code(request, user)
        elif lacks_second_factor(user):
            raise PermissionDenied(must_set_up_sentence())
        return user, held

    def _require_code(self, request, user) -> None:
        code = request.headers.get(CODE_HEADER, "").strip()[:20]
        if not code:
            sentence = _("Tài khoản này có xác thực hai bước: hãy gửi kèm mã trong tiêu đề %(header)s.")
            raise CodeRefused(sentence % {"header": CODE_HEADER})
        try:
            require_code(request, user, code)
        except DomainError as refused:
            raise CodeRefused(refused.sentence) from refused


class TakeToken(LoginView):
    authentication_classes = [NameAndPassword]

    @extend_schema(
        summary="Lấy mã truy cập (đăng nhập HTTP Basic)",
        request=None,
        parameters=[
            OpenApiParameter(
                CODE_HEADER,
                location=OpenApiParameter.HEADER,
                description="Mã xác thực 6 số hoặc mã dự phòng, khi tài khoản có xác thực hai bước.",
            )
        ],
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
