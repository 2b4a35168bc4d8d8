"""What a signed decision does, by its kind: one table, read by the deed of signing alone."""

from django.utils.translation import gettext as _

from audit.errors import DomainError
from recognition.awarding import award, change_awards
from recognition.choices import DecisionKind, LineChange
from recognition.models import Award, Decision, DecisionLine, Recognition
from recognition.recognising import recognise_many
from recognition.revoking import revoke
from recognition.standing import change_standing


def carry_out(*, by, decision: Decision) -> None:
    """Writes the recognitions, awards and revocations of the decision just signed. Raises what those deeds raise."""
    lines = list(decision.lines.select_related("registration").order_by("id"))
    if decision.kind == DecisionKind.ANNULMENT:
        _annul(by, decision)
        return
    new = [line for line in lines if line.change == LineChange.ADD]
    gone = [line for line in lines if line.change == LineChange.REMOVE]
    if new:
        _DONE[DecisionKind(decision.does)](by, decision, new)
    if gone:
        _UNDONE[DecisionKind(decision.does)](by, decision, gone)


def _recognise(by, decision: Decision, lines: list[DecisionLine]) -> None:
    pairs = [(decision, line.registration, line.level) for line in lines]
    recognise_many(by=by, pairs=pairs, listed=True)


def _award(by, decision: Decision, lines: list[DecisionLine]) -> None:
    award(by=by, decision=decision, lines=lines)


def _revoke(by, decision: Decision, lines: list[DecisionLine]) -> None:
    revoke(by=by, decision=decision, lines=lines)


_DONE = {
    DecisionKind.RECOGNITION: _recognise,
    DecisionKind.COMMENDATION: _award,
    DecisionKind.REVOCATION: _revoke,
}


def _unrecognise(by, decision: Decision, lines: list[DecisionLine]) -> None:
    held = Recognition.objects.standing().filter(decision_id__in=papers_of(decision.amends))
    found = {(row.registration_id, row.level): row for row in held.select_related("registration__model")}
    taken = [_named(found, (line.registration_id, line.level), line) for line in lines]
    reasons = {row.pk: line.reason for row, line in zip(taken, lines, strict=True)}
    change_standing(by=by, decision=decision, revoked=taken, reasons=reasons)


def _unaward(by, decision: Decision, lines: list[DecisionLine]) -> None:
    held = Award.objects.standing().filter(decision_id__in=papers_of(decision.amends))
    found = {(row.registration_id, row.form, row.recipient_name): row for row in held}
    taken = [_named(found, (line.registration_id, line.form, line.recipient_name), line) for line in lines]
    change_awards(by=by, decision=decision, ended=taken)


def _unrevoke(by, decision: Decision, lines: list[DecisionLine]) -> None:
    held = Recognition.objects.filter(revoked_by_id__in=papers_of(decision.amends))
    found = {(row.registration_id, row.level): row for row in held}
    taken = [_named(found, (line.registration_id, line.level), line) for line in lines]
    change_standing(by=by, decision=decision, restored=taken)


_UNDONE = {
    DecisionKind.RECOGNITION: _unrecognise,
    DecisionKind.COMMENDATION: _unaward,
    DecisionKind.REVOCATION: _unrevoke,
}


def _annul(by, decision: Decision) -> None:
    """Ends all that the first decision and its amendments did: what they gave falls, what they took stands again."""
    papers = papers_of(decision.amends)
    given = Recognition.objects.standing().filter(decision_id__in=papers)
    taken = Recognition.objects.filter(revoked_by_id__in=papers).exclude(decision_id__in=papers)
    change_standing(by=by, decision=decision, revoked=given.order_by("id"), restored=taken.order_by("id"))
    awards = Award.objects.standing().filter(decision_id__in=papers)
    change_awards(by=by, decision=decision, ended=awards.order_by("id"))


def papers_of(first: Decision) -> list[int]:
    """Ids of the decision and of the signed amendments to it."""
    changed = Decision.objects.signed().filter(amends=first, kind=DecisionKind.AMENDMENT)
    return [first.pk, *changed.order_by("id").values_list("id", flat=True)]


def _named(found: dict, key: tuple, line: DecisionLine):
    if key not in found:
        raise DomainError(
            _("%(name)s: không có hoặc không còn trong danh sách của quyết định được sửa.")
            % {"name": line.registration.model.name}
        )
    return found[key]
