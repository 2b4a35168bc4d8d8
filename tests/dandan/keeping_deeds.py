"""Deeds that the tests of keeping run in processes of their own: python -m tests.dandan.keeping_deeds DEED …"""

import json
import logging
import re
import sys
from datetime import date
from itertools import count
from secrets import token_hex
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from audit.sealing import seal_log  # noqa: E402
from dandan.personal_data.deeds import anonymise  # noqa: E402
from dandan.personal_data.person import Person  # noqa: E402
from intake.models import ImportTurn  # noqa: E402
from models_registry.attachments import attach  # noqa: E402
from models_registry.models import Registration  # noqa: E402
from models_registry.registration import edit, withdraw  # noqa: E402
from recognition.recognising import recognise, record_decision  # noqa: E402
from tests.casts import administrator  # noqa: E402
from tests.dandan import walking_migrations  # noqa: E402
from tests.factories import a_registration  # noqa: E402
from units import official  # noqa: E402
from units.models import FormerUnit, Unit, UnitName  # noqa: E402


def somebody() -> User:
    return User.objects.filter(username="quan.tri").first() or administrator()


def prepare() -> None:
    """Tables, and the units of Cao Bằng in both geographies."""
    from tests.conftest import _inside

    call_command("migrate", verbosity=0)
    rows = official._rows
    keys = _inside(list(rows("units.csv")), {"old-04", "new-04"})

    def some_rows(name):
        return [
            row
            for row in rows(name)
            if name != "units_ceased.csv"
            and not {row.get("key"), row.get("old_key"), row.get("new_key")} - {None} - keys
        ]

    official._rows = some_rows
    official.load_official_units()


def enter(number: str) -> None:
    unit = Unit.objects.filter(parent__parent__key="old-04").order_by("id")[0]
    for n in range(int(number)):
        a_registration(unit, name=f"Mô hình có trước khi phục hồi số {n}")


def attach_files(number: str) -> None:
    for n, registration in enumerate(Registration.objects.order_by("id")[: int(number)]):
        paper = SimpleUploadedFile(
            f"Báo cáo {n}.pdf", b"%PDF-1.4\n" + f"{n} ".encode() * 20_000 + b"\n%%EOF\n"
        )
        attach(by=somebody(), registration=registration, upload=paper)


@transaction.atomic
def recognise_all() -> None:
    """One decision of the province over everything registered, as the page of decisions does it."""
    unit = Unit.objects.get(key="old-04")
    decision = record_decision(
        by=None, number="99/QĐ-BDVTU", signed_on=date(2024, 12, 20), issuing_body="Ban Dân vận Tỉnh ủy", unit=unit,
        entered_on=date(2026, 1, 15),
    )  # fmt: skip
    everything = Registration.objects.select_related("model", "unit").order_by("id")
    recognise(by=None, decision=decision, registrations=[(r, "central") for r in everything])


def write_on(after: str = "0") -> None:
    """Registers with a paper each, one after the other, until it is killed; tells each that was acknowledged."""
    unit = Unit.objects.filter(parent__parent__key="old-04").order_by("id")[0]
    for n in count(int(after) + 1):
        registration = a_registration(unit, name=f"Mô hình viết lúc sao lưu số {n}")
        paper = SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4\n" + str(n).encode() + b"\n%%EOF\n")
        attach(by=somebody(), registration=registration, upload=paper)
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()


def anonymise_somebody() -> None:
    """Somebody in charge of a model that was corrected and of another that was withdrawn."""
    unit = Unit.objects.filter(parent__parent__key="old-04").order_by("id")[0]
    by, day, name = somebody(), date(2026, 1, 15), "Triệu Thị Mùi"
    kept, gone = (
        a_registration(unit, by=by, name=f"Việc của {name} số {n}", person_in_charge=name) for n in (1, 2)
    )
    edit(by=by, registration=kept, version=1, changes={"notes": f"Báo {name}"}, entered_on=day)
    withdraw(by=by, registration=gone, reason=f"Nhầm với {name}", on=day)
    anonymise(by=by, person=Person.of(name), reason="Theo đơn", on=day)


def plant():
    """Tables, and a record of every kind: the world of the doors, which is answered, and what no door shows."""
    import time_machine

    from tests.doors.planting import NAMESAKE
    from tests.doors.world import World

    call_command("migrate", verbosity=0)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel("2026-03-02 09:00+07:00"), transaction.atomic():
        world = World()
        commune, province = world.units["new-01327"], world.units["new-04"]
        UnitName.objects.create(unit=commune, name="Xã Cô Ba", kind=commune.kind)
        FormerUnit.objects.create(code="01000", name="Xã cũ", folded_name="xa cu", kind="xa", tier="commune")
        ImportTurn.objects.create(province=province, year=2025)
        anonymise(by=somebody(), person=Person.of(NAMESAKE), reason="Theo đơn", on=date(2026, 3, 2))
        seal_log()
    return world


def walk_migrations() -> None:
    sys.stdout.write(json.dumps(walking_migrations.walk()))


def walk_back() -> None:
    walking_migrations.walk_back()


def migrate_and_tell() -> None:
    call_command("migrate", verbosity=0)
    tell_tables()


def tell_tables() -> None:
    sys.stdout.write(json.dumps(walking_migrations.told()))


def fill_the_disk(number: str) -> None:
    """People send the entry form with a paper and without one, each so many times, whatever the answers; one line for
    each of them: its status, and the title of a page that refused."""
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    from tests.pages import a_full_form

    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.REQUEST_LIMITS = {}
    caches["limits"].clear()
    unit = Unit.objects.filter(parent__parent__key="old-04").order_by("id")[0]
    client = Client(raise_request_exception=False)
    client.force_login(somebody())
    for n in range(int(number)):
        paper = SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4\n" + str(n).encode() * 150_000 + b"\n%%EOF\n")
        form = a_full_form(
            unit=unit.key, name=f"Ánh sáng thôn số {n} {uuid4().hex}", content=f"Nội dung {token_hex(1900)}"
        )
        answer = client.post("/mo-hinh/moi/", form | ({"files": [paper]} if n % 3 else {}))
        title = re.findall(r"<title>\s*(.*?)\s*</title>", answer.content.decode())
        sys.stdout.write(
            f"{answer.status_code} {' '.join(title) if answer.status_code != 302 else ''}".strip() + "\n"
        )


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
