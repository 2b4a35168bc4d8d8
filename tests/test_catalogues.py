"""What people read is there in both languages, and the compiled catalogues are those of the sources."""

import re
from pathlib import Path

import django_filters
import knox
import polib
import pytest
import rest_framework
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from dandan.catalogues import texts_in_use, untranslated, update

LOCALE = Path(settings.LOCALE_PATHS[0])
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[\w:]*\}|</?\w+>")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES/django.po"))


def test_every_text_in_use_is_translated_into_english():
    """After a new text: manage.py catalogues, then translate what it calls missing."""
    used = update(LOCALE / "en/LC_MESSAGES/django.po", texts_in_use(settings.BASE_DIR))
    assert untranslated(used) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_compiled_catalogue_is_that_of_its_source(language):
    compiled = (LOCALE / language / "LC_MESSAGES/django.mo").read_bytes()
    assert compiled == catalogue(language).to_binary()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_translation_takes_the_same_values_as_its_text(language):
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        for said in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if sorted(PLACES.findall(entry.msgid)) != sorted(PLACES.findall(said))
    ]
    assert wrong == []


def test_the_filters_package_speaks_vietnamese():
    """It ships no Vietnamese catalogue: ours completes it."""
    shipped = polib.pofile(str(Path(django_filters.__file__).parent / "locale/fr/LC_MESSAGES/django.po"))
    ours = {entry.msgid for entry in catalogue("vi")}
    assert {entry.msgid for entry in shipped} - ours == set()


@pytest.mark.parametrize("package", [django_filters, knox, rest_framework])
def test_a_package_that_ships_no_vietnamese_speaks_it_through_ours(package):
    texts = [text for context, text in texts_in_use(Path(package.__file__).parent) if context is None]
    with translation.override("vi"):
        assert [text for text in texts if gettext(text) == text] == []


def test_a_page_is_read_in_either_language():
    with translation.override("vi"):
        assert gettext("Đăng nhập") == "Đăng nhập"
        assert gettext("Select a lookup.") == "Chọn cách so sánh."
    with translation.override("en"):
        assert gettext("Đăng nhập") == "Sign in"
