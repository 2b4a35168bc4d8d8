"""What every list and record of the API has in common."""

from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import GenericViewSet

from api.asking import AskedFilterBackend
from api.paging import NumberedPages
from api.reading import BoundedJSONParser


class ScopedList(ListModelMixin, GenericViewSet):
    """A list of what the person may see.

    `records(viewer)` is where scope is decided, `with_parts(rows)` names what the answer shows beside the row, so that
    a page costs the same queries with one row and with two hundred."""

    permission_classes = [IsAuthenticated]
    filter_backends = [AskedFilterBackend]
    pagination_class = NumberedPages
    parser_classes = [BoundedJSONParser]

    def records(self, viewer):
        raise NotImplementedError

    def with_parts(self, rows):
        return rows

    def get_queryset(self):
        records = self.records(self.request.user)
        return self.with_parts(records) if self.detail else records


class ScopedViewSet(RetrieveModelMixin, ScopedList):
    """A list and its records; what the person may not see is not found."""

    lookup_value_regex = "[0-9]{1,18}"
    detail_serializer_class = None

    def get_serializer_class(self):
        if self.detail and self.detail_serializer_class is not None:
            return self.detail_serializer_class
        return self.serializer_class

    def as_shown(self, record) -> dict:
        """The record as its own address shows it."""
        shape = self.detail_serializer_class or self.serializer_class
        whole = self.with_parts(type(record).objects).get(pk=record.pk)
        return shape(whole, context=self.get_serializer_context()).data
