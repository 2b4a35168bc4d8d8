"""The province's own sign-in (OpenID Connect), where one is configured: it says who somebody is, never who has an account.

Nothing here makes an account or binds one: the claim must be the name of an account that is there and open."""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sign_in_log import log_refused_elsewhere
from accounts.sign_in_steps import go_on

PROVIDER = "sso"
NEXT = "single_sign_on_next"
"""Where the person wanted to go, kept in the session meanwhile."""
_MORE_THAN_A_PASSWORD = frozenset({"mfa", "otp"})
"""Values of `amr` (RFC 8176) that vouch for a second factor."""
_LONGEST_NAME = 150
log = logging.getLogger(__name__)


class OnlyOwnAccounts(DefaultSocialAccountAdapter):
    """The package's own ways past its first steps are shut."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        raise ImmediateHttpResponse(unanswered(request))

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ) -> None:
        log.warning("single sign-on failed: %s %s", error, type(exception).__name__)
        raise ImmediateHttpResponse(unanswered(request))


class VerifiedTokens(OpenIDConnectOAuth2Adapter):
    """Who somebody is stands in the signed token; what is asked besides must be about the same person."""

    def complete_login(self, request, app, token, **kwargs):
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
            amr = claims.get("amr") or []
            name = claims.get(settings.OIDC_USERNAME_CLAIM)
            if name is None:
                told = self._fetch_user_info(token.token)
                name = told.get(settings.OIDC_USERNAME_CLAIM) if told["sub"] == claims["sub"] else None
        except (KeyError, ValueError, TypeError, AttributeError) as unreadable:
            raise OAuth2Error("unreadable answer") from unreadable
        raise ImmediateHttpResponse(_let_in(request, name, [amr] if isinstance(amr, str) else amr))

    def _decode_id_token(self, app, id_token: str) -> dict:
        """The claims. The signature is looked at although the token came over TLS: it costs one request."""
        config = self.openid_config
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


def unanswered(request) -> HttpResponse:
    """The page where the province's sign-in did not answer, or not in a way that can be believed."""
    sentence = _(
        "Hệ thống đăng nhập một cửa không trả lời hoặc đã hủy việc đăng nhập. "
        "Hãy thử lại, hoặc đăng nhập bằng mật khẩu của sổ này."
    )
    return render(request, "accounts/single_sign_on_refused.html", {"sentence": sentence}, status=503)


def _let_in(request, name, amr) -> HttpResponse:
    readable = isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and "\0" not in name
    user = User.objects.filter(username=name, is_active=True).first() if readable else None
    if user is None:
        log_refused_elsewhere(name if readable else None)
        sentence = _(
            "Tên “%(name)s” của hệ thống đăng nhập một cửa chưa có tài khoản đang dùng trong sổ này. "
            "Hãy báo người quản trị của đơn vị để lập tài khoản mang đúng tên ấy."
        ) % {"name": name if readable else "?"}
        return render(request, "accounts/single_sign_on_refused.html", {"sentence": sentence}, status=403)
    trusted = isinstance(amr, list) and any(
        one in _MORE_THAN_A_PASSWORD for one in amr if isinstance(one, str)
    )
    next_url = request.session.pop(NEXT, None) or reverse(settings.LOGIN_REDIRECT_URL)
    return go_on(request, user, next_url=next_url, elsewhere=True, trusted=trusted)
