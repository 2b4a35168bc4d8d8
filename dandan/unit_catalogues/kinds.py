"""The catalogues, declared: each is a list of named things of a unit that are kept the same way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from accounts.keeping_catalogues import (
    create_organisation,
    edit_organisation,
    end_organisation,
    kept_organisations,
    may_keep_catalogues,
)
from dandan.unit_catalogues.forms import NewOrganisationForm, NewTagForm, OrganisationForm, TagForm
from dandan.unit_catalogues.still_open import open_work_of_organisation, open_work_of_tag
from models_registry.choices import ActivityField
from models_registry.tagging import create_tag, edit_tag, end_tag, kept_provinces, kept_tags
from units.choices import OrganisationKind
from vietnamese.numbers import format_integer


@dataclass(frozen=True)
class Catalogue:
    """`name` is that of its pages' addresses, `subject` what its deeds call a record, `kind` the record's column of
    kinds; `still_open(record, last day)` says what does not end with the record."""

    name: str
    subject: str
    kind: str
    kinds: list
    kind_label: str
    title: str
    lead: str
    add_label: str
    ending: str
    refusal: str
    form: type[forms.Form]
    new_form: type[forms.Form]
    kept: Callable
    may_keep: Callable
    create: Callable
    edit: Callable
    end: Callable
    still_open: Callable[[object, date], list[str]]
    counted: Callable[[int], str]

    @property
    def record_name(self) -> str:
        return f"catalogues:{self.subject}"

    def of(self, record) -> dict:
        """The record as its deeds take it."""
        return {self.subject: record}


ORGANISATIONS = Catalogue(
    name="organisations",
    subject="organisation",
    kind="kind",
    kinds=OrganisationKind.choices,
    kind_label=gettext_lazy("Loại"),
    title=gettext_lazy("Cơ quan, tổ chức"),
    lead=gettext_lazy(
        "Cơ quan, lực lượng, trường học, doanh nghiệp, đoàn thể đăng ký mô hình mà không phải là một đơn vị hành chính."
    ),
    add_label=gettext_lazy("Thêm cơ quan, tổ chức"),
    ending=gettext_lazy(
        "Sau năm kết thúc không chọn được cơ quan này khi đăng ký nữa; hồ sơ đã có giữ nguyên, năm cũ vẫn nhập bổ sung được. "
        "Không xóa."
    ),
    refusal="",
    form=OrganisationForm,
    new_form=NewOrganisationForm,
    kept=kept_organisations,
    may_keep=may_keep_catalogues,
    create=create_organisation,
    edit=edit_organisation,
    end=end_organisation,
    still_open=open_work_of_organisation,
    counted=lambda n: (
        ngettext("%(n)s cơ quan, tổ chức", "%(n)s cơ quan, tổ chức", n) % {"n": format_integer(n)}
    ),
)
TAGS = Catalogue(
    name="tags",
    subject="tag",
    kind="field",
    kinds=ActivityField.choices,
    kind_label=gettext_lazy("Lĩnh vực"),
    title=gettext_lazy("Tiểu lĩnh vực"),
    lead=gettext_lazy(
        "Nhãn riêng của tỉnh đặt trong bốn lĩnh vực; không thêm lĩnh vực thứ năm, không đổi số liệu."
    ),
    add_label=gettext_lazy("Thêm tiểu lĩnh vực"),
    ending=gettext_lazy(
        "Sau năm kết thúc không chọn được tiểu lĩnh vực này nữa; mô hình đã gắn vẫn giữ. Không xóa."
    ),
    refusal=gettext_lazy("Tiểu lĩnh vực là của cả tỉnh, do người quản trị cấp tỉnh giữ."),
    form=TagForm,
    new_form=NewTagForm,
    kept=kept_tags,
    may_keep=lambda by: kept_provinces(by).exists(),
    create=create_tag,
    edit=edit_tag,
    end=end_tag,
    still_open=open_work_of_tag,
    counted=lambda n: ngettext("%(n)s tiểu lĩnh vực", "%(n)s tiểu lĩnh vực", n) % {"n": format_integer(n)},
)
