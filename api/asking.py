"""What an address asks of a list: the pages' own filtersets, and a refusal for every name or value they do not know."""

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend

from audit.errors import DomainError, DomainErrors

EVERYWHERE = frozenset({"page", "page_size", "format"})
"""Names every list understands beside its filters; `format` may be json, which the answer always is."""


class AskedFilterBackend(DjangoFilterBackend):
    """Answers a list by the view's `filterset_class`; a single record is found by its own address alone."""

    def filter_queryset(self, request, queryset, view):
        if getattr(view, "detail", False) or getattr(view, "filterset_class", None) is None:
            return queryset
        asked = view.filterset_class.asked_by(request.user, request.query_params)
        broken = unknown_names(request.query_params, {*asked.filters, *EVERYWHERE}) + asked.refusals()
        if broken:
            raise DomainErrors(broken)
        return asked.qs


def unknown_names(parameters, known) -> list[DomainError]:
    """A refusal for each name outside `known`: a misspelt filter must not pass for the answer to another question."""
    return [
        DomainError(_("Không có tham số này."), field=name[:60]) for name in parameters if name not in known
    ]
