"""Nothing in the log is read as a code: verbs, fields and values have words."""

import ast
from datetime import date
from pathlib import Path

import pytest

from audit.models import Event
from audit.recording import record_change
from audit.telling import story_of
from audit.verbs import DOORS, LOOKS, VERBS, label
from audit.wording import LABELS, Wording, kind_label, label_of
from tests.factories import a_registration, a_small_country
from tests.test_architecture import FILES, ROOT


def verbs_written(tree: ast.AST) -> set[str]:
    """Every verb the file may write: `verb="…"` in a call or as a default, the names of the module that stand for one, and
    the first text given to a function whose first parameter is called verb."""
    constants = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):  # A, B = "a", "b"
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            names = [getattr(n, "id", "") for n in getattr(node.targets[0], "elts", [])]
            constants |= dict(zip(names, node.value.elts, strict=False))
    first_is_verb = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "verb"
    }

    def texts(node) -> set[str]:
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) and node.value else set()
        if isinstance(node, ast.Name):
            held = constants.get(node.id)
            return texts(held) if isinstance(held, ast.Constant) else set()
        if isinstance(node, (ast.IfExp, ast.BoolOp)):
            parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
            return {text for part in parts for text in texts(part)}
        return set()

    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == "verb":
                    found |= texts(keyword.value)
            if getattr(node.func, "id", "") in first_is_verb and node.args:
                found |= texts(node.args[0])
        if isinstance(node, ast.FunctionDef):
            named = [*node.args.args, *node.args.kwonlyargs]
            defaults = [None] * (len(node.args.args) - len(node.args.defaults)) + node.args.defaults
            for argument, default in zip(named, [*defaults, *node.args.kw_defaults], strict=True):
                if argument.arg == "verb" and default is not None:
                    found |= texts(default)
    return found


def test_every_verb_in_the_code_has_words():
    missing = {}
    for path in FILES:
        unsaid = verbs_written(ast.parse(path.read_text(encoding="utf-8"))) - set(VERBS)
        if unsaid:
            missing[path.relative_to(ROOT).as_posix()] = sorted(unsaid)
    assert missing == {}


def test_the_walk_sees_each_way_of_writing_a_verb():
    code = """
_MADE, _IN = "made", "put_in"
DONE = "done"
def _record(verb, name): record_change(by=None, verb=verb)
def deed(*, by, verb: str = "by_default"): ...
record_change(verb="plain"); record_change(verb=_IN); record_change(verb=DONE)
record_change(verb=verb or ("edited" if held else "made_new")); _record("handed_on", 1)
"""
    assert verbs_written(ast.parse(code)) == {
        "by_default", "done", "edited", "handed_on", "made_new", "plain", "put_in",
    }  # fmt: skip


def test_every_door_that_the_code_names_has_words():
    source = (Path(ROOT) / "audit/middleware.py").read_text(encoding="utf-8")
    named = {n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant)}
    assert set(DOORS) - {"command"} <= named
    assert set(VERBS) >= LOOKS
    assert label("sign_in_failed") == "Đăng nhập sai"
    assert label("verb_of_a_release_that_is_gone") == "Verb_of_a_release_that_is_gone"


@pytest.fixture
def units(db):
    return a_small_country()


def test_a_change_reads_as_an_office_writes_it(units):
    held = a_registration("old-01330", name="Đường hoa", participants=12)
    record_change(
        by=None,
        verb="edit",
        subject=held,
        before={"participants": 1200, "level": "grassroots", "registered_on": None, "hand_unit": "old-01330"},
        after={
            "participants": 1250,
            "level": "district",
            "registered_on": "2024-03-05",
            "hand_unit": "new-01327",
        },
    )
    (row,) = Event.objects.filter(verb="edit")
    # PostgreSQL keeps names of JSON in its own order.
    assert {c["label"]: (c["before"], c["after"]) for c in Wording([row]).changes(row)} == {
        "Số người tham gia": ("1.200", "1.250"),
        "Cấp đăng ký": ("Cấp cơ sở", "Cấp huyện"),
        "Ngày đăng ký": ("(trống)", "05/03/2024"),
        "Đặt tay vào đơn vị": ("Xã Cô Ba", "Xã Cô Ba"),
    }
    made = record_change(by=None, verb="create", subject=held, before=None, after={"participants": 5, "notes": "", "on": None})
    assert [c["label"] for c in Wording([made]).changes(made)] == ["Số người tham gia"]
    assert kind_label("models_registry.registration") == "Đăng ký"
    assert kind_label("models_registry.gone") == kind_label("") == ""


def test_a_password_is_never_told_and_a_long_text_is_cut_in_a_list_only(units):
    row = record_change(
        by=None, verb="password_given", subject_text="hoa", after={"password": "***", "content": "x" * 400}
    )
    words = Wording([row])
    told = {c["label"]: c["after"] for c in words.changes(row)}
    assert told == {"Mật khẩu": "(không ghi lại)", "content": "x" * 299 + "…"}
    assert "x" * 400 in [c["after"] for c in words.changes(row, whole=True)]


def test_names_of_keys_cost_one_query_for_each_kind_of_record(units, django_assert_num_queries):
    held = a_registration("old-01330")
    for key in ("old-01330", "old-01327", "new-01327"):
        record_change(
            by=None, verb="place", subject=held, before={"hand_unit": None}, after={"hand_unit": key}
        )
    rows = list(Event.objects.filter(verb="place"))
    with django_assert_num_queries(1):
        words = Wording(rows)
        told = [words.changes(row)[0]["after"] for row in rows]
    assert told == ["Xã Cô Ba", "Xã Thượng Hà", "Xã Cô Ba"]


def test_every_field_of_every_logged_record_has_a_vietnamese_label():
    """As the deeds of today record them; a bare English name on the page would be one forgotten here."""
    from accounts.keeping import _OF_A_PERSON, _OF_AN_ASSIGNMENT
    from models_registry.bulk import _RECORDED

    said = {name: label_of("models_registry.registration", name) for name in _RECORDED}
    said |= {name: label_of("accounts.user", name) for name in _OF_A_PERSON}
    said |= {name: label_of("accounts.assignment", name) for name in _OF_AN_ASSIGNMENT}
    bare = {name: words for name, words in said.items() if words == name or words == name.replace("_", " ")}
    assert bare == {}
    assert str(LABELS["sha256"]) == "Dấu kiểm của tệp"


def test_a_look_at_a_record_is_not_its_history(units):
    held = a_registration("old-01330")
    record_change(by=None, verb="view_personal", subject=held)
    record_change(
        by=None,
        verb="unrecognise",
        subject=held,
        before={"recognised_level": "province"},
        after={"recognised_level": ""},
    )
    assert [event["sentence"] for event in story_of(held)] == [
        "lấy lại công nhận (hoàn tác lần nhập)",
        "đăng ký",
    ]
    assert story_of(held)[0]["changes"] == [
        {"label": "Cấp công nhận", "before": "Cấp tỉnh", "after": "(trống)"}
    ]


def test_who_signs_an_assignment_is_told_by_role_unit_and_day(units):
    from accounts.choices import Role
    from accounts.models import Assignment
    from accounts.people import set_last_day
    from tests.casts import administrator, clerk

    hoa = clerk("old-04")
    row = Assignment.objects.filter(user=hoa).latest("id")
    set_last_day(by=administrator(), assignment=row, version=1, valid_to=date(2026, 12, 31))
    (told,) = story_of(row)
    assert (told["who"], told["sentence"]) == ("Quản trị", "sửa")
    assert told["changes"] == [{"label": "Đến ngày", "before": "(trống)", "after": "31/12/2026"}]
    assert row.role == Role.CLERK
