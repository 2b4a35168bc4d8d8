"""Going to the province's own sign-in and coming back from it."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts.single_sign_on import NEXT, PROVIDER, VerifiedTokens, unanswered


@login_not_required
@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To the province's sign-in, with a state that only this browser can bring back. Nothing else of the address is
    passed on."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        request.session[NEXT] = wanted
    else:
        request.session.pop(NEXT, None)
    provider = get_adapter(request).get_provider(request, provider=PROVIDER)
    try:
        return provider.redirect(request, process=AuthProcess.LOGIN)
    except (RequestException, OAuth2Error, KeyError, ValueError, TypeError):
        return unanswered(request)


@login_not_required
@never_cache
@require_safe
@sensitive_variables()
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return OAuth2CallbackView.adapter_view(VerifiedTokens(request, provider_id))(request)
    except (RequestException, KeyError, ValueError, TypeError):
        return unanswered(request)
