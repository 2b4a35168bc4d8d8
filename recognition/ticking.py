"""What a page of registrations to tick shows: what narrows them, those ticked before the others, and a word on each."""

from collections.abc import Callable

from recognition.candidates import chosen_registrations
from recognition.forms import CandidateFilterForm


def narrowing_of(request) -> tuple[CandidateFilterForm, dict]:
    """The boxes that narrow the list, and what stands in them; at first the year looked at, where it is one."""
    bar = request.context_bar
    form = CandidateFilterForm(
        request.POST or None, initial={"year": bar.year_to if bar.year_from == bar.year_to else ""}
    )
    if not form.is_bound:
        return form, dict(form.initial)
    form.is_valid()
    return form, form.cleaned_data


def rows_to_tick(user, keys: set[int], others, *, shown: int, notes: Callable | None = None) -> list:
    """The ticked registrations and, after them, so many of the others; each with `is_chosen` and with the `note` that
    `notes(user, rows)` has of it, None where there is none."""
    rows = [*chosen_registrations(user, keys), *others.select_related(*READ_WITH)[:shown]]
    told = notes(user, rows) if notes and rows else {}
    for row in rows:
        row.is_chosen, row.note = row.pk in keys, told.get(row.pk)
    return rows


READ_WITH = ("model", "unit__parent__parent", "organisation", "desk")
"""What lists and notes read of a registration."""
