"""Which e-mail addresses reminders may go to: a person's address at work, never a private one."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from audit.errors import DomainError
from vietnamese.folding import clean_line

LONGEST = 254
PRIVATE = frozenset(
    {
        "gmail.com", "googlemail.com", "yahoo.com", "yahoo.com.vn", "ymail.com", "hotmail.com", "outlook.com",
        "outlook.com.vn", "live.com", "msn.com", "icloud.com", "me.com", "mail.com", "aol.com", "gmx.com", "gmx.net",
        "zoho.com", "proton.me", "protonmail.com", "yandex.com", "yandex.ru", "mail.ru",
    }
)  # fmt: skip
"""Services at which people keep their private mail. An office's own domain is never among them."""


def clean_address(text: str) -> str:
    """The address as it is kept, "" for none. Raises DomainError for what is no address, or a private one."""
    address = clean_line(text).lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError(_("Địa chỉ thư chưa đúng, ví dụ hoa.nt@caobang.gov.vn."), field="email") from None
    if len(address) > LONGEST:
        raise DomainError(_("Địa chỉ thư dài quá %(n)s ký tự.") % {"n": LONGEST}, field="email")
    if address.rpartition("@")[2] in PRIVATE:
        raise DomainError(_("Chỉ ghi thư công vụ của cơ quan; thư riêng thì không."), field="email")
    return address
