"""What a decision says, article by article. Texts of papers are Vietnamese whatever language their reader uses."""

from collections.abc import Sequence

from recognition.choices import AwardForm, DecisionKind
from recognition.models import Decision
from recognition.papers.listing import (
    GROUPS,
    Listed,
    added,
    counted_by_group,
    counted_in_words,
    padded,
    removed,
)
from vietnamese.dates import format_date

WHAT = "mô hình, điển hình “Dân vận khéo”"
CORRECTED = {"about": "trích yếu", "signer": "người ký", "signer_title": "chức danh người ký"}
"""The words of a signed paper that an amendment may put right."""


def articles_of(decision: Decision, rows: Sequence[Listed]) -> list[str]:
    """The text of each article, without "Điều …"; an article may have several lines."""
    first, others = _MADE[DecisionKind(decision.kind)](decision, rows)
    return [first, *others]


def years_of(rows: Sequence[Listed]) -> str:
    """ " năm 2022", " năm 2022, 2023"; "" without rows."""
    years = sorted({row.line.registration.year for row in rows})
    return f" năm {', '.join(map(str, years))}" if years else ""


def cited(decision: Decision) -> str:
    """ "Quyết định số 12-QĐ/BDVTU, ngày 20/11/2022 của Ban Dân vận Tỉnh ủy Cao Bằng"."""
    return f"Quyết định số {decision.number}, ngày {format_date(decision.signed_on)} của {decision.issuing_body}"


def _recognition(decision: Decision, rows: Sequence[Listed]):
    return f"Công nhận {padded(len(rows))} {WHAT}{years_of(rows)}{_split(rows)} (có danh sách kèm theo).", [
        "Các đơn vị, địa phương có mô hình, điển hình được công nhận tiếp tục duy trì, nâng cao chất lượng và nhân rộng.",
        f"Quyết định có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị có liên quan và các {_who(rows)} có tên tại Điều 1 "
        "chịu trách nhiệm thi hành Quyết định này.",
    ]


def _commendation(decision: Decision, rows: Sequence[Listed]):
    # The highest is named first; what has no name of its own, last.
    forms = sorted(AwardForm.values, key=lambda form: (form == AwardForm.OTHER, -AwardForm.values.index(form)))
    by_form = [(form, [row for row in rows if row.line.form == form]) for form in forms]
    given = [
        f"{'Hình thức khen thưởng khác' if form == AwardForm.OTHER else AwardForm(form).label} cho {counted_in_words(held)}"
        for form, held in by_form
        if held
    ]
    money = sum(row.line.amount or 0 for row in rows)
    others = [f"Tiền thưởng kèm theo hình thức khen thưởng: {padded(money)} đồng, chi theo quy định hiện hành."] if money else []
    return (
        f"Tặng {'; '.join(given)} đã có thành tích trong xây dựng, thực hiện {WHAT}{years_of(rows)} (có danh sách kèm theo).",
        [
            *others,
            f"Quyết định có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị có liên quan và các {_who(rows)} có tên tại Điều 1 "
            "chịu trách nhiệm thi hành Quyết định này.",
        ],
    )


def _revocation(decision: Decision, rows: Sequence[Listed]):
    first = f"Thu hồi công nhận {padded(len(rows))} {WHAT}{years_of(rows)}{_split(rows)} (có danh sách kèm theo)."
    return _with_reason(first, decision), [_IN_FORCE]


def _amendment(decision: Decision, rows: Sequence[Listed]):
    parts = []
    if new := added(rows):
        parts.append(f"Bổ sung vào danh sách: {counted_in_words(new)} (có danh sách kèm theo).")
    if gone := removed(rows):
        parts.append(f"Đưa ra khỏi danh sách: {counted_in_words(gone)} (có danh sách kèm theo).")
    for name, (old, new) in decision.corrections.items():
        parts.append(f"Sửa {CORRECTED[name]}: từ “{old}” thành “{new}”.")
    lines = [f"Sửa đổi, bổ sung {cited(decision.amends)} như sau:"]
    lines += [f"{n}. {part}" for n, part in enumerate(parts, 1)]
    return _with_reason("\n".join(lines), decision), [
        f"Các nội dung khác của Quyết định số {decision.amends.number} giữ nguyên.",
        _IN_FORCE,
    ]


def _annulment(decision: Decision, rows: Sequence[Listed]):
    return _with_reason(f"Hủy bỏ {cited(decision.amends)}.", decision), [_IN_FORCE]


_IN_FORCE = (
    "Quyết định có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị, tập thể, cá nhân có liên quan chịu trách nhiệm thi hành "
    "Quyết định này."
)
_MADE = {
    DecisionKind.RECOGNITION: _recognition,
    DecisionKind.COMMENDATION: _commendation,
    DecisionKind.REVOCATION: _revocation,
    DecisionKind.AMENDMENT: _amendment,
    DecisionKind.ANNULMENT: _annulment,
}


def _split(rows: Sequence[Listed]) -> str:
    return f", gồm {counted_in_words(rows)}" if rows else ""


def _who(rows: Sequence[Listed]) -> str:
    names = [GROUPS[group].lower() for group in counted_by_group(rows)]
    return ", ".join(names) or "tập thể, cá nhân"


def _with_reason(text: str, decision: Decision) -> str:
    return f"{text}\nLý do: {decision.reason.rstrip('.')}." if decision.reason else text
