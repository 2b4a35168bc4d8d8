"""Forms of a draft: its text, a line of its list, its signature."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from models_registry.choices import Level
from models_registry.form_fields import DateField, LineField, MoneyField, TextField
from models_registry.models import Registration
from recognition.choices import AwardForm, DecisionKind, RecipientKind, SigningAs
from recognition.drafting import CORRECTABLE, EDITED, usual_texts
from recognition.forms import deciding_units, unit_choices
from recognition.models import Decision, DecisionLine
from recognition.papers.issuing import is_of_its_office, last_day_of, office_of, offices_of
from recognition.refusable import Refusable
from units.models import Unit
from vietnamese.dates import format_date


class DraftForm(Refusable):
    """What a decision says beside its list. Of an amendment the new words too."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Đơn vị ban hành"),
        error_messages={"required": gettext_lazy("Hãy chọn đơn vị ban hành.")},
    )
    issuing_body = LineField(
        label=gettext_lazy("Cơ quan ban hành"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi cơ quan ban hành.")},
    )
    about = LineField(
        label=gettext_lazy("Trích yếu"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: về việc công nhận mô hình “Dân vận khéo” năm 2024"),
        error_messages={"required": gettext_lazy("Hãy ghi trích yếu.")},
    )
    grounds = TextField(label=gettext_lazy("Căn cứ"), required=False, help_text=gettext_lazy("Mỗi căn cứ một dòng."))
    reason = TextField(label=gettext_lazy("Lý do"), required=False)
    signer = LineField(label=gettext_lazy("Người ký"), required=False, max_length=120)
    signing_as = forms.ChoiceField(label=gettext_lazy("Thể thức ký"), choices=SigningAs.choices)
    signing_for = LineField(
        label=gettext_lazy("Ký thay mặt, thay, thừa lệnh ai"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Ví dụ: Ban Thường vụ. Để trống thì ghi theo cơ quan chủ trì."),
    )
    signer_title = LineField(
        label=gettext_lazy("Chức danh người ký"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Để trống thì ghi theo cơ quan chủ trì."),
    )
    recipients = TextField(
        label=gettext_lazy("Nơi nhận"), required=False, help_text=gettext_lazy("Mỗi nơi một dòng.")
    )
    registrations = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Danh sách bắt đầu với"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Bỏ chọn mô hình không đưa vào; thêm bớt được sau khi lưu dự thảo."),
        error_messages={
            "invalid_choice": gettext_lazy("Có mô hình đã chọn không còn chờ quyết định; hãy xem lại danh sách.")
        },
    )

    def __init__(
        self,
        *args,
        by,
        kind: str,
        of: Decision | None = None,
        first: Decision | None = None,
        also: Unit | None = None,
        begins_with: Sequence[Registration] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self._units: dict[str, Unit] = {}
        if of is None:
            self._units = {unit.key: unit for unit in deciding_units(by, also)}
            self.fields["unit"].choices = unit_choices(self._units.values())
        else:
            del self.fields["unit"]
        self._begins_with = {r.pk: r for r in begins_with}
        if begins_with:
            self.fields["registrations"].choices = [(r.pk, _named(r)) for r in begins_with]
            self.initial.setdefault("registrations", list(self._begins_with))
        else:
            del self.fields["registrations"]
        if kind in (DecisionKind.REVOCATION, DecisionKind.AMENDMENT, DecisionKind.ANNULMENT):
            self.fields["reason"].required = kind != DecisionKind.REVOCATION
            self.fields["reason"].error_messages["required"] = gettext_lazy("Hãy ghi lý do.")
        else:
            del self.fields["reason"]
        if kind == DecisionKind.AMENDMENT:
            for name in CORRECTABLE:
                most = Decision._meta.get_field(name).max_length
                self.fields[f"new_{name}"] = LineField(
                    label=_NEW[name], required=False, max_length=most, help_text=getattr(first, name, "") or ""
                )

    def clean_unit(self):
        return self._units[self.cleaned_data["unit"]]

    def texts(self) -> dict[str, str]:
        """The texts as the deeds take them."""
        return {n: v for n, v in self.cleaned_data.items() if n in EDITED}

    def listed(self) -> list[Registration]:
        """Those of `begins_with` that stayed ticked."""
        return [self._begins_with[pk] for pk in self.cleaned_data.get("registrations", ())]

    def corrections(self) -> dict[str, str] | None:
        """The new words of an amendment; None where it is none."""
        found = {n[4:]: v for n, v in self.cleaned_data.items() if n.startswith("new_")}
        return found or None


def _named(r: Registration) -> str:
    return f"{r.model.name} · {r.model.code} · {r.unit.name} · {r.get_level_display()} · {r.year}"


_NEW = {
    "about": gettext_lazy("Trích yếu sửa thành"),
    "signer": gettext_lazy("Người ký sửa thành"),
    "signer_title": gettext_lazy("Chức danh người ký sửa thành"),
}


def beginnings(kind: str, unit: Unit | None, *, first: Decision | None, what: str, day: date) -> dict:
    """What the form of a new draft begins with; `day`: about when it was or will be signed. Whoever issued the `first`
    decision changes it too, under the name of that day; of an office that is no more, the one of the unit that took over."""
    if unit is None:
        return {}
    body = office_of(unit, last_day_of(unit, day)).full_name
    if first is not None and unit.pk == first.unit_id and not is_of_its_office(first):
        body = first.issuing_body
    return {"unit": unit.key, "issuing_body": body, "signing_as": SigningAs.HEAD} | usual_texts(
        kind, body=body, what=what, amends=first
    )


def offices_in_words(unit: Unit, today: date) -> str:
    """Which office issued the unit's papers from which day on; "" where it was always the same."""
    found = offices_of(unit, today)
    if len(found) == 1:
        return ""
    told = [
        _("từ %(day)s: %(office)s") % {"day": format_date(first), "office": office.full_name} if first else office.full_name
        for first, office in found
    ]
    return _("Ghi theo ngày ký. %(offices)s.") % {"offices": "; ".join(told)}


class LineForm(Refusable):
    """What is decided of the registrations put in, or of one line."""

    level = forms.ChoiceField(
        label=gettext_lazy("Cấp công nhận"),
        choices=Level.choices,
        error_messages={"required": gettext_lazy("Hãy chọn cấp công nhận.")},
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Hình thức khen thưởng"),
        choices=AwardForm.choices,
        error_messages={"required": gettext_lazy("Hãy chọn hình thức khen thưởng.")},
    )
    recipient_kind = forms.ChoiceField(
        label=gettext_lazy("Loại đối tượng"),
        required=False,
        choices=[("", gettext_lazy("Theo loại mô hình")), *RecipientKind.choices],
    )
    recipient_name = LineField(
        label=gettext_lazy("Tên người, hộ được khen"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Để trống khi khen chính tập thể, điển hình ghi trong sổ."),
    )
    reason = LineField(label=gettext_lazy("Thành tích, lý do"), required=False, max_length=500)
    amount = MoneyField(label=gettext_lazy("Tiền thưởng (đồng)"), required=False)

    def __init__(self, *args, does: str, of: DecisionLine | None = None, **kwargs):
        if of is not None:
            kwargs["initial"] = {name: getattr(of, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        commends = does == DecisionKind.COMMENDATION
        gone = ("level",) if commends else ("form", "recipient_kind", "recipient_name", "amount")
        for name in gone:
            del self.fields[name]
        if does == DecisionKind.RECOGNITION:
            del self.fields["reason"]


class SignForm(Refusable):
    """The number, the day, who signed: what stands on the paper alone."""

    number = LineField(
        label=gettext_lazy("Số, ký hiệu"),
        max_length=60,
        error_messages={"required": gettext_lazy("Hãy ghi số, ký hiệu quyết định.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signed_on = DateField(
        label=gettext_lazy("Ngày ký"), error_messages={"required": gettext_lazy("Hãy ghi ngày ký.")}
    )
    issuing_body = LineField(
        label=gettext_lazy("Cơ quan ban hành"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi cơ quan ban hành.")},
    )
    signer = LineField(
        label=gettext_lazy("Người ký"),
        max_length=120,
        error_messages={"required": gettext_lazy("Hãy ghi người ký.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, unit: Unit, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuing_body"].help_text = offices_in_words(unit, today)

    def renew(self, overtaken) -> None:
        """What was changed meanwhile is looked at first; what was typed stays, and the next sending is a new choice."""
        self.data = self.data.copy()
        self.data["version"] = overtaken.current.version
        self.add_error(None, overtaken.sentence)
