"""A register as large as asked, the same for the same seed: models with their yearly registrations.

No two rows have the same aims or the same content: what is measured may not live on texts that repeat.
Shape after the published figures: fields 25/50/12/13 in a hundred, six in ten collective, eight in ten recognised,
one in seven held above the commune. 160.000 rows are one large province's, the rest lie
over the country, mixed as they are entered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from units.models import Unit
from vietnamese.folding import fold

LARGE_PROVINCE, LARGE_PROVINCE_ROWS = "old-01", 160_000
SUCCESSOR = "new-01"
_FIELDS = ("economy", "culture_society", "defence_security", "political_system")
DEEDS = (
    "Tuyến đường hoa tự quản", "Thắp sáng đường quê", "Vận động hiến đất làm đường", "Tổ tự quản an ninh trật tự",
    "Chi hội giúp nhau giảm nghèo", "Xây dựng nếp sống văn minh", "Bảo vệ đường biên, mốc giới", "Câu lạc bộ đối thoại với dân",
    "Phân loại rác tại nguồn", "Hũ gạo tình thương", "Khéo vận động nhân dân xây dựng nông thôn mới", "Ngày thứ bảy vì dân",
)  # fmt: skip
PLACES = (
    "xóm Nà Lỏng",
    "thôn Đồng Tâm",
    "tổ dân phố số",
    "bản Pác Bó",
    "khu dân cư Hòa Bình",
    "ấp Tân Thới",
    "xóm Khuổi Ky",
)
_PEOPLE = (
    "Nguyễn Thị Hồng Gấm",
    "Trần Văn Đặng",
    "Nông Thị Ơn",
    "Lý Văn Sơn",
    "Hoàng Thị Ưng",
    "Phạm Quốc Ẩn",
)
_SENTENCE = "Cấp ủy phân công từng đảng viên phụ trách hộ, mỗi tháng họp dân một lần, công khai kinh phí tại nhà văn hóa; "


@dataclass(frozen=True)
class Ground:
    """Ids of units one may register in, by tier, of one province."""

    province: int
    districts: list[int]
    communes: list[int]

    def draw(self, chance: random.Random) -> int:
        where = chance.random()
        if where < 0.86 or not self.districts:
            return chance.choice(self.communes)
        return chance.choice(self.districts) if where < 0.96 else self.province


MODEL_COLUMNS = ("id", "code", "name", "folded_name", "kind", "field", "unit_id", "created_at")
REGISTRATION_COLUMNS = (
    "id", "model_id", "year", "level", "phase", "kind", "field", "unit_id", "registered_on", "situation", "aims",
    "content", "place", "forces", "resources", "expected_results", "sustainability", "person_in_charge", "work_phone",
    "participants", "money", "labour_days", "results", "notes", "stage", "withdrawal_reason", "recognised_level",
    "recognised_on", "back_entered", "search_text", "created_at", "version", "is_late",
)  # fmt: skip
Model, Registration = tuple, tuple


def register(rows: int, seed: int) -> Iterator[tuple[Model, list[Registration]]]:
    """Models, each with its registrations, until there are `rows` registrations."""
    chance = random.Random(seed)
    grounds, later = _grounds(), _ground(SUCCESSOR)
    large = grounds.pop(LARGE_PROVINCE)
    others = list(grounds.values())
    made = number = 0
    share = LARGE_PROVINCE_ROWS / rows
    while made < rows:
        number += 1
        ground = large if chance.random() < share else chance.choice(others)
        first = chance.randint(2010, 2025)
        if ground is large and first == 2025 and chance.random() < 0.5:
            ground = later
        model, life = _model(number, made, ground, first, chance)
        life = life[: rows - made]
        made += len(life)
        yield model, life


def _model(
    number: int, made: int, ground: Ground, first: int, chance: random.Random
) -> tuple[Model, list[Registration]]:
    deed, place = chance.choice(DEEDS), chance.choice(PLACES)
    name, code = f"{deed} {place} {number % 97}", f"BM-{first}-{number:07d}"
    kind = "collective" if chance.random() < 0.62 else "individual"
    field = chance.choices(_FIELDS, (25, 50, 12, 13))[0]
    unit = ground.draw(chance)
    entered = f"{first}-03-01 08:00:00+00:00"
    model = (number, code, name, fold(name), kind, field, unit, entered)
    searched = f" {code.lower().replace('-', ' ')} {fold(name)}"
    life = []
    last = min(first + chance.randint(0, 3), 2025)
    for year in range(first, last + 1):
        made += 1
        recognised = chance.random() < 0.8
        level = chance.choices(("grassroots", "district", "province"), (76, 19, 5))[0]
        if year == 2025 and level == "district":
            level = "grassroots"
        phase = "new" if year == first else chance.choice(("maintained", "maintained", "upgraded"))
        life.append(
            (
                made, number, year, level, phase, kind, field, unit, f"{year}-02-15", _SENTENCE,
                f"{made} hộ. {_SENTENCE * 2}", f"Đợt {made}: {_SENTENCE * 3}", place, deed,
                "Quỹ tự nguyện của nhân dân", "", "", chance.choice(_PEOPLE), "0206 3852 123",
                chance.randint(5, 400), chance.randint(1, 300) * 1_000_000, chance.randint(0, 900), "", "",
                "recognised" if recognised else "accepted",
                "", level if recognised else "", f"{year}-10-15" if recognised else None, False, searched, entered, 1,
                False,
            )
        )  # fmt: skip
    return model, life


def _grounds() -> dict[str, Ground]:
    return {
        key: _ground(key)
        for key in Unit.objects.filter(scheme="old", tier="province").values_list("key", flat=True)
    }


def _ground(key: str) -> Ground:
    province = Unit.objects.get(key=key)
    children = Unit.objects.filter(parent=province)
    districts = list(children.filter(tier="district").values_list("id", flat=True))
    communes = Unit.objects.filter(tier="commune", parent_id__in=[*districts, province.id])
    return Ground(province.id, districts, list(communes.order_by("id").values_list("id", flat=True)))


ASKED_ON = date(2025, 6, 30)
"""A day of the geography most rows were registered in."""
