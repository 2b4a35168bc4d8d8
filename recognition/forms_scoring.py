"""The form of a criteria set: for each criterion its points, or met and not met, and a text beside it. The unit fills it in
about itself, an appraiser about a dossier."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from urllib.parse import quote

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.errors import DomainError
from models_registry.form_fields import DateField, ReadField, SeveralFilesField, TextField
from recognition.models import Criterion
from recognition.results import DossierState
from recognition.self_assessing import Answer
from vietnamese.numbers import UnreadableNumber, format_points, parse_decimal

_YES_NO = (("yes", gettext_lazy("Đạt")), ("no", gettext_lazy("Không đạt")))


class PointsField(ReadField):
    """Points as they are typed: 7,5 or 8; two decimals at most."""

    write = staticmethod(format_points)
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})

    @staticmethod
    def read(text: str) -> Decimal:
        try:
            points = parse_decimal(text)
        except UnreadableNumber:
            # Telephones offer a dot for the comma; "7.5" has one reading here.
            points = parse_decimal(text.replace(".", ","))
        if points != round(points, 2) or abs(points) >= 10_000:
            raise ValidationError(_("Điểm ghi nhiều nhất hai chữ số sau dấu phẩy."))
        return points


class SeenForm(forms.Form):
    """The state of the dossier that somebody looked at, sent back with her deed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    files = forms.IntegerField(widget=forms.HiddenInput)
    criteria_stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def told(state: DossierState) -> dict:
        """The state as the hidden fields hold it."""
        return {"version": state.version, "files": state.files, "criteria_stamp": state.criteria}

    def seen(self) -> DossierState:
        return DossierState(*(self.cleaned_data[name] for name in ("version", "files", "criteria_stamp")))

    def renew(self, state: DossierState, sentence: str) -> None:
        """What changed meanwhile is looked at first; what was typed stays, and the next sending is a new choice."""
        self.data = self.data.copy()
        for name, value in self.told(state).items():
            self.data[name] = value
        self.add_error(None, sentence)


class AnswersForm(forms.Form):
    """`rows()` are the criteria with their boxes; `answers()` what was filled in, by the code of the criterion.

    A box is named by the code too: what was typed stays in it when the set is corrected meanwhile."""

    def __init__(self, data=None, *, criteria: Sequence[Criterion], answers: Mapping[str, Answer], text_label, **kwargs):
        super().__init__(data, **kwargs)
        self.criteria = criteria
        for c in criteria:
            held = answers.get(c.code, Answer())
            self.fields[self.mark_name(c)] = _mark_field(c, held)
            self.fields[self.text_name(c)] = TextField(
                label=_("%(text)s, mục %(code)s") % {"text": text_label, "code": c.code},
                required=False,
                initial=held.text,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @staticmethod
    def mark_name(c: Criterion) -> str:
        return f"m-{quote(c.code)}"

    @staticmethod
    def text_name(c: Criterion) -> str:
        return f"t-{quote(c.code)}"

    def rows(self) -> Iterator[dict]:
        group = None
        for c in self.criteria:
            yield {
                "criterion": c,
                "group": c.group if c.group != group else "",
                "mark": self[self.mark_name(c)],
                "text": self[self.text_name(c)],
            }
            group = c.group

    def answers(self) -> dict[str, Answer]:
        """What could be read; to be asked after is_valid()."""
        found = {}
        for c in self.criteria:
            mark = self.cleaned_data.get(self.mark_name(c))
            text = self.cleaned_data.get(self.text_name(c)) or ""
            if c.is_met_or_not:
                found[c.code] = Answer(is_met={"yes": True, "no": False}.get(mark), text=text)
            else:
                found[c.code] = Answer(points=mark, text=text)
        return found

    def take_refusals(self, refused: DomainError) -> None:
        """Puts each refusal at the box of the criterion whose code it names, or at the field of that name, else on top."""
        boxes = {c.code: self.mark_name(c) for c in self.criteria}
        for error in getattr(refused, "errors", [refused]):
            name = boxes.get(error.field, error.field)
            self.add_error(name if name in self.fields else None, error.sentence)


class SelfAssessmentForm(AnswersForm):
    results = TextField(
        label=gettext_lazy("Kết quả đạt được"),
        required=False,
        help_text=gettext_lazy("Kết quả chung của mô hình trong năm, có số liệu kiểm chứng được."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    files = SeveralFilesField(
        label=gettext_lazy("Thêm tài liệu minh chứng"),
        required=False,
        help_text=gettext_lazy("Ảnh, PDF, Word, Excel; mỗi tệp không quá 20 MB."),
    )
    on = DateField(label=gettext_lazy("Ngày gửi"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    criteria_stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    """Of the criteria set whose boxes these are; "" where none applies."""


class ScoresForm(AnswersForm, SeenForm):
    note = TextField(
        label=gettext_lazy("Nhận xét chung"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _mark_field(c: Criterion, held: Answer) -> forms.Field:
    if c.is_met_or_not:
        initial = "" if held.is_met is None else "yes" if held.is_met else "no"
        return forms.ChoiceField(
            label=_("Mục %(code)s") % {"code": c.code},
            choices=_YES_NO,
            required=False,
            initial=initial,
            widget=forms.RadioSelect,
        )
    return PointsField(
        label=_("Điểm mục %(code)s (tối đa %(most)s)") % {"code": c.code, "most": format_points(c.max_points)},
        required=False,
        initial=held.points,
    )
