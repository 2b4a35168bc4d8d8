"""Which dossiers under appraisal wait for one person, as a condition on registrations: for her scores, for her conclusion.

Queues and the count on every page ask it in one statement. It says what results.Seat.is_waited_for and
concluding.why_not_conclude say of a dossier that is read whole; tests hold the two together."""

from django.db.models import Exists, OuterRef, Q

from accounts.scoping import owned_by
from models_registry.choices import Stage
from recognition.choices import SetState, SheetState
from recognition.counting import number_of_files
from recognition.models import AppraisalTeam, Conclusion, CriteriaSet, ScoreSheet, SelfAssessment, TeamMember
from recognition.querysets import TEAM_ROLES
from recognition.recusing import not_recused
from units.models import Placement
from units.querysets import among


def waits_for(user) -> Q | None:
    """Under appraisal before a team of hers, and not yet scored by her as it stands now, or, where she is its head, not
    yet concluded. None where she sits in no office's teams."""
    own = owned_by(user, TEAM_ROLES)
    if user.is_superuser or not own.units:
        return None
    hers = among("desk_id", own.unit_ids) & Q(stage=Stage.UNDER_APPRAISAL) & not_recused(user)
    scores = Exists(_seats(user)) & _is_scored(own.unit_ids) & ~Exists(_standing_sheet(user))
    concludes = Exists(_seats(user).filter(is_head=True)) & ~Exists(Conclusion.objects.filter(registration=OuterRef("pk")))
    return hers & (Q(scores) | Q(concludes))


def _seats(user):
    """Her seat in the team before which the registration comes: of its field, else the one for every other field."""
    of_the_field = AppraisalTeam.objects.filter(
        unit_id=OuterRef("team__unit_id"), year=OuterRef("team__year"), level=OuterRef("team__level"),
        field=OuterRef(OuterRef("field")),
    )  # fmt: skip
    heirs = Placement.objects.filter(unit_id=OuterRef(OuterRef("desk_id")), geography__ends_on__isnull=True)
    at_the_desk = Q(team__unit_id=OuterRef("desk_id")) | Q(Exists(heirs.filter(commune_id=OuterRef("team__unit_id"))))
    general = Q(team__field="") & ~Q(Exists(of_the_field))
    return TeamMember.objects.filter(
        at_the_desk, general | Q(team__field=OuterRef("field")),
        user_id=user.pk, left_on__isnull=True, team__year=OuterRef("year"), team__level=OuterRef("level"),
    )  # fmt: skip


def _is_scored(unit_ids) -> Q:
    """Criteria apply to it: those it was assessed by, or scored by already, or those in use in the provinces of the units."""
    provinces = Placement.objects.filter(unit_id__in=unit_ids, province__isnull=False).values("province_id")
    in_use = CriteriaSet.objects.filter(
        state=SetState.IN_USE, unit_id__in=provinces, year=OuterRef("year"), level=OuterRef("level"), kind=OuterRef("kind")
    )
    named = [kind.objects.filter(registration=OuterRef("pk")) for kind in (SelfAssessment, ScoreSheet)]
    return Q(Exists(named[0])) | Q(Exists(named[1])) | Q(Exists(in_use))


def _standing_sheet(user):
    """Her done scores of the dossier as it stands now."""
    return ScoreSheet.objects.filter(
        registration=OuterRef("pk"), appraiser_id=user.pk, is_current=True, state=SheetState.DONE,
        dossier_version=OuterRef("version"), dossier_files=number_of_files(OuterRef(OuterRef("pk"))),
    )  # fmt: skip
