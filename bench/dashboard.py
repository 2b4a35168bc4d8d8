"""Dashboard questions against the bare SQL aggregate over the same rows, and the whole page."""

import statistics
from collections.abc import Iterator

from django.db import connection
from django.db.models import Case, Count, Q, Sum, When
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bench.figures import Figure, by_turns, peak_memory_mb, seconds
from bench.generator import ASKED_ON, LARGE_PROVINCE
from bench.viewer import shown
from models_registry.models import Registration
from rollups.dimensions import dimensions
from rollups.engine import rollup
from rollups.question import Question
from rollups.statements import forget_statements
from units.models import Unit


def measure(times: int) -> Iterator[Figure]:
    viewer = User.objects.get(username="bench")
    large = Unit.objects.get(key=LARGE_PROVINCE)
    district = Unit.objects.filter(parent=large).order_by("position").first()
    now = {"on": ASKED_ON, "year_from": 2024, "year_to": 2024}
    all_years = {"on": ASKED_ON, "year_from": 2010, "year_to": 2025}
    questions = {
        "one province, by district × field, a year": Question(
            measure="registered", tier="district", within=large, split="field", **now
        ),
        "one province, by district × field, all years": Question(
            measure="registered", tier="district", within=large, split="field", **all_years
        ),
        "one province, recognition rate by district × level": Question(
            measure="recognition_rate", tier="district", within=large, split="level", **now
        ),
        "one province, by year, all years": Question(
            measure="registered", tier="province", within=large, split="year", **all_years
        ),
        "one province, distinct models, all years": Question(
            measure="models", tier="district", within=large, **all_years
        ),
        "one province, money, a year": Question(measure="money", tier="district", within=large, **now),
        "one province, today's communes × field, a year": Question(
            measure="registered",
            tier="commune",
            within=large,
            split="field",
            **now | {"on": ASKED_ON.replace(year=2026)},
        ),
        "one district, by commune × field, a year": Question(
            measure="registered", tier="commune", within=district, split="field", **now
        ),
        "the country, by province × field, a year": Question(
            measure="registered", tier="province", split="field", **now
        ),
        "the country, by province × field, all years": Question(
            measure="registered", tier="province", split="field", **all_years
        ),
    }
    for name, question in questions.items():
        yield _question(name, question, viewer, times)
    yield from _page(viewer, large, times)


def _question(name: str, question: Question, viewer, times: int) -> Figure:
    sql, parameters = _bare(question)

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            cursor.fetchall()

    def asked_anew():
        # A question remembers the units it has looked up: a page asks each once, so a new one is put every time.
        rollup(question.asking(), viewer)

    with CaptureQueriesContext(connection) as asked:
        asked_anew()
    def asked_for_the_first_time():
        forget_statements()
        asked_anew()

    ours, against = by_turns(asked_anew, bare, times)
    first = statistics.median(seconds(asked_for_the_first_time) for _ in range(times)) * 1000
    note = f"{first:,.1f} ms with its statement still to compose"
    return Figure(f"dashboard: {name}", ours, against, "the bare aggregate", len(asked), peak_memory_mb(), note)


def _bare(question: Question) -> tuple[str, tuple]:
    """The least one can ask a database for these rows: one aggregate over the register by unit and split, no places.
    For a rate it counts both parts at once."""
    rows = Registration.objects.counted().registered_in(question.year_from, question.year_to)
    if question.within:
        rows = rows.inside(question.within)
    groups = ["unit_id"]
    if question.split:
        groups.append(dimensions()[question.split].column)
    wanted = {"n": Count("*")}
    if question.measure == "models":
        wanted = {"n": Count("model_id", distinct=True)}
    if question.measure == "money":
        wanted = {"n": Sum("money")}
    if question.measure == "recognition_rate":
        wanted["recognised"] = Count(Case(When(~Q(recognised_level=""), then=1)))
    return rows.order_by().values(*groups).annotate(**wanted).query.sql_with_params()


def _page(viewer, large: Unit, times: int) -> Iterator[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(viewer)
    for name, address in (
        ("the whole page, one province", f"?within={large.key}&year=2024&geography={ASKED_ON.isoformat()}"),
        ("the whole page, the country", f"?year=2024&geography={ASKED_ON.isoformat()}"),
    ):
        path = reverse("dashboard") + address
        with CaptureQueriesContext(connection) as asked:
            answer = shown(client.get(path))
        # Read now: the next request empties the log of queries.
        queries, in_database = len(asked), sum(float(query["time"]) for query in asked) * 1000
        taken = [seconds(lambda path=path: client.get(path)) for _ in range(times)]
        yield Figure(
                f"dashboard: {name}",
                taken,
                queries=queries,
                peak_mb=peak_memory_mb(),
                note=f"{in_database:.0f} ms in the database, {len(answer.content) / 1024:.0f} KB",
            )  # fmt: skip
