"""The rows of a decision's list as they are printed, in groups: what the Word file, its certificates and its tests share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Value, When

from recognition.choices import DecisionKind, LineChange, RecipientKind
from recognition.models import Decision, DecisionLine, Recognition

GROUPS = {
    RecipientKind.COLLECTIVE: "Tập thể",
    RecipientKind.INDIVIDUAL: "Cá nhân",
    RecipientKind.HOUSEHOLD: "Hộ gia đình",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: the line with what is printed of it; `group` a RecipientKind, `earlier` the number of the decision that
    recognised it, where this one revokes it."""

    line: DecisionLine
    group: str
    name: str
    place: str
    earlier: str = ""


def rows_of(decision: Decision) -> list[Listed]:
    """The lines of the decision, exactly they and in their order (DecisionLine.objects.in_order)."""
    lines = decision.lines.in_order().select_related(
        "registration__model", "registration__unit__parent", "registration__organisation"
    )
    lines = list(lines)
    numbers = _recognised_by(decision, lines) if decision.does == DecisionKind.REVOCATION else {}
    return [
        Listed(
            line,
            group_of(line),
            line.recipient_name or line.registration.model.name,
            place_of(line.registration),
            numbers.get((line.registration_id, line.level), ""),
        )
        for line in lines
    ]


def group_of(line: DecisionLine) -> str:
    """Who is recognised or commended: the line's own word, else by the model's kind."""
    return line.recipient_kind or line.registration.kind


def place_of(registration) -> str:
    """ "Trường Tiểu học Cô Ba, Xã Cô Ba, Huyện Bảo Lạc"; of a unit without a district above it, the unit alone."""
    unit, parts = registration.unit, []
    if registration.organisation_id:
        parts.append(registration.organisation.name)
    parts.append(unit.name)
    if unit.parent_id and unit.parent.tier == "district":
        parts.append(unit.parent.name)
    return ", ".join(parts)


def counted_by_group(rows: Iterable[Listed]) -> dict[str, int]:
    """How many rows of each group, in the order in which they are printed."""
    counts = Counter(row.group for row in rows)
    return {group: counts[group] for group in GROUPS if counts[group]}


def counted_in_words(rows: Iterable[Listed]) -> str:
    """ "69 tập thể và 54 cá nhân"."""
    parts = [f"{padded(n)} {GROUPS[group].lower()}" for group, n in counted_by_group(rows).items()]
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" và {parts[-1]}" if parts else ""


def padded(number: int) -> str:
    """8 → "08", 1538 → "1.538": as offices write counts."""
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")


def added(rows: Iterable[Listed]) -> list[Listed]:
    return [row for row in rows if row.line.change == LineChange.ADD]


def removed(rows: Iterable[Listed]) -> list[Listed]:
    return [row for row in rows if row.line.change == LineChange.REMOVE]


def _recognised_by(decision: Decision, lines: list[DecisionLine]) -> dict[tuple[int, str], str]:
    """By registration and level the number of the decision whose recognition is revoked: what stood on the day of signing.
    A model recognised anew since was revoked by the number it had then."""
    held = Recognition.objects.filter(registration__in=[line.registration_id for line in lines])
    if decision.is_signed:
        held = held.filter(recognised_on__lte=decision.signed_on)
    by_this = Case(When(revoked_by=decision, then=1), default=0) if decision.is_signed else Value(0)
    rows = held.annotate(by_this=by_this).order_by("by_this", "recognised_on", "id")
    return {
        (registration, level): number
        for registration, level, number in rows.values_list("registration_id", "level", "decision__number")
    }
