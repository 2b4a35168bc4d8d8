"""A fresh product served on the loopback, every page of it opened in Chromium, and everything that looked further told.

Run where there is nothing but the loopback: unshare -n … python -m tests.dandan.without_a_network CHROMIUM"""

import json
import logging
import socket
import sys
import threading
from http.client import HTTPConnection
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

looked_for: list[str] = []
"""Where this process, the server in it, tried to connect or asked a name server for."""


def _watch(event: str, arguments: tuple) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] != "127.0.0.1":
        looked_for.append(str(arguments[1]))
    if event == "socket.getaddrinfo" and arguments[0] not in ("127.0.0.1", "localhost", None):
        looked_for.append(str(arguments[0]))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def no_way_out() -> bool:
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=2).close()
    except OSError as error:
        return error.errno is not None
    return False


def main(chromium: str) -> None:
    import django

    django.setup()
    from django.test import Client

    from dandan.wsgi import application
    from tests.dandan.keeping_deeds import plant
    from tests.doors.filling import kinds_of, value_of
    from tests.doors.people import ADMINISTRATOR
    from tests.doors.walking import doors

    logging.disable(logging.CRITICAL)
    closed = no_way_out()
    sys.addaudithook(_watch)
    world = plant()
    served = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    client = Client()
    client.force_login(world.people[ADMINISTRATOR.name])
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    paths = {
        door.filled(
            {part: value_of(world, kinds[0], "new-01327") for part, kinds in kinds_of(door).items()}
        ): door
        for door in doors()
    }
    pages, faults = [], []
    for path in paths:
        asked = HTTPConnection("127.0.0.1", served.server_port)
        asked.request("GET", path, headers={"Cookie": f"sessionid={cookie['value']}"})
        answer = asked.getresponse()
        answer.read()
        if answer.status >= 500:
            faults.append(f"{answer.status} {path}")
        if answer.status == 200 and answer.headers["Content-Type"].startswith("text/html"):
            pages.append(path)
    origin = f"http://127.0.0.1:{served.server_port}"
    outside, broken = _opened(chromium, origin, cookie, pages)
    told = {"closed": closed, "looked_for": looked_for, "pages": len(pages), "faults": faults}
    sys.stdout.write(json.dumps(told | {"outside": outside, "broken": broken}))


def _opened(chromium: str, origin: str, cookie: dict, pages: list[str]) -> tuple[list[str], list[str]]:
    """What Chromium asked elsewhere than the server, and what it asked there and did not get, page by page."""
    from playwright.sync_api import sync_playwright

    outside, broken = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(locale="vi-VN")
        context.add_cookies([cookie | {"url": origin}])
        page = context.new_page()
        page.on(
            "request",
            lambda r: None if r.url.startswith((origin, "data:", "blob:")) else outside.append(r.url),
        )
        # What was still on its way when the next page was asked for is given up by the browser itself.
        page.on("requestfailed", lambda r: None if r.failure == "net::ERR_ABORTED" else broken.append(r.url))
        page.on("response", lambda r: broken.append(r.url) if r.status >= 400 else None)
        for path in pages:
            page.goto(origin + path, wait_until="load", timeout=60_000)
        browser.close()
    return outside, broken


if __name__ == "__main__":
    main(sys.argv[1])
