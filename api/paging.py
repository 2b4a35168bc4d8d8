"""Lists in pages: how many there are, where the next page is, and the rows of this one."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from audit.errors import DomainError

PAGE_SIZE, LARGEST_PAGE = 25, 200


class NumberedPages(BasePagination):
    """`page` from 1 and `page_size` up to 200. The page's keys are found first and its rows read by them, so that a
    page far back costs a walk along an index and not the reading of everything before it."""

    def paginate_queryset(self, queryset, request, view=None, with_parts=None):
        self.request = request
        self.page = _number(request, "page", 1, None)
        self.size = _number(request, "page_size", PAGE_SIZE, LARGEST_PAGE)
        self.count = queryset.count()
        start = (self.page - 1) * self.size
        if start >= self.count and self.page > 1:
            raise NotFound(_("Không có trang này."))
        keys = list(queryset.values_list("pk", flat=True)[start : start + self.size])
        rows = (with_parts or view.with_parts)(queryset.model.objects).in_bulk(keys) if keys else {}
        return [rows[key] for key in keys if key in rows]

    def get_paginated_response(self, data):
        return Response({"count": self.count, "next": self._next(), "results": data})

    def _next(self) -> str | None:
        if self.page * self.size >= self.count:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "page", self.page + 1)

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["count", "next", "results"],
            "properties": {
                "count": {"type": "integer"},
                "next": {"type": "string", "format": "uri", "nullable": True},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view):
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": {"type": "integer", "minimum": 1} | bound,
            }
            for name, bound in (("page", {}), ("page_size", {"maximum": LARGEST_PAGE, "default": PAGE_SIZE}))
        ]


def _number(request, name: str, default: int, largest: int | None) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
    if number < 1:
        raise DomainError(_("Hãy ghi một số từ 1 trở lên."), field=name)
    if largest is not None and number > largest:
        raise DomainError(_("Nhiều nhất %(largest)s dòng một trang.") % {"largest": largest}, field=name)
    return number
