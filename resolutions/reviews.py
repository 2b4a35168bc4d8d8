"""When documents are reviewed: sơ kết after three years, tổng kết after five, ten and fifteen years, counted from the day of
issue, and at the end of their period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from resolutions.models import Document

REVIEWS = ((3, _("Sơ kết 3 năm")), (5, _("Tổng kết 5 năm")), (10, _("Tổng kết 10 năm")), (15, _("Tổng kết 15 năm")))


@dataclass(frozen=True)
class Review:
    """A document due to be looked back upon; `words` say which look back it is."""

    on: date
    words: str
    document: Document


def reviews_of(documents: Iterable[Document], first: date, last: date) -> list[Review]:
    """The reviews that fall on the days, in their order. A document whose period ends in the year of one of them is
    reviewed for its whole period."""
    found = []
    for document in documents:
        for years, words in REVIEWS:
            on = _later(document.issued_on, years)
            if first <= on <= last and not _after_its_period(document, on):
                found.append(Review(on, str(words), document))
        end = date(document.period_to, 12, 31) if document.period_to else None
        if end is not None and first <= end <= last:
            found.append(Review(end, str(_("Tổng kết giai đoạn")), document))
    return sorted(found, key=lambda review: (review.on, review.document.pk))


def _later(day: date, years: int) -> date:
    """The same day so many years on; of 29 February the last of the month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _after_its_period(document: Document, on: date) -> bool:
    return document.period_to is not None and on.year > document.period_to
