"""Criteria sets for trying the product out: shipped as data, labelled as a demo, never anybody's rules."""

import json
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from models_registry.choices import Kind, Level
from recognition.criteria import HEADER, NewItem, create_set, put_into_use
from recognition.models import CriteriaSet
from units.models import Unit

FILE = Path(settings.BASE_DIR) / "data/demo/tieu-chi-mau.json"
PROVINCE = "new-04"
_NUMBERS = ("max_points", "weight", "floor")


@transaction.atomic
def load_demo_criteria(year: int) -> list[CriteriaSet]:
    """The sets of the file, in use for Cao Bằng in the year at the grassroots and the province; what is there stays."""
    unit = Unit.objects.filter(key=PROVINCE).first()
    made = []
    if unit is None:
        return made
    sets = json.loads(FILE.read_text(encoding="utf-8"))
    for level in (Level.GRASSROOTS, Level.PROVINCE):
        for kind in Kind.values:
            if CriteriaSet.objects.filter(unit=unit, year=year, level=level, kind=kind).exists():
                continue
            told = sets[kind]
            held = create_set(
                by=None, unit=unit, year=year, level=level, kind=kind, is_demo=True,
                header={name: _read(name, told.get(name)) for name in HEADER},
                items=[NewItem(**{name: _read(name, value) for name, value in item.items()}) for item in told["criteria"]],
            )  # fmt: skip
            made.append(put_into_use(by=None, criteria_set=held))
    return made


def _read(name: str, value):
    return Decimal(value) if name in (*_NUMBERS, "recognised_from", "exemplary_from") and value is not None else value
