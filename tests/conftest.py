"""What every test may ask for: the official units, a browser, the figures of the demo registers."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from audit.append_only import unprotect_statements
from units import official
from units.models import Unit

DatabaseOperations = type(connection.ops)
# How fast data are made and an example runs says how busy the machine is, and nothing about the product.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
DATA = Path(__file__).parent / "data/registers"
DEMO = Path(__file__).parent.parent / "data/demo"
# Cao Bằng went over whole; Hà Giang and Tuyên Quang became one province.
TWO_PROVINCES = {"old-04", "new-04", "old-02", "old-08", "new-08"}


def pytest_make_parametrize_id(val, argname):
    """Files made for a test carry the second they were made in: workers must agree on what tests are called."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture
def loaded_units(db, monkeypatch):
    """The official units of Cao Bằng, Hà Giang and Tuyên Quang in both geographies, with successions and placements."""
    rows = official._rows
    keys = _inside(list(rows("units.csv")), TWO_PROVINCES)

    def some_rows(name):
        for row in rows(name):
            if name == "units_ceased.csv":
                continue
            if {row.get("key"), row.get("old_key"), row.get("new_key")} - {None} <= keys:
                yield row

    monkeypatch.setattr(official, "_rows", some_rows)
    official.load_official_units()
    monkeypatch.setattr(official, "_rows", rows)
    return {unit.key: unit for unit in Unit.objects.all()}


@pytest.fixture
def all_units(db):
    """All 14,149 official units. Takes seconds: only for tests about the lists themselves."""
    official.load_official_units()


@pytest.fixture(scope="session")
def truth():
    """`truth(2024)`: the counts of that year's register workbook; `truth("dirty-2024")` those of the faulty one."""
    return lambda year: json.loads((DATA / f"cao-bang-{year}.truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def register_workbook():
    """`register_workbook(2024)`: the path of that year's register; "dirty-2024" the faulty one."""
    return lambda year: next(p for folder in (DEMO, DATA) if (p := folder / f"cao-bang-{year}.xlsx").exists())


def _inside(rows: list[dict], tops: set[str]) -> set[str]:
    keys = set(tops)
    for level in ("district", "commune"):
        keys |= {row["key"] for row in rows if row["level"] == level and row["parent_key"] in keys}
    return keys


@pytest.fixture(autouse=True)
def _vietnamese_first():
    """A request answered in English leaves its language behind for whatever runs next in the process."""
    with translation.override("vi"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptying_between_tests():
    """Tests that commit are followed by a flush, which the log refuses like any other removal: for the flush its
    triggers step aside, and the signal after it puts them back."""
    flush = DatabaseOperations.sql_flush

    def flush_the_log_too(self, *args, **kwargs):
        return [*unprotect_statements(connection.vendor), *flush(self, *args, **kwargs)]

    DatabaseOperations.sql_flush = flush_the_log_too
    yield
    DatabaseOperations.sql_flush = flush


# --- browser --------------------------------------------------------------------------------------------------


def _is_no_fault(line: str) -> bool:
    """A form refused in words is answered 422; a request that the next one replaced (hx-sync) is given up by htmx itself,
    which tells of it as an error. A request that failed is told as responseError or sendError besides."""
    return "422" in line or line.startswith(("htmx:afterRequest", "htmx:sendAbort"))



@pytest.fixture(scope="session")
def chromium():
    """A running headless Chromium, Debian's own; tests that ask for it are skipped where there is none."""
    path = os.environ.get("CHROMIUM") or next(
        filter(os.path.exists, ("/usr/bin/chromium", "/usr/bin/google-chrome")), None
    )
    if path is None:
        pytest.skip("không có Chromium: apt-get install chromium (no Chromium here)")
    # Playwright's own loop runs in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
        quiet += ["--disable-background-networking", "--disable-component-update"]
        running = playwright.chromium.launch(executable_path=path, args=quiet)
        yield running
        running.close()


@pytest.fixture
def new_page(chromium, live_server):
    """`new_page()`: a desktop page at the live server in a browser of its own, in Vietnamese; any error in a page's console
    fails the test."""
    opened, errors = [], []

    def open_one():
        context = chromium.new_context(
            base_url=live_server.url, locale="vi-VN", viewport={"width": 1366, "height": 768}
        )
        opened.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        # A refused form comes back as 422, which the console calls a failed resource.
        page.on(
            "console",
            lambda line: errors.append(line.text) if line.type == "error" and not _is_no_fault(line.text) else None,
        )
        page.errors = errors
        return page

    yield open_one
    for context in opened:
        context.close()
    assert errors == []


@pytest.fixture
def page(new_page):
    """A fresh desktop page at the live server."""
    return new_page()
