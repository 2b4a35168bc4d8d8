"""Forms on their way: the raw text of every box, so that nothing typed is lost."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from audit.errors import DomainError
from models_registry.models import RegistrationDraft
from models_registry.secrecy import marked_secret
from vietnamese.numbers import format_integer

TEXT_LIMIT = 200_000
"""Letters a draft may hold; a full form has some thousands."""


MOST = 50
"""Drafts a person may have begun: more are forgotten ones, and every one holds names and telephone numbers."""


class DraftNotKept(DomainError):
    """Nothing was kept and nothing was dropped: too long a text, a mark of secrecy, or as many drafts as one may have."""


def raw_text(sent: QueryDict, names: Iterable[str]) -> dict[str, str | list[str]]:
    """What was typed into the named boxes, as it was typed; boxes of several values as lists. Empty boxes left out."""
    data = {}
    for name in names:
        # PostgreSQL keeps no NUL byte in JSON.
        values = [value.replace("\0", "") for value in sent.getlist(name)]
        if any(values):
            data[name] = values[0] if len(values) == 1 and name != "tags" else values
    return data


def keep_draft(*, owner, draft_id: str, data: dict) -> RegistrationDraft | None:
    """The draft with this text: the owner's own of that id, or a new one. None where nothing was typed. Raises
    DraftNotKept where a new one would be more than MOST, the text is longer than TEXT_LIMIT or carries a mark of secrecy."""
    held = find_draft(owner, draft_id)
    if held is None and not any(data.get(name) for name in data if name not in _PREFILLED):
        return None
    if (
        sum(len(text) for value in data.values() for text in ([value] if isinstance(value, str) else value))
        > TEXT_LIMIT
    ):
        raise DraftNotKept(
            _(
                "Chữ trong phiếu dài quá %(count)s ký tự nên chưa lưu nháp được; hãy rút gọn, hoặc đính kèm phần dài thành tệp."
            )
            % {"count": format_integer(TEXT_LIMIT)}
        )
    typed = {name: value if isinstance(value, str) else " ".join(value) for name, value in data.items()}
    if marked_secret(typed):
        raise DraftNotKept(
            _("Phiếu mang dấu mật nên không lưu nháp: tài liệu bí mật nhà nước không được lưu ở đây.")
        )
    if held is None and RegistrationDraft.objects.filter(owner=owner).count() >= MOST:
        raise DraftNotKept(
            _(
                "Anh/chị đã có %(count)s bản nháp, không lưu thêm được bản này; chữ đang gõ vẫn còn trên trang. Mở “Bản nháp "
                "của tôi”, gửi hoặc bỏ bớt bản cũ rồi lưu lại."
            )
            % {"count": MOST}
        )
    held = held or RegistrationDraft(owner=owner)
    held.data = data
    held.save()
    return held


def find_draft(owner, draft_id: str) -> RegistrationDraft | None:
    """The owner's draft of that id, None for any other."""
    if not (draft_id and draft_id.isascii() and draft_id.isdigit() and len(draft_id) < 18):
        return None
    return RegistrationDraft.objects.filter(owner=owner, pk=int(draft_id)).first()


def as_sent(data: dict) -> QueryDict:
    """The draft's text in the form a browser would have sent it, to fill a form with."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


_PREFILLED = {"year", "level", "phase", "unit"}
