"""Small records for tests. Units come from the official lists (`loaded_units`) or are made up here."""

from datetime import date
from itertools import count

from models_registry.choices import ActivityField, Kind, Level, Phase
from models_registry.entry import Details, Entry
from models_registry.models import Registration
from models_registry.registration import register
from recognition.workflow import STEPS, advance
from units.choices import Share, Tier, UnitKind
from units.models import Succession, Unit
from units.official import load_host_agencies
from units.placing import rebuild_placements
from vietnamese.folding import fold

_numbers = count(1)
_KINDS = {Tier.PROVINCE: UnitKind.TINH, Tier.DISTRICT: UnitKind.HUYEN, Tier.COMMUNE: UnitKind.XA}


def a_unit(tier: Tier, parent: Unit | None = None, **columns) -> Unit:
    """A made-up unit, of a list of its own so that it never meets an official one."""
    number = next(_numbers)
    name = columns.pop("name", f"Đơn vị {number}")
    code = columns.pop("code", f"t{number:05d}")
    return Unit.objects.create(
        key=f"thu-{code}", code=code, scheme="thu", tier=tier, kind=_KINDS[tier], name=name, folded_name=fold(name),
        parent=parent, position=900_000 + number, **columns,
    )  # fmt: skip


def an_entry(unit: Unit | str, **values) -> Entry:
    """An entry that breaks no rule, with these values instead of its own; unknown names go to its details."""
    unit = Unit.objects.get(key=unit) if isinstance(unit, str) else unit
    place = {
        name: values.pop(name)
        for name in ("name", "year", "level", "phase", "kind", "field", "organisation", "back_entered")
        if name in values
    }
    return Entry(
        **{
            "name": f"Mô hình số {next(_numbers)}",
            "year": 2024,
            "level": Level.GRASSROOTS,
            "phase": Phase.NEW,
            "kind": Kind.COLLECTIVE,
            "field": ActivityField.ECONOMY,
        }
        | place,
        unit=unit,
        details=Details(**values),
    )


def a_registration(unit: Unit | str, *, by=None, **values) -> Registration:
    """A registration entered through the register's own deed."""
    return register(by=by, entry=an_entry(unit, **values), entered_on=date(2026, 1, 15))


def under_appraisal(registration: Registration, on: date = date(2026, 2, 1)) -> Registration:
    """The registration, walked through the workflow by the system up to its appraisal. Where no criteria set applies its
    self-assessment is the results, told here unless the test told them."""
    Registration.objects.filter(pk=registration.pk, results="").update(results="Đã làm xong theo kế hoạch.")
    for step in ("accept", "start", "self_assess", "take_up"):
        registration.refresh_from_db()
        if registration.stage in STEPS[step].sources:
            advance(by=None, registration=registration, step=step, on=on, entered_on=date(2026, 12, 31))
    registration.refresh_from_db()
    return registration


# key, kind, name, key of the unit above it; names and keys as in the official lists.
_SMALL_COUNTRY = """
old-04 tinh Tỉnh Cao Bằng -
old-02 tinh Tỉnh Hà Giang -
old-043 huyen Huyện Bảo Lạc old-04
old-042 huyen Huyện Bảo Lâm old-04
old-031 huyen Huyện Bắc Mê old-02
old-01321 thi-tran Thị trấn Bảo Lạc old-043
old-01327 xa Xã Thượng Hà old-043
old-01330 xa Xã Cô Ba old-043
old-01291 xa Xã Đức Hạnh old-042
old-00988 xa Xã Yên Định old-031
old-00994 xa Xã Minh Ngọc old-031
new-04 tinh Tỉnh Cao Bằng -
new-08 tinh Tỉnh Tuyên Quang -
new-01321 xa Xã Bảo Lạc new-04
new-01327 xa Xã Cô Ba new-04
new-01290 xa Xã Bảo Lâm new-04
new-00700 xa Xã Ngọc Đường new-08
new-00994 xa Xã Minh Ngọc new-08
"""
# Xã Yên Định was divided; it is the one place that cannot be told in the new geography.
_SMALL_SUCCESSIONS = (
    "old-04>new-04 old-02>new-08 old-01321>new-01321 old-01327>new-01327 old-01330>new-01327 "
    "old-01291>new-01290 old-00988>new-00700 old-00988>new-00994 old-00994>new-00994"
)


def a_small_country() -> dict[str, Unit]:
    """Two provinces before and after 2025-07-01 by their official keys, placed in both geographies; one commune,
    old-00988, divided between two. Quicker than the official lists. Not to be mixed with `loaded_units`."""
    units: dict[str, Unit] = {}
    tiers = {2: Tier.PROVINCE, 3: Tier.DISTRICT, 5: Tier.COMMUNE}
    for position, line in enumerate(_SMALL_COUNTRY.split("\n")[1:-1], 1):
        key, kind, *words, above = line.split()
        scheme, code = key.split("-")
        name = " ".join(words)
        units[key] = Unit.objects.create(
            key=key, code=code, scheme=scheme, tier=tiers[len(code)], kind=kind, name=name, folded_name=fold(name),
            parent=units.get(above), position=position,
            valid_from=date(2025, 7, 1) if scheme == "new" else None,
            valid_to=date(2025, 6, 30) if scheme == "old" else None,
        )  # fmt: skip
    parts = [link.split(">") for link in _SMALL_SUCCESSIONS.split()]
    for old, new in parts:
        share = Share.PARTIAL if [o for o, _ in parts].count(old) > 1 else Share.WHOLE
        Succession.objects.create(predecessor=units[old], successor=units[new], share=share, is_main=True)
    rebuild_placements()
    load_host_agencies()
    return units
