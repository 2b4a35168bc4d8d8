"""No private person's birth date, papers, religion, ethnicity or opinion has a field anywhere."""

import re

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.urls import get_resolver
from rest_framework import serializers

from dandan.personal_data.other_texts import OTHER_TEXTS
from dandan.personal_data.places import TEXTS
from intake.columns import COLUMNS
from vietnamese.folding import fold

NAMES = re.compile(
    r"(birth|\bdob\b|born|citizen|identity|id_card|passport|cccd|cmnd|religio|ethnic|\brace\b|gender|\bsex\b|opinion|belief|"
    r"health|marital|bank_account|home_address|private_phone|ngay_sinh|nam_sinh|dan_toc|ton_giao|can_cuoc|y_kien|que_quan)",
    re.I,
)
LABELS = re.compile(
    r"\b(ngay sinh|nam sinh|sinh ngay|cccd|cmnd|can cuoc|chung minh|dinh danh|ho chieu|dan toc|ton giao|que quan|"
    r"noi sinh|gioi tinh|chinh kien|tinh trang hon nhan|suc khoe|so tai khoan|so rieng)\b"
)
OWN = {
    "audit",
    "units",
    "accounts",
    "models_registry",
    "recognition",
    "resolutions",
    "intake",
    "reports",
    "api",
    "dandan",
}


def forbidden(name: str, label: str = "") -> bool:
    return bool(NAMES.search(name) or LABELS.search(fold(label)))


def test_the_walk_knows_the_forbidden_from_the_needed():
    found = [
        forbidden("birth_date"),
        forbidden("x", "Ngày sinh"),
        forbidden("x", "Dân tộc"),
        forbidden("citizen_id"),
    ]
    assert found == [True] * 4
    needed = [
        forbidden("work_phone", "Điện thoại cơ quan"),
        forbidden("registered_on", "Ngày đăng ký"),
        forbidden("name"),
    ]
    assert needed == [False] * 3


def test_no_model_has_such_a_field():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OWN
        for field in model._meta.get_fields()
        if forbidden(field.name, str(getattr(field, "verbose_name", "")))
    ]
    assert wrong == []


KNOWN_TEXTS = {
    "audit.Event.reason": "the log has its own way: audit.redacting",
    "resolutions.Document.search_text": "title and summary once more, folded",
    "resolutions.Document.summary": "of a published document",
    "resolutions.TaskGroup.content": "of a published document",
}
"""Free texts in which somebody may be named and which anonymising reaches otherwise, or need not reach."""


def test_every_free_text_is_found_where_one_person_is_looked_for():
    """A new TextField goes into OTHER_TEXTS of dandan/personal_data/other_texts.py, or says here why not."""
    reached = {f"models_registry.Registration.{name}" for name in TEXTS}
    reached |= {f"{texts.model._meta.label}.{name}" for texts in OTHER_TEXTS for name in texts.columns}
    free = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OWN
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField)
    }
    assert sorted(free - reached - set(KNOWN_TEXTS)) == []
    known = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.get_fields()}
    assert sorted((reached | set(KNOWN_TEXTS)) - known) == []


def subclasses(kind: type) -> set[type]:
    return {kind} | {found for below in kind.__subclasses__() for found in subclasses(below)}


@pytest.fixture(scope="module")
def _everything_imported():
    assert get_resolver().url_patterns  # reads every address, and with it every page's module


@pytest.mark.usefixtures("_everything_imported")
@pytest.mark.parametrize("kind", [serializers.Serializer, forms.BaseForm])
def test_no_serializer_and_no_form_has_such_a_field(kind):
    wrong, walked = [], 0
    for found in subclasses(kind):
        if found.__module__.split(".")[0] not in OWN:
            continue
        declared = getattr(found, "_declared_fields", None) or getattr(found, "base_fields", {})
        names = {*declared, *getattr(getattr(found, "Meta", None), "fields", ())}
        walked += 1
        for name in names:
            label = str(getattr(declared.get(name), "label", "") or "")
            if forbidden(name, label):
                wrong.append(f"{found.__module__}.{found.__name__}.{name}")
    assert wrong == []
    assert walked > 5


def test_no_column_of_an_import_is_such_a_field():
    assert [
        c.key for c in COLUMNS if forbidden(c.key, str(c.label)) or any(LABELS.search(h) for h in c.headings)
    ] == []
