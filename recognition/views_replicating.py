"""Replication: the list of links, the tree of one model, and writing or ending a link."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.unit_options import read_unit, unit_picker
from models_registry.models import MobilizationModel, Registration
from models_registry.page_links import page_links, page_number
from recognition.carried_out import carried_out
from recognition.family import family_of
from recognition.forms_chosen import EndForm
from recognition.forms_replicating import ReplicaForm, SourceForm
from recognition.models import Replication
from recognition.replicating import end_replication, may_link, replicate
from recognition.sections import section_tabs
from units.models import Unit
from units.querysets import among, unit_ids_inside
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def replication_list(request: HttpRequest) -> HttpResponse:
    """The standing links of the context bar's years into its unit or out of it, the newest first."""
    bar = request.context_bar
    found = Replication.objects.standing().visible_to(request.user)
    found = found.filter(happened_on__year__range=(bar.year_from, bar.year_to))
    if bar.unit is not None:
        ids = unit_ids_inside(bar.unit)
        own = Registration.objects.inside(bar.unit, ids).order_by().values("model_id")
        found = found.filter(among("unit_id", ids) | Q(source_id__in=own))
    counted = found.count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    rows = list(
        found.select_related("source__unit", "replica", "unit").order_by("-happened_on", "-id")[start : start + PAGE_SIZE]
    )
    models = {pk for row in rows for pk in (row.source_id, row.replica_id) if pk}
    seen = set(MobilizationModel.objects.visible_to(request.user).filter(pk__in=models).values_list("pk", flat=True))
    for row in rows:
        row.sees_source, row.sees_replica = row.source_id in seen, row.replica_id in seen
    label = _("%(first)s–%(last)s trong %(all)s") % {
        "first": format_integer(start + 1 if rows else 0),
        "last": format_integer(start + len(rows)),
        "all": format_integer(counted),
    }
    context = {
        "title": _("Nhân rộng"),
        "lead": _("Mô hình đã công nhận được làm theo ở đâu. Thêm nơi nhân rộng ở trang của mô hình gốc."),
        "tabs": section_tabs(request, "replication"),
        "rows": rows,
        "count_label": ngettext("%(n)s nơi nhân rộng", "%(n)s nơi nhân rộng", counted) % {"n": format_integer(counted)},
        "question": f"{bar.unit_name} · {bar.period_label}",
        "pages": page_links(page, last, lambda number: bar.link(request.path, page=number)) | {"label": label},
    }
    return render(request, "recognition/replication_list.html", context)


@require_safe
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """The tree in which the model stands."""
    held = _model(request, pk)
    root = family_of(request.user, held)
    context = {
        "title": _("Cây nhân rộng"),
        "lead": held.name,
        "crumbs": _crumbs(held),
        "root": root,
        "may_add": may_link(request.user, model=held),
        "model": held,
        "size_label": ngettext("%(n)s nơi nhân rộng", "%(n)s nơi nhân rộng", root.size) % {"n": format_integer(root.size)},
        "context_bar": None,
    }
    return render(request, "recognition/tree.html", context)


@_ENTERING
def add_replica(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the model was done again."""
    held = _model(request, pk)
    form = ReplicaForm(request.POST or None, initial={"on": timezone.localdate()}, by=request.user)
    if request.method == "POST" and "find_unit" not in request.POST and form.is_valid():
        given = form.cleaned_data
        done = _linked(
            request, form, source=held, replica=given["replica"], unit=given["unit"],
            replica_name="" if given["replica"] else given["replica_name"], on=given["on"],
        )  # fmt: skip
        if done:
            return redirect("recognition:tree", pk=held.pk)
    chosen = read_unit(str(form["unit"].value() or ""), Unit.objects.select_related("parent__parent"))
    picker = unit_picker(
        Unit.objects.select_related("parent__parent"), query=request.POST.get("unit_q", ""),
        address="recognition:replica_units", chosen=chosen,
    )  # fmt: skip
    return _page(request, held, form, _("Ghi nơi nhân rộng"), picker=picker)


@_ENTERING
def add_source(request: HttpRequest, pk: int) -> HttpResponse:
    """What the model came of."""
    held = _model(request, pk)
    form = SourceForm(request.POST or None, initial={"on": timezone.localdate()}, by=request.user)
    if request.method == "POST" and form.is_valid():
        last = Registration.objects.filter(model=held).select_related("unit").order_by("-year", "-id").first()
        given = form.cleaned_data
        if _linked(request, form, source=given["source"], replica=held, unit=last.unit, on=given["on"]):
            return redirect("recognition:tree", pk=held.pk)
    return _page(request, held, form, _("Ghi mô hình gốc"))


@_ENTERING
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link, ended by a day and a reason."""
    found = Replication.objects.visible_to(request.user).select_related("source__unit", "replica__unit", "unit")
    link = get_object_or_404(found, pk=pk)
    _require_right(request, link.source, link.replica, link.unit)
    here = next(m for m in (link.source, link.replica) if m and (_sees(request.user, m) or m is link.replica))
    page = reverse("recognition:tree", args=[here.pk])
    form, status = EndForm(request.POST or None, initial={"on": timezone.localdate()}), 200
    if request.method == "POST":
        status = 422
        told = {"by": request.user, "replication": link, "entered_on": timezone.localdate()}
        if form.is_valid() and carried_out(form, lambda: end_replication(**told, **form.cleaned_data)):
            return redirect(page)
    context = {
        "title": _("Thôi liên kết nhân rộng"),
        "lead": here.name if _sees(request.user, here) else "",
        "facts": f"{link.unit.name} · {link.happened_on:%d/%m/%Y}",
        "warning": _("Liên kết đã thôi vẫn còn trong sổ kèm lý do, nhưng không còn ở cây nhân rộng."),
        "crumbs": [],
        "form": form,
        "submit_label": _("Thôi liên kết"),
        "cancel_url": page,
        "context_bar": None,
    }
    return render(request, "recognition/ending.html", context, status=status)


@require_safe
def replica_units(request: HttpRequest) -> HttpResponse:
    """Options of the picker: any unit of the official lists, which are public."""
    picker = unit_picker(
        Unit.objects.select_related("parent__parent"), query=request.GET.get("unit_q", ""),
        address="recognition:replica_units",
    )  # fmt: skip
    return render(request, "units/_options.html", picker | {"name": "unit"})


def _linked(request, form, **given) -> bool:
    return carried_out(form, lambda: replicate(by=request.user, entered_on=timezone.localdate(), **given))


def _page(request, held: MobilizationModel, form, title: str, picker=None) -> HttpResponse:
    if request.method != "POST":
        _require_right(request, held)
    context = {
        "title": title,
        "lead": held.name,
        "crumbs": _crumbs(held),
        "form": form,
        "picker": picker,
        "cancel_url": reverse("recognition:tree", args=[held.pk]),
        "context_bar": None,
    }
    refused = request.method == "POST" and "find_unit" not in request.POST
    return render(request, "recognition/replicate.html", context, status=422 if refused else 200)


def _require_right(request, source, replica=None, unit=None) -> None:
    if not (may_link(request.user, model=source) or may_link(request.user, model=replica, unit=unit)):
        raise PermissionDenied(_("Ghi nhân rộng là việc của người nhập liệu ở đơn vị của mô hình gốc hoặc nơi nhân rộng."))


def _model(request, pk: int) -> MobilizationModel:
    return get_object_or_404(MobilizationModel.objects.visible_to(request.user).select_related("unit"), pk=pk)


def _sees(user, model: MobilizationModel) -> bool:
    return MobilizationModel.objects.visible_to(user).filter(pk=model.pk).exists()


def _crumbs(held: MobilizationModel) -> list[dict]:
    return [
        {"label": pgettext("mục chính", "Công nhận"), "url": reverse("recognition:replication")},
        {"label": held.code, "url": reverse("models_registry:model", args=[held.pk])},
    ]
