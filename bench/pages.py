"""The list and its search: database time and number of queries of the first page, a later one, and a narrowed one."""

import statistics
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bench.figures import Figure, peak_memory_mb, seconds
from bench.generator import LARGE_PROVINCE
from bench.viewer import shown

PAGES = {
    "list: first page": f"within={LARGE_PROVINCE}",
    "list: first page, whole register": "",
    "list: field, level and year narrowed": f"within={LARGE_PROVINCE}&field=economy&level=grassroots&year=2024",
    "list: page 200": f"within={LARGE_PROVINCE}&page=200",
    "search: two words without marks": f"within={LARGE_PROVINCE}&search=tuyen+duong",
    "search: two words, whole register": "search=tuyen+duong",
    "search: a name few have": "search=pac+bo+13",
    "search: nothing found": "search=khong+co+dau",
}


def measure(times: int) -> Iterator[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="bench"))
    for name, asked in PAGES.items():
        yield _page(client, name, asked, times)


def _page(client: Client, name: str, asked: str, times: int) -> Figure:
    address = f"{reverse('models_registry:list')}?{asked}"
    shown(client.get(address))
    in_database, queries = [], 0
    for _ in range(times):
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        in_database.append(sum(float(query["time"]) for query in made) * 1000)
        queries = len(made)
    whole = [seconds(lambda: client.get(address)) for _ in range(times)]
    spread = f"{min(in_database):.0f}–{max(in_database):.0f}"
    return Figure(
        name, whole, queries=queries, peak_mb=peak_memory_mb(),
        note=f"{statistics.median(in_database):.0f} ms ({spread}) of it in the database",
    )  # fmt: skip
