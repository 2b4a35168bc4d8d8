"""Texts beside the registrations themselves in which somebody may be named: one line a table, found and replaced alike.

A table with free text that is not here fails tests/dandan/test_personal_fields.py."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from models_registry.models import Campaign, StageChange
from recognition.models import (
    Award,
    Conclusion,
    Decision,
    DecisionLine,
    DecisionScan,
    Exemplary,
    Minutes,
    MinutesLine,
    Proposal,
    Recognition,
    Replication,
    ScoreLine,
    ScoreSheet,
    SelfAnswer,
    YearlyCheck,
)
from resolutions.models import Assignment, Explanation, ProgressReport, ReportChange, TargetVersion


@dataclass(frozen=True)
class TextsOf:
    """The columns of a table that hold free text, and the way to the unit the row belongs to; `registration`: the way to
    its registration, where a telephone number decides whose rows are meant."""

    model: type[models.Model]
    columns: tuple[str, ...]
    unit: str
    registration: str = ""


OTHER_TEXTS = (
    TextsOf(StageChange, ("note",), "registration__unit_id", "registration_id"),
    TextsOf(Campaign, ("guidance",), "unit_id"),
    TextsOf(Exemplary, ("end_reason",), "registration__unit_id", "registration_id"),
    TextsOf(Proposal, ("end_reason",), "registration__unit_id", "registration_id"),
    TextsOf(YearlyCheck, ("reason",), "registration__unit_id", "registration_id"),
    TextsOf(Replication, ("replica_name", "end_reason"), "unit_id"),
    TextsOf(ProgressReport, ("narrative", "obstacles", "return_reason"), "assignment__unit_id"),
    TextsOf(ReportChange, ("reason",), "report__assignment__unit_id"),
    TextsOf(Explanation, ("question", "reply"), "assignment__unit_id"),
    TextsOf(Assignment, ("reason",), "unit_id"),
    TextsOf(TargetVersion, ("reason",), "target__document__unit_id"),
    TextsOf(Decision, ("about", "grounds", "reason", "recipients"), "unit_id"),
    TextsOf(DecisionLine, ("recipient_name", "reason"), "decision__unit_id", "registration_id"),
    TextsOf(DecisionScan, ("name",), "decision__unit_id"),
    TextsOf(Recognition, ("revocation_reason",), "decision__unit_id", "registration_id"),
    TextsOf(Award, ("recipient_name", "reason"), "decision__unit_id", "registration_id"),
    TextsOf(SelfAnswer, ("text",), "self_assessment__registration__unit_id", "self_assessment__registration_id"),
    TextsOf(ScoreSheet, ("note",), "registration__unit_id", "registration_id"),
    TextsOf(ScoreLine, ("text",), "sheet__registration__unit_id", "sheet__registration_id"),
    TextsOf(Conclusion, ("reason",), "registration__unit_id", "registration_id"),
    TextsOf(MinutesLine, ("reason",), "registration__unit_id", "registration_id"),
    TextsOf(Minutes, ("discussion",), "team__unit_id"),
)


@dataclass(frozen=True)
class Named:
    """A row that names the person, and the columns that do."""

    row: models.Model
    columns: tuple[str, ...]


def rows_naming(holding, naming, unit_ids: list[int] | None, registrations: set[int] | None) -> list[Named]:
    """Rows of the units (None: of all) whose texts name the person, table by table. `holding(columns)` is the condition that
    narrows in the database, `naming` what judges a text; of the `registrations` alone, where they are given."""
    return [
        Named(row, columns)
        for texts in OTHER_TEXTS
        for row in _rows(texts, holding, unit_ids, registrations)
        if (columns := tuple(name for name in texts.columns if getattr(row, name) in naming))
    ]


def replace_in(found: list[Named], replacing) -> None:
    """Puts what stands instead of the name into every one of them; the caller's transaction holds it together."""
    for named in found:
        changes = {name: replacing(getattr(named.row, name)) for name in named.columns}
        type(named.row)._default_manager.filter(pk=named.row.pk).update(**changes)


def _rows(texts: TextsOf, holding, unit_ids, registrations) -> Iterator[models.Model]:
    if registrations is not None and not texts.registration:
        return iter(())
    asked = Q()
    if unit_ids is not None:
        asked &= Q(**{f"{texts.unit}__in": unit_ids})
    if registrations is not None:
        asked &= Q(**{f"{texts.registration}__in": registrations})
    return texts.model._default_manager.filter(asked, holding(texts.columns)).order_by("pk").iterator()
