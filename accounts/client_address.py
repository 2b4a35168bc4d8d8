"""The address a request comes from, as far as it can be believed."""

from ipaddress import ip_address, ip_network

from django.conf import settings


class ClientAddressMiddleware:
    """Behind proxies REMOTE_ADDR is the proxy's own: it is replaced by what the outermost trusted one saw. What a
    browser wrote into the header itself stands further left and is never read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        hops = settings.PROXY_HOPS
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if hops and len(seen) >= hops and _is_address(seen[-hops]):
            request.META["REMOTE_ADDR"] = seen[-hops]
        return self.get_response(request)


def counted_address(request) -> str | None:
    """The address failures are counted under: an IPv6 line owns a whole /64, so that is one address here."""
    text = request.META.get("REMOTE_ADDR", "")
    if not _is_address(text):
        return None
    address = ip_address(text)
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address) >> 64 << 64, 64)).network_address)
    return str(address)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
