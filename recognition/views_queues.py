"""Pages of what waits for a person: all her queues, one of them, one step with many, and the report of it."""

from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from models_registry.campaign_state import due_badge
from models_registry.models import Registration
from models_registry.page_links import page_links, page_number
from recognition.candidates import chosen_registrations, read_keys
from recognition.counting import sizes_of
from recognition.forms_queues import BulkForm
from recognition.queues import Queue, queues_of, rows_of
from recognition.workflow import STEPS, advance_many, why_not
from vietnamese.dates import format_date
from vietnamese.numbers import format_integer

PAGE_SIZE = 100


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every queue of the person, with its counts."""
    return _page(request, "recognition/mine.html", {"waiting": waiting_for(request.user)})


def waiting_for(user) -> list[dict]:
    """The person's queues as templates/recognition/_queues.html prints them; those with nothing in them come last. Where
    she has overdue things they come first."""
    today = timezone.localdate()
    sizes = sizes_of(user, queues_of(user, today), today)
    sizes.sort(key=lambda one: (not one.total, not one.overdue, not one.soon))
    return [
        {
            "label": one.queue.label,
            "url": one.queue.address,
            "total": one.total,
            "overdue": ngettext("%(n)s quá hạn", "%(n)s quá hạn", one.overdue) % {"n": format_integer(one.overdue)}
            if one.overdue
            else "",
            "soon": ngettext("%(n)s sắp đến hạn", "%(n)s sắp đến hạn", one.soon) % {"n": format_integer(one.soon)}
            if one.soon
            else "",
        }
        for one in sizes
        if one.total or one.queue.waits is not None
    ]


@require_safe
def queue(request: HttpRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    held = _own(request, key, today)
    return _queue_page(request, held, None, today, page_number(request.GET))


@require_POST
def step_with_many(request: HttpRequest) -> HttpResponse:
    """One step with all that are ticked; a report says of each what became of it. Or a draft whose list begins with them.
    A registration outside the person's sight stops the whole of it."""
    today = timezone.localdate()
    held = _own(request, request.POST.get("queue", ""), today)
    if not held.steps:
        raise Http404
    form, keys = BulkForm(request.POST, steps=held.steps), read_keys(request.POST.getlist("registrations"))
    drafting = bool(held.drafts) and "draft" in request.POST
    form.full_clean()
    if drafting:
        # The boxes of the step are of no account here.
        form.errors.clear()
    if not keys:
        form.add_error(None, _("Hãy chọn ít nhất một hồ sơ."))
    elif len(keys) > PAGE_SIZE:
        form.add_error(None, _("Mỗi lần làm nhiều nhất %(n)s hồ sơ.") % {"n": PAGE_SIZE})
    chosen = chosen_registrations(request.user, keys) if keys else []
    if len(chosen) != len(keys):
        form.add_error(None, _("Có hồ sơ đã chọn nằm ngoài phạm vi của anh/chị; chưa làm với hồ sơ nào."))
    if form.errors:
        return _queue_page(request, held, form, today, 1, chosen=keys, status=422)
    if drafting:
        begun = reverse("recognition:begin", args=[held.drafts])
        return redirect(f"{begun}?{urlencode([('registration', r.pk) for r in chosen])}")
    outcomes = advance_many(
        by=request.user, registrations=chosen, entered_on=today, batch=uuid4(), **form.cleaned_data
    )
    request.session["bulk_report"] = {
        "queue": held.key,
        "step": form.cleaned_data["step"],
        "on": form.cleaned_data["on"].isoformat(),
        "rows": [[outcome.registration.pk, outcome.refusal] for outcome in outcomes],
    }
    return redirect("work:report")


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What became of each registration of the person's last bulk step."""
    kept = request.session.get("bulk_report")
    if not kept or kept["step"] not in STEPS:
        return redirect("work:mine")
    refusals = dict(map(tuple, kept["rows"]))
    seen = chosen_registrations(request.user, set(refusals))
    rows = [{"registration": r, "refusal": refusals[r.pk]} for r in seen]
    rows.sort(key=lambda row: not row["refusal"])
    moved = sum(not row["refusal"] for row in rows)
    context = {
        "step": STEPS[kept["step"]],
        "on": date.fromisoformat(kept["on"]),
        "rows": rows,
        "moved": moved,
        "left": len(rows) - moved,
        "back_url": reverse("work:queue", args=[kept["queue"]]),
        "crumbs": _crumbs(),
    }
    return _page(request, "recognition/bulk_report.html", context)


def _own(request, key: str, today: date) -> Queue:
    """The person's queue of registrations of that key; refused in words where the work is somebody else's."""
    found = {one.key: one for one in queues_of(request.user, today) if one.waits is not None}
    if key not in found:
        raise PermissionDenied(_("Việc này không nằm trong phần việc được giao cho anh/chị."))
    return found[key]


def _queue_page(request, held: Queue, form, today: date, page: int, chosen=frozenset(), status=200) -> HttpResponse:
    keys = rows_of(request.user, held).values_list("id", "due_on")
    total = keys.count()
    last = max(1, -(-total // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    due = dict(keys[start : start + PAGE_SIZE])
    found = Registration.objects.select_related("model", "unit__parent__parent", "organisation", "desk").in_bulk(due)
    notes = held.notes(request.user, list(found.values())) if held.notes and found else {}
    rows = [
        {
            "registration": found[pk],
            "due": due_badge(day, today) | {"on": format_date(day)} if day else None,
            "note": notes.get(pk),
            "chosen": pk in chosen,
        }
        for pk, day in due.items()
    ]
    if form is None and held.steps and rows:
        form = _form_for(request.user, held, rows, today)
    address = reverse("work:queue", args=[held.key])
    context = {
        "queue": held,
        "rows": rows,
        "form": form,
        "count_label": ngettext("%(n)s hồ sơ", "%(n)s hồ sơ", total) % {"n": format_integer(total)},
        "pages": page_links(page, last, lambda number: f"{address}?page={number}")
        | {"label": _("Trang %(page)s trong %(last)s") % {"page": page, "last": last}}
        if last > 1
        else None,
        "crumbs": _crumbs(),
    }
    return _page(request, "recognition/queue.html", context, status=status)


def _form_for(user, held: Queue, rows: list[dict], today: date) -> BulkForm:
    """Offers the steps that some of the rows may take; one onward that all of them may is chosen beforehand."""
    able = {key: [not why_not(user, row["registration"], STEPS[key]) for row in rows] for key in held.steps}
    offered = tuple(key for key in held.steps if any(able[key])) or held.steps
    usual = next((key for key in offered if all(able[key]) and (len(offered) == 1 or not STEPS[key].note)), "")
    return BulkForm(steps=offered, initial={"on": today, "step": usual})


def _crumbs() -> list[dict]:
    return [{"label": _("Việc của tôi"), "url": reverse("work:mine")}]


def _page(request, template: str, context: dict, status: int = 200) -> HttpResponse:
    return render(request, template, {"context_bar": None} | context, status=status)
