"""Whoever chooses English reads English: no text of the interface stays Vietnamese because it was put into words too early."""

import re

import polib
import pytest
from django.conf import settings
from django.urls import reverse

from tests.casts import administrator
from tests.factories import a_registration

SCOPE = "?within=old-04&year=2024&geography=2024-12-31"
# But the annual report: an office's paper is in Vietnamese, whoever reads it on the screen.
PAGES = [
    reverse("dashboard") + SCOPE,
    reverse("models_registry:list") + SCOPE,
    reverse("models_registry:create"),
    reverse("models_registry:drafts"),
    "detail",
    "edit",
    "withdraw",
    reverse("recognition:decisions") + SCOPE,
    reverse("recognition:create"),
    reverse("intake:start"),
    reverse("search") + "?q=khong+co",
    reverse("resolutions:list"),
    reverse("admin:models_registry_registration_changelist"),
    "/khong-co-trang-nay/",
]


def vietnamese_texts() -> list[str]:
    """Texts of the interface that nobody would type as a name: long, without values, translated into something else."""
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "en/LC_MESSAGES/django.po"))
    return [
        entry.msgid
        for entry in catalogue
        if len(entry.msgid) > 9
        and "%" not in entry.msgid
        and not entry.msgid.isascii()
        and entry.msgstr != entry.msgid
    ]


@pytest.fixture
def office(client, loaded_units):
    client.force_login(administrator())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_english_holds_no_vietnamese_interface(office, page):
    registration = a_registration("old-01321", name="M 1", participants=5)
    address = page if page.startswith("/") else reverse(f"models_registry:{page}", args=[registration.pk])
    html = re.sub(r"\s+", " ", office.get(address).content.decode())
    assert '<html lang="en"' in html
    # A language is offered in its own name, and the product keeps its own.
    seen = [text for text in vietnamese_texts() if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", html)]
    assert [text for text in seen if text not in ("Tiếng Việt", "Dân vận khéo")] == []
