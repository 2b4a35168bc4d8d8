"""Deeds that the tests of keeping run in processes of their own: python -m tests.dandan.keeping_deeds DEED …"""

import sys
from datetime import date
from itertools import count

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from dandan.personal_data.deeds import anonymise  # noqa: E402
from dandan.personal_data.person import Person  # noqa: E402
from models_registry.attachments import attach  # noqa: E402
from models_registry.models import Registration  # noqa: E402
from models_registry.registration import edit, withdraw  # noqa: E402
from recognition.recognising import recognise, record_decision  # noqa: E402
from tests.casts import administrator  # noqa: E402
from tests.factories import a_registration  # noqa: E402
from units import official  # noqa: E402
from units.models import Unit  # noqa: E402


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


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
