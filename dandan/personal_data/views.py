"""Pages of personal data. The person's name goes in the body of a request and never into an address, which servers and
browsers keep."""

from functools import wraps
from tempfile import TemporaryFile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people import may_keep_people
from accounts.refusing import keepers_only
from accounts.unit_options import administered_units, read_unit, unit_picker
from audit.errors import DomainError
from audit.recording import record_change
from audit.wording import LABELS
from dandan.personal_data.deeds import anonymise, rectify
from dandan.personal_data.forms import AnonymiseForm, PersonForm, RectifyForm
from dandan.personal_data.places import find_places
from dandan.personal_data.report import sections, write_report
from dandan.personal_data.retention import counts_over
from vietnamese.numbers import format_integer

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES = sensitive_post_parameters("name", "phone", "new_name", "new_phone")


def for_administrators(view):
    """Refuses whoever administers no unit."""

    @wraps(view)
    def refusing(request, *args, **kwargs):
        if not may_keep_people(request.user):
            raise PermissionDenied(keepers_only())
        return view(request, *args, **kwargs)

    return never_cache(_NAMES(refusing))


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Who is asked about; sent, every place where the person occurs. Each search is a row of the log."""
    form = PersonForm(request.POST or None, by=request.user)
    context = _form_context(request, form)
    if request.method == "POST" and "find_unit" in request.POST:
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        context |= _found(request, form) | {"rectify": RectifyForm(), "anonymise": AnonymiseForm()}
    if request.user.is_superuser:
        context["retention"] = [(rule, count) for rule, count in counts_over(timezone.now())]
    return render(request, "dandan/personal.html", context)


@for_administrators
@require_POST
def report_file(request: HttpRequest) -> HttpResponse:
    """The report as a workbook to hand over."""
    form = PersonForm(request.POST, by=request.user)
    if not form.is_valid():
        return render(request, "dandan/personal.html", _form_context(request, form), status=422)
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    places = write_report(find_places(form.person(), request.user), out)
    _log_search(request, form, places)
    out.seek(0)
    name = _("du-lieu-ca-nhan-%(day)s.xlsx") % {"day": f"{timezone.localdate():%Y-%m-%d}"}
    response = FileResponse(out, as_attachment=True, filename=name, content_type=_XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


@for_administrators
@require_POST
def rectify_page(request: HttpRequest) -> HttpResponse:
    form, sent = PersonForm(request.POST, by=request.user), RectifyForm(request.POST)
    if form.is_valid() and sent.is_valid():
        values = sent.cleaned_data
        try:
            count = rectify(
                by=request.user,
                person=form.person(),
                name=values["new_name"],
                phone=values["new_phone"],
                reason=values["reason"],
            )
            said = ngettext("Đã đính chính %(n)s đăng ký.", "Đã đính chính %(n)s đăng ký.", count)
            messages.success(request, said % {"n": format_integer(count)})
            return redirect("personal:start")
        except DomainError as refused:
            sent.add_error(refused.field if refused.field in sent.fields else None, refused.sentence)
    return _again(request, form, {"rectify": sent, "anonymise": AnonymiseForm()})


@for_administrators
@require_POST
def anonymise_page(request: HttpRequest) -> HttpResponse:
    form, sent = PersonForm(request.POST, by=request.user), AnonymiseForm(request.POST)
    if form.is_valid() and sent.is_valid():
        try:
            counts = anonymise(
                by=request.user,
                person=form.person(),
                reason=sent.cleaned_data["reason"],
                on=timezone.localdate(),
            )
            messages.success(request, _("Đã ẩn danh: %(counts)s.") % {"counts": _in_words(counts)})
            return redirect("personal:start")
        except DomainError as refused:
            sent.add_error(refused.field if refused.field in sent.fields else None, refused.sentence)
    return _again(request, form, {"rectify": RectifyForm(), "anonymise": sent})


def _again(request: HttpRequest, form: PersonForm, forms: dict) -> HttpResponse:
    context = _form_context(request, form) | forms
    if form.is_valid():
        context |= _found(request, form, log=False)
    return render(request, "dandan/personal.html", context, status=422)


def _form_context(request: HttpRequest, form: PersonForm) -> dict:
    chosen = read_unit(request.POST.get("unit", ""), administered_units(request.user))
    picker = unit_picker(
        administered_units(request.user),
        address="people:units",
        query=request.POST.get("unit_q", ""),
        chosen=chosen,
    )
    return {"form": form, "picker": picker, "context_bar": None, "sees_all": request.user.is_superuser}


def _found(request: HttpRequest, form: PersonForm, *, log: bool = True) -> dict:
    found = find_places(form.person(), request.user)
    parts = sections(found)
    counts = {name: count for name, count in found.counts().items() if count}
    if log:
        _log_search(request, form, sum(len(part["rows"]) for part in parts))
    return {
        "searched": True,
        "sections": parts,
        "counts": [{"label": str(LABELS[name]), "count": count} for name, count in counts.items()],
        "exact_count": len([r for r in found.in_charge if found.person.is_named(r.person_in_charge)]),
        "spellings": sorted(found.spellings),
        "asked": [
            ("name", found.person.name),
            ("phone", found.person.phone),
            ("unit", found.person.unit.key if found.person.unit else ""),
        ],
    }


def _log_search(request: HttpRequest, form: PersonForm, places: int) -> None:
    person = form.person()
    record_change(
        by=request.user,
        verb="report_personal",
        subject_text=person.name,
        after={"places": places},
        unit=person.unit,
    )


def _in_words(counts: dict[str, int]) -> str:
    told = [f"{str(LABELS[name]).lower()}: {format_integer(n)}" for name, n in counts.items() if n]
    return "; ".join(told)
