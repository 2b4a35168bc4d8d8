"""Records as a person opens them: what she may not see is not there (404)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext

from resolutions.models import Assignment, Document, Explanation, ProgressReport, Target


def seen_document(user, pk: int, *, sized: bool = False) -> Document:
    """`sized`: with the number of its targets and the last year anybody's figure was accepted for."""
    found = Document.objects.visible_to(user).select_related("unit")
    return get_object_or_404(found.with_sizes() if sized else found, pk=pk)


def seen_target(user, pk: int) -> Target:
    return get_object_or_404(Target.objects.visible_to(user).with_versions(), pk=pk)


def seen_assignment(user, pk: int) -> Assignment:
    found = Assignment.objects.visible_to(user).select_related("unit", "organisation", "target__document__unit")
    return get_object_or_404(found, pk=pk)


def seen_report(user, pk: int) -> ProgressReport:
    found = ProgressReport.objects.visible_to(user).select_related(
        "period", "assignment__unit", "assignment__organisation", "assignment__target__document__unit", "submitted_by"
    )
    return get_object_or_404(found, pk=pk)


def seen_explanation(user, pk: int) -> Explanation:
    found = Explanation.objects.visible_to(user).select_related(
        "assignment__unit", "assignment__organisation", "assignment__target__document__unit", "asked_by", "replied_by"
    )
    return get_object_or_404(found, pk=pk)


def crumbs_of(*records) -> list[dict]:
    """The way down from the list to the last of the records: documents, targets, assignments."""
    crumbs = [{"label": pgettext("mục chính", "Nghị quyết"), "url": reverse("resolutions:list")}]
    for record in records:
        crumbs.append(_CRUMBS[type(record)](record))
    return crumbs


def page_of(record) -> str:
    return _CRUMBS[type(record)](record)["url"]


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


_CRUMBS = {
    Document: lambda d: {"label": d.number, "url": reverse("resolutions:document", args=[d.pk])},
    Target: lambda t: {"label": _shortened(t.text), "url": reverse("resolutions:target", args=[t.pk])},
    Assignment: lambda a: {"label": f"{a.place} · {a.year}", "url": reverse("resolutions:figure", args=[a.pk])},
    ProgressReport: lambda r: {"label": r.period.name, "url": reverse("resolutions:report", args=[r.pk])},
}
