"""The pages of a list and the addresses of its neighbours."""

from collections.abc import Callable, Mapping

from django.http import Http404


def page_number(asked: Mapping[str, str]) -> int:
    """The page an address asks for. Raises Http404 for what is no page."""
    text = asked.get("page") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= 1):
        raise Http404
    return int(text)


def page_links(page: int, last: int, url: Callable[[int], str]) -> dict:
    """Neighbouring pages for includes/pagination.html; a gap stands as an entry without an address."""
    near = sorted({1, 2, page - 1, page, page + 1, last} & set(range(1, last + 1)))
    numbers, before = [], 0
    for number in near:
        if number > before + 1:
            numbers.append({})
        numbers.append({"number": number, "url": url(number), "here": number == page})
        before = number
    return {
        "numbers": numbers if last > 1 else [],
        "previous_url": url(page - 1) if page > 1 else "",
        "next_url": url(page + 1) if page < last else "",
    }
