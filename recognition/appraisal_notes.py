"""How far the appraisal of each of many registrations is, in a few words for whoever looks at a list of them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from models_registry.choices import Stage
from models_registry.models import Registration
from recognition.dossier_lines import outcome_state, percent_in_words, state_of_seat
from recognition.models import Conclusion
from recognition.results import Dossier, dossiers_of, why_hidden
from recognition.teams import teams_of
from vietnamese.numbers import format_integer


def appraisal_notes(user, registrations: Sequence[Registration]) -> dict[int, dict]:
    """By registration {state, text}: `state` a badge of includes/state_badge.html or None. Nothing is told that the person
    may not see of the scores; those not appraised are left out. Reads desk, organisation and the unit with its parents."""
    under_way = [r for r in registrations if r.stage == Stage.UNDER_APPRAISAL]
    over = Conclusion.objects.filter(registration__in=[r.pk for r in registrations if r.stage != Stage.UNDER_APPRAISAL])
    found = {held.registration_id: _concluded(held) for held in over}
    teams = teams_of(under_way)
    groups: dict[int, list[Registration]] = {}
    for r in under_way:
        if r.pk in teams:
            groups.setdefault(teams[r.pk].pk, []).append(r)
        else:
            found[r.pk] = _told(_("Chưa có tổ thẩm định"))
    for held in groups.values():
        for dossier in dossiers_of(teams[held[0].pk], held):
            if note := _note(user, dossier):
                found[dossier.registration.pk] = note
    return found


def _note(user, dossier: Dossier) -> dict | None:
    hidden, seat = why_hidden(user, dossier), dossier.seat_of(user)
    if hidden:
        if seat is None:
            return None
        done = sum(one.is_counted for one in dossier.seats)
        asked = sum(not one.recused for one in dossier.seats)
        return _told(
            _("%(done)s/%(all)s người đã chấm") % {"done": format_integer(done), "all": format_integer(asked)},
            state_of_seat(seat),
        )
    if dossier.conclusion is not None:
        return _concluded(dossier.conclusion, stale=dossier.is_conclusion_stale)
    if dossier.criteria_set is not None and dossier.waited_for:
        names = ", ".join(one.member.user.display_name for one in dossier.waited_for)
        return _told(_("Còn chờ điểm của %(names)s") % {"names": names})
    if dossier.criteria_set is None:
        return _told(_("Chưa có bộ tiêu chí, chờ tổ trưởng kết luận"))
    return _told(_("%(percent)s, chờ tổ trưởng kết luận") % {"percent": percent_in_words(dossier.verdict.percent)})


def _concluded(held: Conclusion, *, stale: bool = False) -> dict:
    percent = percent_in_words(held.percent) if held.percent is not None else ""
    since = _("hồ sơ hoặc điểm đã đổi sau kết luận") if stale else ""
    return _told(" · ".join(filter(None, (percent, since))), outcome_state(held.outcome))


def _told(text: str, state: dict | None = None) -> dict:
    return {"state": state, "text": text}
