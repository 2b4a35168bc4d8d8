"""Loading the official lists in units/data (their README names the sources)."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from units.choices import TIER_ORDER
from units.models import FormerUnit, HostAgency, Placement, Succession, Unit, UnitName
from units.placing import rebuild_placements
from vietnamese.folding import clean_line, fold

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_official_units() -> dict[str, int]:
    """Brings the database to what the lists say and returns how many rows of each kind were written.
    Rows already right are left alone, so a second run writes nothing."""
    written = {
        "units": _load_units(),
        "names": _load_names(),
        "successions": _load_successions(),
        "former_units": _load_former_units(),
        "host_agencies": load_host_agencies(),
    }
    if written["units"] or written["successions"] or not Placement.objects.exists():
        written["placements"] = rebuild_placements()
    return written


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_UNIT_COLUMNS = (
    "code",
    "scheme",
    "tier",
    "kind",
    "name",
    "folded_name",
    "parent_id",
    "valid_from",
    "valid_to",
    "position",
)


def _load_units() -> int:
    latest = {row["key"]: row for row in _rows("unit_changes.csv")}
    listed = list(_rows("units.csv"))
    ids = dict(Unit.objects.values_list("key", "id"))
    held = {row[0]: row[1:] for row in Unit.objects.values_list("key", *_UNIT_COLUMNS)}
    count = 0
    for tier in TIER_ORDER:
        wanted = {}
        for position, row in enumerate(listed, 1):
            if row["level"] != tier:
                continue
            change = latest.get(row["key"])
            name = clean_line(change["new_name"] if change else row["name"])
            wanted[row["key"]] = Unit(
                key=row["key"],
                code=row["code"],
                scheme=row["scheme"],
                tier=tier,
                kind=change["new_kind"] if change else row["kind"],
                name=name,
                folded_name=fold(name),
                parent_id=ids[row["parent_key"]] if row["parent_key"] else None,
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
                position=position,
            )
        differing = [
            unit
            for key, unit in wanted.items()
            if held.get(key) != tuple(getattr(unit, c) for c in _UNIT_COLUMNS)
        ]
        Unit.objects.bulk_create(
            differing,
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=_UNIT_COLUMNS,
        )
        if differing:
            ids = dict(Unit.objects.values_list("key", "id"))
        count += len(differing)
    return count


def _load_names() -> int:
    units = {u.key: u for u in Unit.objects.filter(key__in=[row["key"] for row in _rows("unit_changes.csv")])}
    count = 0
    for row in _rows("unit_changes.csv"):
        unit, day = units[row["key"]], date.fromisoformat(row["effective"])
        _, before = UnitName.objects.get_or_create(
            unit=unit,
            valid_from=unit.valid_from,
            defaults={"name": row["old_name"], "kind": row["old_kind"], "valid_to": day - timedelta(days=1)},
        )
        _, after = UnitName.objects.get_or_create(
            unit=unit,
            valid_from=day,
            defaults={"name": row["new_name"], "kind": row["new_kind"], "legal_basis": row["legal_basis"]},
        )
        count += before + after
    return count


def _load_successions() -> int:
    ids = dict(Unit.objects.values_list("key", "id"))
    held = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    missing = [
        Succession(
            predecessor_id=ids[row["old_key"]],
            successor_id=ids[row["new_key"]],
            share=row["kind"],
            is_main=row["main"] == "1",
        )
        for row in _rows("succession.csv")
        if (ids[row["old_key"]], ids[row["new_key"]]) not in held
    ]
    Succession.objects.bulk_create(missing, batch_size=5000)
    return len(missing)


def _load_former_units() -> int:
    held = set(FormerUnit.objects.values_list("tier", "code", "name"))
    missing = {}
    for row in _rows("units_ceased.csv"):
        key = (row["level"], row["code"], row["name"])
        if key not in held:
            missing[key] = FormerUnit(
                code=row["code"],
                name=row["name"],
                folded_name=fold(row["name"]),
                kind=row["kind"],
                tier=row["level"],
                parent_code=row["parent_code"],
                gone_by=row["gone_by"],
            )
    FormerUnit.objects.bulk_create(missing.values(), batch_size=2000)
    return len(missing)


# Ban Dân vận and Ban Tuyên giáo became one in February 2025; a province that chose otherwise enters its own agency.
_HOSTS = (
    ("Ban Dân vận", "BDV", None, date(2025, 1, 31)),
    ("Ban Tuyên giáo và Dân vận", "BTGDV", date(2025, 2, 1), None),
)


def load_host_agencies() -> int:
    """The agencies that hold for the whole country; what offices changed since stays as they left it."""
    if HostAgency.objects.filter(unit=None).exists():
        return 0
    for name, symbol, first, last in _HOSTS:
        HostAgency.objects.create(name=name, symbol=symbol, valid_from=first, valid_to=last)
    return len(_HOSTS)
