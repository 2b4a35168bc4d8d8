"""Which pages cost much, and the answer to whoever asks for them too often. Rates: settings.REQUEST_LIMITS."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.request_rates import PersonRate, too_many_sentence

SCOPES = {
    "dashboard": "rollup",
    "reports:annual": "rollup",
    "search": "search",
    "models_registry:units": "search",
    "models_registry:unit_of_year": "search",
    "models_registry:organisations": "search",
    "models_registry:near": "search",
    "intake:start": "reading",
    "intake:columns": "reading",
    "intake:preview": "reading",
    "intake:result": "reading",
    "intake:refused": "export",
    "intake:targets": "reading",
}
"""The kind of limit by the page's name; see `scope_of` for those told by their form."""
_SEARCHES = ("q", "search")
_READ_WHEN_SENT = {"intake:start", "intake:result", "intake:targets"}


def scope_of(request: HttpRequest) -> str | None:
    """The limit the request counts for, None for a page that costs little. Every page called an export is one."""
    name = request.resolver_match.view_name
    if name.endswith("export"):
        return "export"
    if name in _READ_WHEN_SENT and request.method != "POST":
        return None
    if name.endswith((":list", "_changelist", ":decisions")) and any(request.GET.get(n) for n in _SEARCHES):
        return "search"
    return SCOPES.get(name)


class LimitedPagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        # The API counts for itself: only it knows whose token came.
        if request.path.startswith("/api/") or (scope := scope_of(request)) is None:
            return None
        rate = PersonRate(scope)
        return None if rate.allow_request(request, view_func) else too_many(rate.seconds_to_wait)


def too_many(seconds: int) -> HttpResponse:
    """429 in words, with the seconds to wait in the header too."""
    words = {"sentence": too_many_sentence(seconds)}
    answer = HttpResponse(render_to_string("429.html", words), status=429)
    answer["Retry-After"] = str(seconds)
    return answer
