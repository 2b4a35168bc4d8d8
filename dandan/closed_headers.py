"""What every answer tells the browser beside the page: keep nothing, lend nothing to other sites, use no device.

Stands outside every other middleware, so that error pages carry it too."""

from django.conf import settings

PERMISSIONS = ", ".join(
    f"{device}=()"
    for device in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip
_SIGNED_OUT = {"logout", "sign_out_everywhere", "admin:logout"}


class ClosedHeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        if not request.path.startswith(settings.STATIC_URL):
            # Several people share an office's computer: after signing out, "back" must show nothing.
            response.headers.setdefault("Cache-Control", "private, no-store")
        match = request.resolver_match
        if match is not None and match.view_name in _SIGNED_OUT and request.method == "POST":
            # Text kept on the machine while the line was down is hers who left.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
