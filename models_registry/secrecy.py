"""State secrets may not be stored here (law 117/2025/QH15): what carries a mark of secrecy is refused at the door."""

import re
import unicodedata

from django.utils.translation import gettext as _

from audit.errors import DomainError

# The stamp is written in capitals. "MẬT ONG", "MẬT ĐỘ" are honey and density in a heading, not a stamp.
_STAMP = re.compile(r"(?<!\w)MẬT(?!\w)(?!\s+(?:ONG|MÍA|ĐỘ|THIẾT|HOA|KHẨU)(?!\w))")
_HIGHER = re.compile(r"(?<!\w)(?:tối|tuyệt)\s+mật(?!\w)", re.IGNORECASE)


def is_marked_secret(text: str) -> bool:
    """True for MẬT as a stamp and for tối mật, tuyệt mật in any letters; "mật ong" is not."""
    text = unicodedata.normalize("NFC", text)
    if "mật" not in text.lower():
        return False
    words = " ".join(re.sub(r"[_\-.]+", " ", text).split())
    return bool(_STAMP.search(words) or _HIGHER.search(words))


def marked_secret(texts: dict[str, str]) -> list[DomainError]:
    """A refusal for each text that carries a mark, at the field it stands in. Every deed that keeps free text asks."""
    sentence = _("Mục này mang dấu mật: tài liệu bí mật nhà nước không được lưu ở đây.")
    return [DomainError(sentence, field=name) for name, text in texts.items() if text and is_marked_secret(text)]
