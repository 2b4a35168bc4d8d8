"""One page for every deed of resolutions: a form in one column, what is wrong with it on top, and where it leads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from audit.errors import DomainError, Overtaken
from resolutions.rights import NotAllowed


@contextmanager
def refused_in_words() -> Iterator[None]:
    """A right that is missing becomes the page that says so (403)."""
    try:
        yield
    except NotAllowed as refused:
        raise PermissionDenied(refused.sentence) from None


def carried_out(form: forms.Form, deed: Callable[..., object]) -> tuple[object, int]:
    """What the deed returned, and 302; else None and the status of the page that says why: 422, or 409 where somebody
    was faster. Raises PermissionDenied where it is not the person's to do."""
    if not form.is_valid():
        return None, 422
    try:
        return deed(**form.cleaned_data), 302
    except Overtaken as overtaken:
        form.renew(overtaken)
        return None, 409
    except NotAllowed as refused:
        raise PermissionDenied(refused.sentence) from None
    except DomainError as refused:
        tell(form, refused)
        return None, 422


def tell(form: forms.Form, refused: DomainError) -> None:
    """Each sentence at its field, or on top where the form has no such field."""
    for error in getattr(refused, "errors", [refused]):
        form.add_error(error.field if error.field in form.fields else None, error.sentence)


def deed_page(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[..., object],
    *,
    title: str,
    button: str,
    said: str,
    back: str | Callable[[object], str],
    cancel: str = "",
    template: str = "resolutions/deed.html",
    **context,
) -> HttpResponse:
    """The page of the deed; done, it leads to `back` (made of what the deed returned) where `said` is read. `context`:
    lead, crumbs, and `above`, a template of what is to be seen before deciding."""
    status = 200
    if request.method == "POST":
        done, status = carried_out(form, deed)
        if status == 302:
            messages.success(request, said)
            return redirect(back(done) if callable(back) else back)
    shown = {"title": title, "button": button, "form": form, "cancel_url": cancel or back, "context_bar": None}
    return render(request, template, shown | context, status=status)
