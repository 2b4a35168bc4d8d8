"""Who must reach a target in a year, and the figure that was last accepted for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resolutions.choices import FALLING_SHORT, REACHING, Answer, AssignmentState, Outcome
from resolutions.models.targets import Target
from resolutions.querysets import AssignmentQuerySet
from units.models import Organisation, Unit


def place_name(unit: Unit, organisation: Organisation | None) -> str:
    """The unit, or the organisation with its unit where its name does not tell that already."""
    if organisation is None:
        return unit.name
    names_it = unit.name.casefold() in organisation.name.casefold()
    return organisation.name if names_it else f"{organisation.name}, {unit.name}"


class Assignment(models.Model):
    """A target given to a unit, or to one organisation of it, for a year, with its own value where that differs.

    The accepted figure of the year stands here as its last row (`numerator`, `denominator`, `answer`, `outcome`),
    written by resolutions.standing alone: every roll-up is a walk of one covering index over these rows."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="assignments", verbose_name=_("Chỉ tiêu"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="target_assignments", verbose_name=_("Đơn vị"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="target_assignments",
        verbose_name=_("Cơ quan, tổ chức"),
    )
    year = models.PositiveSmallIntegerField(_("Năm"))
    value = models.DecimalField(_("Mức giao riêng"), max_digits=16, decimal_places=2, null=True, blank=True)
    rule = models.CharField(_("Giao theo"), max_length=60, blank=True)
    """The rule by which it was given ("tier:commune"); empty for one given by list."""
    state = models.CharField(
        _("Trạng thái"), max_length=12, choices=AssignmentState, default=AssignmentState.GIVEN
    )
    reason = models.TextField(_("Lý do thôi giao"), blank=True)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    answer = models.CharField(_("Số liệu"), max_length=16, choices=Answer, blank=True, default=Answer.NONE)
    numerator = models.DecimalField(_("Thực hiện"), max_digits=16, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(_("Trên tổng số"), max_digits=16, decimal_places=2, null=True, blank=True)
    outcome = models.CharField(
        _("So với mức giao"), max_length=16, choices=Outcome, blank=True, default=Outcome.NONE
    )
    waiting = models.PositiveSmallIntegerField(_("Báo cáo chờ duyệt"), default=0)
    """Reports sent and not yet accepted: shown apart, counted in no figure."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Giao chỉ tiêu")
        verbose_name_plural = _("Giao chỉ tiêu")
        ordering = ["target", "year", "unit__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year", "unit"],
                condition=Q(organisation__isnull=True),
                name="target_given_once_to_a_unit",
                violation_error_message=_("Chỉ tiêu này đã giao cho đơn vị trong năm."),
            ),
            models.UniqueConstraint(
                fields=["target", "year", "organisation"],
                condition=Q(organisation__isnull=False),
                name="target_given_once_to_an_organisation",
                violation_error_message=_("Chỉ tiêu này đã giao cho cơ quan, tổ chức trong năm."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.TAKEN_BACK) | ~Q(reason=""),
                name="target_taken_back_with_a_reason",
                violation_error_message=_("Thôi giao chỉ tiêu phải có lý do."),
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.FIGURE, numerator__isnull=False)
                | (~Q(answer=Answer.FIGURE) & Q(numerator__isnull=True, denominator__isnull=True)),
                name="accepted_figure_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.NONE, outcome=Outcome.NONE)
                | Q(answer=Answer.NOT_APPLICABLE, outcome=Outcome.NOT_APPLICABLE)
                | Q(answer=Answer.FIGURE, outcome__in=[*REACHING, *FALLING_SHORT]),
                name="outcome_is_that_of_a_figure",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="accepted_denominator_not_negative",
            ),
        ]
        indexes = [
            # A dashboard asks for some targets of a year, of a subtree or of all: both from the index alone.
            models.Index(
                fields=[
                    "target", "year", "state", "unit", "outcome", "numerator", "denominator", "value", "waiting",
                ],
                name="assignment_counts_by_target",
            ),
            models.Index(
                fields=[
                    "unit", "year", "state", "target", "outcome", "numerator", "denominator", "value", "waiting",
                ],
                name="assignment_counts_by_unit",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.target} · {self.place} · {self.year}"

    @property
    def place(self) -> str:
        """Who it is given to, in words."""
        return place_name(self.unit, self.organisation if self.organisation_id else None)

    @property
    def audited_unit_id(self) -> int:
        return self.unit_id


class InheritanceNotice(models.Model):
    """A target went over from a unit that ended to one that took it over: the line both of them are told by. `whole` is
    False where the territory was divided, and the value has to be settled by hand."""

    predecessor = models.ForeignKey(Assignment, models.PROTECT, related_name="passed_on_to")
    successor = models.ForeignKey(Assignment, models.PROTECT, related_name="inherited_from")
    whole = models.BooleanField(_("Toàn bộ"))
    on = models.DateField(_("Ngày chuyển"))
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("Chuyển chỉ tiêu theo kế tục")
        verbose_name_plural = _("Chuyển chỉ tiêu theo kế tục")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="inherited_once"),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"
