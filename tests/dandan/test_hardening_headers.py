"""What every answer says to the browser, whoever asks and however it ends."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from models_registry import views_list

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
POLICY = {"default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "frame-ancestors 'none'",
          "base-uri 'none'", "form-action 'self'"}  # fmt: skip


def addresses() -> list[str]:
    """Every address that needs no number in it, by the URLconf: a new page is here the day it is made."""
    found = set()

    def walk(patterns, prefix):
        for pattern in patterns:
            if not isinstance(pattern, URLPattern):
                space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                walk(pattern.url_patterns, space)
            elif pattern.name:
                try:
                    found.add(reverse(prefix + pattern.name))
                except NoReverseMatch:
                    continue

    walk(get_resolver().url_patterns, "")
    return sorted(found)


def faults(response, outer: bool = False) -> list[str]:
    """What the answer leaves unsaid. `outer`: refused before most of the product heard of it."""
    needed = (
        {"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy"} if outer else EVERYWHERE
    )
    wrong = [name for name in needed if response.get(name) != EVERYWHERE[name]]
    policy = {part.strip() for part in response.get("Content-Security-Policy", "").split(";")}
    wrong += sorted(POLICY - policy)
    wrong += [part for part in policy if "unsafe" in part or "*" in part]
    wrong += [] if "camera=()" in response.get("Permissions-Policy", "") else ["Permissions-Policy"]
    kept = response.get("Cache-Control", "")
    wrong += [] if "no-store" in kept and "private" in kept else [f"Cache-Control: {kept}"]
    kind = response.get("Content-Type", "")
    wrong += [kind] if kind.startswith("text/") and "charset=" not in kind else []
    unasked = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
    return wrong + [name for name in unasked if response.has_header(name)]


def test_every_address_keeps_nothing_and_lends_nothing(cast):
    asked = addresses()
    assert len(asked) > 60
    clients = [Client(), cast.client("canbo_caobang"), cast.client("quantri")]
    for client in clients:
        client.raise_request_exception = False
    wrong = {
        f"{address} {response.status_code}": found
        for client in clients
        for address in asked
        if (found := faults(response := client.get(address)))
    }
    assert wrong == {}


def test_pages_about_errors_say_the_same(cast, monkeypatch):
    client = cast.client("canbo_caobang")
    client.raise_request_exception = False
    assert faults(client.get("/khong-co/")) == []
    assert faults(client.get("/api/v1/khong-co/")) == []
    assert faults(client.post("/mo-hinh/")) == []
    refused = client.get("/bao-cao/so-dang-ky/?field=x", HTTP_ORIGIN="https://xa.example")
    assert (refused.status_code, faults(refused)) == (400, [])
    assert faults(Client(enforce_csrf_checks=True).post("/tai-khoan/dang-nhap/")) == []
    foreign = client.get("/", HTTP_HOST="evil.example")
    assert (foreign.status_code, faults(foreign, outer=True)) == (400, [])

    def fail(*args, **kwargs):
        raise LookupError("no table models_registry_registration")

    monkeypatch.setattr(views_list, "render", fail)
    broken = client.get("/mo-hinh/")
    assert (broken.status_code, faults(broken)) == (500, [])
    assert [word for word in (b"LookupError", b"models_registry") if word in broken.content] == []


def test_a_language_choice_is_a_cookie_no_script_reads(client, db):
    client.post("/tai-khoan/ngon-ngu/", {"language": "en", "next": "/"})
    assert client.cookies["django_language"]["httponly"] is True


@pytest.mark.parametrize("path", ["/tai-khoan/dang-xuat/", "/admin/logout/"])
def test_signing_out_empties_what_the_browser_kept(cast, path):
    assert cast.client("quantri").post(path)["Clear-Site-Data"] == '"cache", "storage"'


def test_pictures_and_styles_may_be_kept(cast, settings):
    assert "Cache-Control" not in cast.client("canbo_caobang").get(f"{settings.STATIC_URL}khong-co.css")
