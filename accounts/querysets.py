"""Questions about assignments, as sentences."""

from datetime import date

from django.db import models
from django.db.models import Q


class AssignmentQuerySet(models.QuerySet):
    def on(self, day: date) -> "AssignmentQuerySet":
        """Those that run on the day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
