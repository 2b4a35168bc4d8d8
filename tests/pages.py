"""What tests of pages share: a country with its people, signed-in browsers without a screen, the form as a person fills it."""

from django.test import Client

from tests.casts import administrator, clerk, leader, outsider
from tests.factories import a_small_country
from units.choices import Share, Tier
from units.models import Succession, Unit
from units.placing import rebuild_placements


class Cast:
    """A small country (units by key) and a signed-in client for each of its people."""

    def __init__(self):
        self.units = a_small_country()
        self._tuyen_quang()
        self.people = {
            "quantri": administrator("quantri"),
            "canbo_caobang": clerk("old-04", "canbo.caobang"),
            "lanhdao_caobang": leader("old-04", "lanhdao.caobang"),
            "canbo_baolac": clerk("old-043", "canbo.baolac"),
            "canbo_hagiang": clerk("old-02", "canbo.hagiang"),
            "nguoi_la": outsider("nguoila"),
        }

    def _tuyen_quang(self) -> None:
        """Hà Giang was not alone in the new province: its people do not see the whole of it."""
        other = Unit.objects.create(
            key="old-08", code="08", scheme="old", tier=Tier.PROVINCE, kind="tinh", name="Tỉnh Tuyên Quang",
            folded_name="tinh tuyen quang", position=900, valid_to=self.units["old-02"].valid_to,
        )  # fmt: skip
        heir = self.units["new-08"]
        Succession.objects.create(predecessor=other, successor=heir, share=Share.WHOLE, is_main=True)
        rebuild_placements()

    def __getitem__(self, key: str):
        return self.units[key]

    def client(self, name: str) -> Client:
        browser = Client()
        browser.force_login(self.people[name])
        return browser


def a_full_form(**values) -> dict:
    """The entry form as sent, with these values instead of its own."""
    return {
        "name": "Thắp sáng đường quê",
        "unit": "old-01330",
        "field": "culture_society",
        "kind": "collective",
        "level": "grassroots",
        "year": "2024",
        "phase": "new",
        "deed": "submit",
    } | values


def text_of(response) -> str:
    return response.content.decode()
