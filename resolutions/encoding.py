"""A resolution with its targets, written in a file, brought in through the deeds: data, so that no target needs code."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from resolutions.assigning import Rule, assign_by_rule
from resolutions.linking import add_task_group, link_documents
from resolutions.models import Assignment, Document, Target
from resolutions.recording import record_document
from resolutions.targeting import define_target
from resolutions.terms import Terms
from units.models import Organisation, Unit

NGHE_AN = Path(__file__).resolve().parent.parent / "data/demo/nghe-an-04-nq-tu.json"
_TERMS = ("kind", "recurrence", "direction", "measured_in", "aggregation", "accumulation", "measure", "baseline_year")


@dataclass
class Encoded:
    """What came in: documents by their key in the file, targets in its order, each with whom it is given to."""

    documents: dict[str, Document] = field(default_factory=dict)
    targets: list[tuple[Target, Mapping[str, Sequence[str]]]] = field(default_factory=list)


@transaction.atomic
def bring_in(*, by, path: Path, unit: Unit, entered_on: date) -> Encoded:
    """Everything the file names, written down for the unit; what it calls central belongs to no unit and is taken as it
    stands where it is written down already. Raises DomainError as the deeds do, and then nothing is kept."""
    told = json.loads(path.read_text(encoding="utf-8"))
    done = Encoded()
    for one in told["documents"]:
        document = _document(by, one, unit, entered_on)
        done.documents[one["key"]] = document
        if one.get("central") and document.links.exists():
            continue
        groups = [add_task_group(by=by, document=document, title=title) for title in one.get("task_groups", ())]
        for link in one.get("links", ()):
            link_documents(by=by, document=document, kind=link["kind"], other=done.documents[link["other"]])
        for asked in one.get("targets", ()):
            group = groups[asked["task_group"] - 1] if "task_group" in asked else None
            target = define_target(by=by, document=document, terms=terms_from(asked, unit), task_group=group)
            done.targets.append((target, asked.get("assign", {})))
    return done


@transaction.atomic
def assign_as_told(*, by, encoded: Encoded, within: Unit, years: Sequence[int]) -> list[Assignment]:
    """Each target given, for each year, to whom the file says, of those that stood on the year's first day."""
    made = []
    for target, whom in encoded.targets:
        rule = Rule(within=within, tiers=tuple(whom.get("tiers", ())), organisations=tuple(whom.get("organisations", ())))
        made += assign_by_rule(by=by, target=target, rule=rule, years=years)
    return made


def terms_from(asked: Mapping, unit: Unit) -> Terms:
    """The terms a file tells; `responsible` is a kind of organisation of the unit, nobody where it has none such."""
    responsible = None
    if kind := asked.get("responsible"):
        responsible = Organisation.objects.filter(unit=unit, kind=kind).order_by("id").first()
    return Terms(
        text=asked["text"],
        value=_number(asked.get("value")),
        baseline=_number(asked.get("baseline")),
        due_on=date.fromisoformat(asked["due_on"]) if asked.get("due_on") else None,
        responsible=responsible,
        road_map={int(year): Decimal(value) for year, value in asked.get("road_map", {}).items()},
        **{name: asked[name] for name in _TERMS if name in asked},
    )


def _document(by, one: Mapping, unit: Unit, entered_on: date) -> Document:
    told = {name: one[name] for name in ("kind", "number", "issuer", "title")}
    told |= {name: one.get(name, "") for name in ("summary", "issuer_kind", "applies_to")}
    told |= {name: one.get(name) for name in ("period_from", "period_to")}
    issued_on = date.fromisoformat(one["issued_on"])
    if one.get("central"):
        held = Document.objects.written_down(told["kind"], told["issuer"], told["number"], issued_on)
        if held is not None:
            return held
    return record_document(
        by=by, unit=None if one.get("central") else unit, entered_on=entered_on, issued_on=issued_on, **told
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
