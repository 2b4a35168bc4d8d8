"""Names the door of a request once, for every change recorded while it runs."""

from audit.origin import coming_from


class OriginMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        first = request.path.split("/")[1]
        door = {"api": "api", "admin": "admin", "nhap": "import"}.get(first, "form")
        with coming_from(door, request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)
