"""A mark of state secrecy is refused wherever people type or send, in the words of the field; honey is taken."""

from datetime import date

import pytest

from audit.errors import DomainError
from models_registry.drafts import DraftNotKept, keep_draft
from models_registry.models import Registration, RegistrationDraft
from models_registry.registration import withdraw
from recognition.models import Decision
from recognition.recognising import record_decision
from resolutions.models import Document
from resolutions.recording import record_document
from tests.factories import a_registration
from tests.pages import Cast
from tests.uploads.sound_files import HEAD, ROW
from tests.uploads.test_refused_files import imported

SENTENCE = "Mục này mang dấu mật: tài liệu bí mật nhà nước không được lưu ở đây."


@pytest.fixture
def cast(db, settings, tmp_path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast()


def decide(cast, **changes):
    told = {"number": "12-QĐ/TU", "issuing_body": "Tỉnh ủy", "signer": "Nông Văn A"} | changes
    return record_decision(
        by=None, signed_on=date(2024, 10, 1), unit=cast["old-04"], entered_on=date(2026, 1, 1), **told
    )


def write_down(cast, **changes):
    told = {
        "number": "05-NQ/TU",
        "issuer": "Tỉnh ủy",
        "title": "Về công tác dân vận",
        "summary": "",
    } | changes
    return record_document(
        by=None,
        kind="resolution",
        issued_on=date(2024, 1, 5),
        unit=cast["old-04"],
        entered_on=date(2026, 1, 1),
        **told,
    )


@pytest.mark.parametrize(
    "deed, field, text",
    [
        (decide, "number", "12-QĐ/TU (MẬT)"),
        (decide, "issuing_body", "Tỉnh ủy - TUYỆT MẬT"),
        (decide, "signer", "Nông Văn A (tối mật)"),
        (write_down, "number", "05-NQ/TU MẬT"),
        (write_down, "title", "[MẬT] Về công tác dân vận"),
        (write_down, "summary", "Kèm tài liệu Tối Mật số 3"),
    ],
)
def test_decisions_and_documents_with_a_mark_are_not_written_down(cast, deed, field, text):
    with pytest.raises(DomainError) as refused:
        deed(cast, **{field: text})
    (error,) = refused.value.errors
    assert (error.field, error.sentence) == (field, SENTENCE)
    assert (Decision.objects.count(), Document.objects.count()) == (0, 0)
    deed(cast, **{field: "Nuôi ong lấy mật"})


def test_a_reason_with_a_mark_withdraws_nothing(cast):
    held = a_registration(cast["old-01330"])
    with pytest.raises(DomainError, match="mang dấu mật"):
        withdraw(by=None, registration=held, reason="Theo công văn MẬT số 7", on=date(2024, 6, 1))
    assert Registration.objects.get().withdrawn_on is None


def test_a_draft_with_a_mark_is_not_kept_either(cast):
    owner = cast.people["canbo_caobang"]
    with pytest.raises(DraftNotKept, match="Phiếu mang dấu mật"):
        keep_draft(owner=owner, draft_id="", data={"name": "Thắp sáng", "content": "TỐI MẬT"})
    assert RegistrationDraft.objects.count() == 0
    assert keep_draft(owner=owner, draft_id="", data={"name": "Nuôi ong lấy mật"}) is not None


@pytest.mark.parametrize("where", ["title", "tab"])
def test_a_stamp_on_the_sheet_refuses_the_whole_file(cast, where):
    from tests.intake.bad_files import saved
    from tests.intake.workbooks import a_register

    title = "MẬT - TỔNG HỢP MÔ HÌNH" if where == "title" else "TỔNG HỢP MÔ HÌNH"
    book = a_register(HEAD, [ROW], title=title)
    book.active.title = "MẬT" if where == "tab" else "Sổ"
    status, (sentence,) = imported(cast)("so.xlsx", saved(book))
    assert (status, "dấu độ mật" in sentence) == (400, True)
