"""A register as a large province would send it: one sheet, as many rows as asked, the same for the same seed."""

import random
from pathlib import Path

import openpyxl

from bench.generator import DEEDS, LARGE_PROVINCE, PLACES
from units.models import Unit

YEAR = 2024
HEADER = (
    "STT", "Tên mô hình, điển hình", "Loại", "Huyện, thành phố", "Xã, phường, thị trấn", "Lĩnh vực", "Cấp đăng ký",
    "Đăng ký mới / Duy trì", "Số người tham gia", "Kinh phí huy động (đồng)", "Được công nhận", "Số quyết định",
    "Ngày quyết định", "Ghi chú",
)  # fmt: skip
_FIELDS = ("Kinh tế", "VH-XH", "Quốc phòng, an ninh", "Hệ thống chính trị")


def write_large_workbook(path: Path, rows: int, seed: int = 2024) -> None:
    """`rows` models of a year in the communes of the large province; eight in ten recognised, by sixty decisions."""
    chance = random.Random(seed)
    communes = list(
        Unit.objects.filter(tier="commune", parent__parent__key=LARGE_PROVINCE)
        .order_by("position")
        .values_list("name", "parent__name")
    )
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(f"Biểu {YEAR}")
    sheet.append((f'BIỂU TỔNG HỢP MÔ HÌNH, ĐIỂN HÌNH "DÂN VẬN KHÉO" NĂM {YEAR}',))
    sheet.append(HEADER)
    for number in range(1, rows + 1):
        commune, district = communes[number % len(communes)]
        recognised = chance.random() < 0.8
        decision = chance.randrange(60)
        sheet.append(
            (
                number, f"{chance.choice(DEEDS)} {chance.choice(PLACES)} số {number}",
                "Tập thể" if chance.random() < 0.62 else "Cá nhân", district, commune, chance.choice(_FIELDS), "Cơ sở",
                chance.choice(("Mới", "Duy trì")), chance.randint(5, 400), chance.randint(1, 300) * 1_000_000,
                "x" if recognised else None, f"{1200 + decision}-QĐ/BDVTU" if recognised else None,
                f"{decision % 28 + 1:02d}/10/{YEAR}" if recognised else None, None,
            )
        )  # fmt: skip
    workbook.save(path)
