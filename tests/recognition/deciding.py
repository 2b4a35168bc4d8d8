"""Decisions for tests, made as an office makes them: a draft, its list, a signature."""

from datetime import date

from recognition.drafting import draft_decision
from recognition.listing import add_lines
from recognition.models import Decision
from recognition.signing import sign
from tests.factories import a_registration

ENTERED = date(2026, 1, 15)
BODY = "Ban Dân vận Tỉnh ủy Cao Bằng"


def a_draft(unit, kind="recognition", registrations=(), *, by=None, amends=None, reason="", corrections=None, **values) -> Decision:
    """A draft with one line a registration; `values` go to the lines, of which a level is the province's."""
    draft = draft_decision(
        by=by, kind=kind, unit=unit, amends=amends, issuing_body=BODY, about=f"về việc {kind}", reason=reason,
        corrections=corrections,
    )  # fmt: skip
    if registrations:
        usual = {"reason": reason} if draft.does == "commendation" else {"level": "province"}
        add_lines(by=by, decision=draft, registrations=registrations, **usual | values)
    draft.refresh_from_db()
    return draft


def signed(draft, number="1-QĐ/BDVTU", on=date(2024, 11, 20), *, by=None) -> Decision:
    return sign(by=by, decision=draft, number=number, signed_on=on, entered_on=ENTERED)


def recognised(unit, count=2, *, number="1-QĐ/BDVTU", where="old-01330", **values):
    """A signed decision of the unit, with the registrations it recognises."""
    held = [a_registration(where, name=f"Mô hình {number} {n}", **values) for n in range(count)]
    return signed(a_draft(unit, registrations=held), number), held
