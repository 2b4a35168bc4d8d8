"""Whoever asks at whichever door, for whatever record: only marks of records that are hers come out, in any bytes."""

import logging

import pytest

from tests.doors.asking import Question, hostile, is_thorough, keys_asked, questions, searches
from tests.doors.country import NUMBER, PLANTED
from tests.doors.filling import SHOWN_BY, without_number
from tests.doors.marks import OF_A_DRAFT, body_of, marks_in
from tests.doors.people import ADMINISTRATOR, PEOPLE, Person
from tests.doors.walking import doors
from tests.doors.world import World

pytestmark = pytest.mark.django_db
SHORTENED = {
    "quan-tri/nhat-ky/": "the newest lines of the log; its file holds them all, and is held to that",
    "nhap/": "the last ten imports",
    "tim-kiem/": "the first hits of each kind",
    "cong-nhan/moi/": "what the person may have recognised, which is less than she sees",
    "cong-nhan/tieu-bieu/chon/": "what the person may choose, which is less than she sees",
    "cong-nhan/de-nghi/lap/": "what the person may propose, which is less than she sees",
    "cong-nhan/kiem-tra/": "first those not checked in the year",
    "api/v1/conclusions/": "of an appraisal that is not over what its approver alone sees",
    "admin/recognition/conclusion/": "the same",
    "nghi-quyet/cho-duyet/": "what the person may accept, which is less than she sees",
    "nghi-quyet/giai-trinh/": "questions that wait for her own unit, where there are any",
}
"""Doors whose list is cut short: nothing foreign may be there, but not everything need be."""
OPEN = {
    "healthz", "tai-khoan/dang-nhap/", "tai-khoan/ngon-ngu/", "tai-khoan/dang-xuat/", "admin/login/", "admin/logout/",
    "admin/jsi18n/", "api/v1/auth/token/",
}  # fmt: skip
"""Doors that answer somebody who has not signed in."""
LOG = "quan-tri/nhat-ky/"
pairs_asked = []


@pytest.fixture(scope="module", autouse=True)
def _quiet():
    """Thousands of refusals are what is expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def whole(world) -> dict[str, set]:
    """The marks of every list asked for by the administrator, who sees everything."""
    client = world.client(ADMINISTRATOR)
    return {
        question.address: marks_in(client.get(question.address))
        for door in doors()
        for question in questions(world, door, PLANTED[:1])
        if question.widest
    }


def test_every_kind_of_mark_comes_out_somewhere(world, whole):
    """What could leak is there: each kind of mark of each unit is met by the administrator, or by its writer."""
    client = world.client(ADMINISTRATOR)
    met = set().union(*whole.values())
    for door in doors():
        if not door.route.startswith("admin/"):
            for question in questions(world, door, ["old-01321", "old-01330", "new-01327"]):
                met |= marks_in(client.get(question.address))
    kinds = {kind for _, kind in met}
    assert kinds == {
        *[
            "name",
            "school",
            "schoolnotes",
            "gone",
            "free",
            "shared",
            "before",
            "after",
            "situation",
            "aims",
            "content",
            "results",
            "oldnote",
            "notes",
            "forces",
            "charge",
            "place",
        ],
        *[
            "reason",
            "file",
            "bytes",
            "number",
            "issuer",
            "signer",
            "award",
            "merit",
            "scan",
            "scanbytes",
            "drafted",
            "grounds",
            "lined",
            "paper",
            "author",
            "title",
            "summary",
            "clerk",
            "idle",
            "tag",
            "draft",
            "campaign",
            "guidance",
        ],
        *["ended", "grantor", "undone", "checked", "replica"],
        *["upload", "imported", "cell", "cellresult", "counts", "heading"],
        *["criteria", "draftcriteria", "team", "judged", "selfsaid", "score", "concluded", "minutes"],
        *["target", "tasks", "copy", "source", "period", "reported", "proof", "asked"],
    }
    for kind in ("name", "gone", "free", "number", "title", "idle", "clerk"):
        assert {PLANTED[n - 1] for n, k in met if k == kind} == set(PLANTED), kind


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_nothing_foreign_comes_out(world, whole, person):
    client, wrong = world.client(person), []
    own, others = keys_asked(person)
    missing: dict[str, tuple] = {}
    for door in doors():
        back = door.route.startswith("admin/") and not person.columns
        asked = list(questions(world, door, others[:1] if back else own + others))
        if not back and is_thorough(person):
            asked += hostile(world, door, others[0])
        if door.route == "tim-kiem/":
            asked += searches(door, own[:1] + others)
        for question in asked:
            pairs_asked.append((question.address, person.name))
            response = client.get(question.address)
            wrong += _wrong(world, person, question, response, whole)
            if question.kind and not _may_see(world, person, question):
                if question.missing not in missing:
                    missing[question.missing] = _answer(
                        client.get(question.missing), question.missing, question.no_value
                    )
                answer = _answer(response, question.address, question.value)
                if answer != missing[question.missing] or response.status_code == 200:
                    wrong.append((question.address, response.status_code, "not as a missing one"))
    assert not wrong, "\n".join(map(str, wrong))


def test_nobody_comes_in_without_signing_in(world):
    client, wrong = world.client(None), []
    for door in doors():
        for question in [*questions(world, door, ["old-04"]), *hostile(world, door, "old-04")]:
            pairs_asked.append((question.address, ""))
            response = client.get(question.address)
            if door.route not in OPEN and response.status_code not in (302, 401, 405):
                wrong.append((question.address, response.status_code))
            if response.status_code == 302 and door.route not in OPEN:
                assert response["Location"].startswith(("/tai-khoan/dang-nhap/", "/admin/login/")), question
            if marks_in(response):
                wrong.append((question.address, sorted(marks_in(response))))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_doors_were_many():
    """Run with its neighbours: how many (address, person) pairs were asked."""
    asked = len(set(pairs_asked))
    if asked < 3000:
        pytest.skip(f"only {asked} pairs asked by this worker")


def _wrong(world: World, person: Person, question: Question, response, whole) -> list:
    found, allowed = marks_in(response), lambda m: world.allows(person, m)
    # Administrators read in the log whatever was done in their units, drafts of decisions included.
    told = {m for m in found if question.door.route.startswith(LOG) and m[1] in OF_A_DRAFT and PLANTED[m[0] - 1] in person.keeps}
    wrong = [(question.address, response.status_code, "leaks", m) for m in sorted(found - told) if not allowed(m)]
    if response.status_code >= 500:
        wrong.append((question.address, response.status_code))
    if question.widest and response.status_code == 200 and question.door.route not in SHORTENED:
        expected = {m for m in whole[question.address] if allowed(m) and _is_hers(world, person, question, m)}
        if lost := expected - found:
            wrong.append((question.address, "does not show", sorted(lost)))
    return wrong


def _is_hers(world: World, person: Person, question: Question, found: tuple[int, str]) -> bool:
    """Whether the mark must be on her list. What is seen through another unit's record is shown where that record is,
    and papers of the units above on the list of papers."""
    number, kind = found
    if kind in ("draft", "tag") or question.door.route == "nghi-quyet/":
        return True
    return found not in world.seen_also and PLANTED[number - 1] in (person.home or person.sees)


def _may_see(world: World, person: Person, question: Question) -> bool:
    if question.kind == "draft":
        return world.records["draft"][person.name].pk == question.value
    return world.allows(person, (NUMBER[question.key], SHOWN_BY[question.kind]))


def _answer(response, address: str, value: object) -> tuple:
    """What a person could tell two answers apart by."""
    said = (body_of(response).decode("utf-8", "replace"), response.headers.get("Location", ""))
    return response.status_code, *(without_number(text, address, value) for text in said)
