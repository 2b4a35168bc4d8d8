"""What became of a decision: what it wrote when it was signed, and what later decisions left of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recognition.choices import DecisionKind, LineChange
from recognition.models import Award, Decision, DecisionLine, Recognition
from vietnamese.numbers import format_integer


def what_it_did(viewer, decision: Decision) -> list[str]:
    """A sentence for each thing the signed decision wrote, counted over what the viewer sees."""
    if not decision.is_signed:
        return []
    recognised = Recognition.objects.visible_to(viewer).filter(decision=decision)
    awarded = Award.objects.visible_to(viewer).filter(decision=decision)
    counted = [
        (_recognised, recognised.count()),
        (_fallen, recognised.filter(revoked_on__isnull=False).count()),
        (_awarded, awarded.count()),
        (_ended, awarded.filter(ended_on__isnull=False).count()),
        (_revoked, Recognition.objects.visible_to(viewer).filter(revoked_by=decision).count()),
        (_taken, Award.objects.visible_to(viewer).filter(ended_by=decision).count()),
    ]
    return [say(n) for say, n in counted if n]


def _recognised(n: int) -> str:
    return ngettext("Đã công nhận %(n)s mô hình.", "Đã công nhận %(n)s mô hình.", n) % {"n": format_integer(n)}


def _fallen(n: int) -> str:
    return ngettext(
        "%(n)s công nhận trong số ấy đã bị thu hồi.", "%(n)s công nhận trong số ấy đã bị thu hồi.", n
    ) % {"n": format_integer(n)}


def _awarded(n: int) -> str:
    return ngettext("Đã khen %(n)s lượt.", "Đã khen %(n)s lượt.", n) % {"n": format_integer(n)}


def _ended(n: int) -> str:
    return ngettext("%(n)s lượt khen trong số ấy đã bị hủy.", "%(n)s lượt khen trong số ấy đã bị hủy.", n) % {
        "n": format_integer(n)
    }


def _revoked(n: int) -> str:
    return ngettext("Đã chấm dứt %(n)s công nhận.", "Đã chấm dứt %(n)s công nhận.", n) % {"n": format_integer(n)}


def _taken(n: int) -> str:
    return ngettext("Đã hủy %(n)s lượt khen.", "Đã hủy %(n)s lượt khen.", n) % {"n": format_integer(n)}


def with_outcomes(decision: Decision, lines: Sequence[DecisionLine]) -> list[DecisionLine]:
    """The lines, each with `outcome`: the later decision that ended what it gave, and the day; None while it stands."""
    lines = list(lines)
    ids = [line.registration_id for line in lines]
    ended: dict[tuple, tuple] = {}
    if decision.does == DecisionKind.RECOGNITION:
        rows = Recognition.objects.filter(decision=decision, registration_id__in=ids, revoked_on__isnull=False)
        for row in rows.select_related("revoked_by"):
            ended[row.registration_id, row.level, ""] = (row.revoked_by, row.revoked_on)
    elif decision.does == DecisionKind.COMMENDATION:
        rows = Award.objects.filter(decision=decision, registration_id__in=ids, ended_on__isnull=False)
        for row in rows.select_related("ended_by"):
            ended[row.registration_id, row.form, row.recipient_name] = (row.ended_by, row.ended_on)
    for line in lines:
        by, on = ended.get((line.registration_id, line.level or line.form, line.recipient_name), (None, None))
        line.ended_by, line.ended_on = by, on
        line.is_removing = line.change == LineChange.REMOVE
    return lines


def corrections_of(decisions: Sequence[Decision]) -> list[dict]:
    """The words that amendments put right: {label, old, new, by}, of those signed or of the one looked at."""
    first = decisions[0]
    return [
        {"label": _WORDS[name](), "old": old, "new": new, "by": row}
        for row in decisions
        if row.corrections and (row.is_signed or row.pk == first.pk)
        for name, (old, new) in row.corrections.items()
    ]


_WORDS = {
    "about": lambda: _("Trích yếu"),
    "signer": lambda: _("Người ký"),
    "signer_title": lambda: _("Chức danh người ký"),
}


def sees_whole(viewer, decision: Decision) -> bool:
    """Whether every line of the decision is about a registration the viewer sees: its papers name them all."""
    lines = DecisionLine.objects.filter(decision=decision)
    return not lines.exclude(pk__in=lines.visible_to(viewer).values("pk")).exists()
