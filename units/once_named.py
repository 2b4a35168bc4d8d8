"""A name that a unit holds once, compared as names are, marks and case aside: what its organisations and tags share."""

from datetime import date

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, fold


def give_name(record: models.Model, name: str) -> None:
    """Puts the name, and what it is found by, on the record. Raises DomainError for a name that names nothing or is
    longer than the column."""
    record.name, record.folded_name = clean_line(name), fold(name)
    longest = record._meta.get_field("name").max_length
    if not record.folded_name:
        raise DomainError(_("Hãy ghi tên, có ít nhất một chữ cái hoặc chữ số."), field="name")
    if len(record.name) > longest:
        raise DomainError(_("Tên dài quá %(n)s ký tự; hãy rút gọn.") % {"n": longest}, field="name")


def save_once_named(record: models.Model) -> None:
    """Saves it, or says that the unit has the name already: the constraint decides, also between two people at once."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        rows = type(record)._default_manager.exclude(pk=record.pk)
        held = rows.filter(unit_id=record.unit_id, folded_name=record.folded_name).first()
        if held is None:
            raise
        raise DomainError(_taken(held), field="name") from None


def require_order(first_day: date | None, last_day: date | None) -> None:
    """Raises DomainError where the last day lies before the first."""
    if first_day and last_day and last_day < first_day:
        raise DomainError(
            _("Ngày cuối phải từ ngày bắt đầu %(day)s trở đi.") % {"day": format_date(first_day)},
            field="valid_to",
        )


def _taken(held: models.Model) -> str:
    told = {"unit": held.unit.name, "name": held.name}
    if held.valid_to is None:
        return _("%(unit)s đã có “%(name)s”: dùng mục có sẵn hoặc ghi tên khác.") % told
    told["day"] = format_date(held.valid_to)
    return (
        _("%(unit)s đã có “%(name)s”, ngày cuối %(day)s: mở mục ấy và đổi ngày cuối thay vì lập mới.") % told
    )
