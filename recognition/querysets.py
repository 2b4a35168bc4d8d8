"""Questions about decisions, as sentences."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.choices import APPRAISING_ROLES, APPROVING_ROLES, CATALOGUE_ROLES, REGISTERING_ROLES
from accounts.deciding import drafted_by
from accounts.scoping import acted_on_by, seen_by
from models_registry.choices import Kind, Stage
from models_registry.models import Registration
from models_registry.querysets import midnight_after
from recognition.choices import DecisionKind, DecisionState, RecipientKind, SetState
from units.models import Placement
from units.querysets import among, unit_ids_inside
from vietnamese.folding import fold

KEEPING_ROLES = CATALOGUE_ROLES | APPROVING_ROLES
"""Who keeps criteria sets and appraisal teams: the unit's administrator and its approver."""
TEAM_ROLES = APPRAISING_ROLES | APPROVING_ROLES | REGISTERING_ROLES
"""Who may sit in a team of the office."""


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DecisionQuerySet":
        """Signed decisions issued by a unit the person sees, or whose list holds a registration she sees; and the drafts
        of those units whose decisions are hers to record."""
        seen = seen_by(user)
        if seen.is_everything:
            return self
        from recognition.models import DecisionLine

        # Asked decision by decision: nothing is walked for those the person's own units issued.
        touching = DecisionLine.objects.visible_to(user).filter(decision=OuterRef("pk"))
        signed = models.Q(state=DecisionState.SIGNED)
        signed &= models.Q(unit_id__in=seen.unit_ids) | Exists(touching)
        return self.filter(signed | models.Q(state=DecisionState.DRAFT) & drafted_by(user).condition("unit_id"))

    def signed(self) -> "DecisionQuerySet":
        return self.filter(state=DecisionState.SIGNED)

    def drafts(self) -> "DecisionQuerySet":
        return self.filter(state=DecisionState.DRAFT)

    def with_sizes(self, viewer) -> "DecisionQuerySet":
        """Each decision with `size`, the number of lines of its list that the person may see."""
        from recognition.models import DecisionLine

        # Asked row by row: a page of decisions then counts its own lines and not all there are.
        seen = DecisionLine.objects.visible_to(viewer).filter(decision=OuterRef("pk")).order_by()
        sizes = seen.values("decision").annotate(n=Count("id")).values("n")
        return self.annotate(size=Coalesce(Subquery(sizes), 0))

    def with_fate(self) -> "DecisionQuerySet":
        """Each decision with `is_annulled`: whether a signed decision annuls it."""
        annulled = self.model._base_manager.filter(
            amends=OuterRef("pk"), state=DecisionState.SIGNED, kind=DecisionKind.ANNULMENT
        )
        return self.annotate(is_annulled=Exists(annulled))

    def searching(self, text: str) -> "DecisionQuerySet":
        """Decisions whose number or issuing body holds every word of the text, marks and case aside."""
        found = self
        for word in fold(text).split():
            # Numbers are kept as they are compared, where D and Đ differ; people type "qd" for "QĐ".
            number = word.upper().replace("D", "[DĐ]")
            found = found.filter(models.Q(number_key__regex=number) | models.Q(issuing_key__contains=word))
        return found


class _OfRegistrations(models.QuerySet):
    """Rows about a registration: seen by whoever sees it."""

    def visible_to(self, user) -> "models.QuerySet":
        if seen_by(user).is_everything:
            return self
        return self.filter(registration_id__in=Registration.objects.visible_to(user).values("id"))


def _decided_on(rows, day: date, known_by: date | None, *, began: str, ended: str, ended_by: str):
    """What one decision began and another may have ended, as it stood on the day. That it had ended was known when the
    second was entered; one from before the register kept when a signature was entered, when it was made."""
    found, over = rows.filter(**{f"{began}__lte": day}), models.Q(**{f"{ended}__lte": day})
    if known_by is not None:
        known = midnight_after(known_by)
        found = found.filter(created_at__lt=known)
        over &= models.Q(**{f"{ended_by}__entered_at__lt": known}) | models.Q(
            **{f"{ended_by}__entered_at__isnull": True, f"{ended_by}__created_at__lt": known}
        )
    return found.exclude(over)


class DecisionLineQuerySet(_OfRegistrations):
    def in_order(self) -> "DecisionLineQuerySet":
        """As the list is printed: collectives before individuals (and households), each by the official order of units."""
        individual = models.Q(recipient_kind="") & models.Q(registration__kind=Kind.INDIVIDUAL)
        group = Case(
            When(individual | models.Q(recipient_kind=RecipientKind.INDIVIDUAL), then=Value(1)),
            When(recipient_kind=RecipientKind.HOUSEHOLD, then=Value(2)),
            default=Value(0),
            output_field=IntegerField(),
        )
        return self.annotate(group=group).order_by("group", "registration__unit__position", "registration_id", "id")


class RecognitionQuerySet(_OfRegistrations):
    def standing(self) -> "RecognitionQuerySet":
        """Those that no decision revoked: what figures are made of."""
        return self.filter(revoked_on__isnull=True)

    def standing_on(self, day: date, known_by: date | None = None) -> "RecognitionQuerySet":
        """Those that stood on the day; with `known_by`, by what had been entered by that day."""
        return _decided_on(self, day, known_by, began="recognised_on", ended="revoked_on", ended_by="revoked_by")


class AwardQuerySet(_OfRegistrations):
    def standing(self) -> "AwardQuerySet":
        """Those that no decision took back."""
        return self.filter(ended_on__isnull=True)

    def standing_on(self, day: date, known_by: date | None = None) -> "AwardQuerySet":
        """Those that stood on the day; with `known_by`, by what had been entered by that day."""
        return _decided_on(self, day, known_by, began="granted_on", ended="ended_on", ended_by="ended_by")


class _Standing(models.QuerySet):
    """Rows with both clocks of their beginning and their end (recognition.models.Standing)."""

    def standing(self) -> "models.QuerySet":
        return self.filter(ended_on__isnull=True)

    def standing_on(self, day: date, known_by: date | None = None) -> "models.QuerySet":
        """Those that stood on the day; with `known_by`, by what had been entered by that day."""
        ended = models.Q(ended_on__lte=day)
        if known_by is None:
            return self.filter(happened_on__lte=day).exclude(ended)
        known = midnight_after(known_by)
        return self.filter(happened_on__lte=day, entered_at__lt=known).exclude(ended & models.Q(end_entered_at__lt=known))


class StandingQuerySet(_Standing, _OfRegistrations):
    """Selections and proposals."""

    def inside(self, unit) -> "StandingQuerySet":
        return self.filter(registration_id__in=Registration.objects.inside(unit).order_by().values("id"))


class ProposalQuerySet(StandingQuerySet):
    def with_awards(self) -> "ProposalQuerySet":
        """Each proposal with `is_awarded`: whether an award of the registration, given since, closed it."""
        from recognition.models import Award

        since = Award.objects.standing().filter(registration=OuterRef("registration"), granted_on__gte=OuterRef("happened_on"))
        return self.annotate(is_awarded=Exists(since))


class YearlyCheckQuerySet(_OfRegistrations):
    def standing(self) -> "YearlyCheckQuerySet":
        """The last check of each model and year."""
        return self.filter(replaced_at__isnull=True)


class ConclusionQuerySet(_OfRegistrations):
    def visible_to(self, user) -> "ConclusionQuerySet":
        """Of an appraisal that is over whoever sees the registration; before that the office's approver alone, from whom no
        score is hidden. Members of the team read theirs on its pages, where it is asked whether they are done."""
        found = super().visible_to(user)
        if user.is_superuser:
            return found
        approved = acted_on_by(user, APPROVING_ROLES)
        return found.exclude(models.Q(registration__stage=Stage.UNDER_APPRAISAL) & ~approved.condition("team__unit_id"))


class ReplicationQuerySet(_Standing):
    def visible_to(self, user) -> "ReplicationQuerySet":
        """Links of which the person sees the one model, or the other, or the unit it was replicated in."""
        seen = seen_by(user)
        if seen.is_everything:
            return self
        mine = Registration.objects.visible_to(user).order_by().values("model_id")
        return self.filter(
            models.Q(source_id__in=mine) | models.Q(replica_id__in=mine) | among("unit_id", seen.unit_ids)
        )


class CriteriaSetQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CriteriaSetQuerySet":
        """What is, or was, in use in every province of whose units the person sees any: a commune reads what its province
        asks. Those still being drawn up only whoever keeps them."""
        seen, kept = seen_by(user), acted_on_by(user, KEEPING_ROLES)
        if seen.is_everything:
            return self
        own = Placement.objects.filter(among("unit_id", sorted(seen.units | seen.places)))
        provinces = own.filter(province__scheme=models.F("unit__scheme")).order_by().values("province_id")
        found = self.filter(unit_id__in=provinces)
        return found.exclude(models.Q(state=SetState.DRAFT) & ~kept.condition("unit_id"))


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user) -> "TeamQuerySet":
        """Teams of the units the person sees. Who is in them is no secret; what they score is (recognition.results)."""
        seen = seen_by(user)
        return self if seen.is_everything else self.filter(among("unit_id", seen.unit_ids))

    def inside(self, unit) -> "TeamQuerySet":
        return self.filter(among("unit_id", unit_ids_inside(unit)))


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MinutesQuerySet":
        """Minutes of the offices for which the person appraises, enters or decides."""
        acted = acted_on_by(user, TEAM_ROLES)
        return self if acted.is_everything else self.filter(among("team__unit_id", acted.unit_ids))
