"""Questions about documents, as sentences."""

from django.db import models
from django.db.models import Q

from accounts.scoping import assigned_units, seen_by
from vietnamese.folding import fold


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DocumentQuerySet":
        """The centre's documents, those of the units the person sees, and those of the units above hers: a province's
        resolution is what its communes work by."""
        seen = seen_by(user)
        if seen.is_everything:
            return self
        above = set(seen.places)
        for unit in assigned_units(user):
            while unit.parent_id:
                above.add(unit.parent_id)
                unit = unit.parent
        return self.filter(Q(unit__isnull=True) | Q(unit_id__in=sorted(seen.units | above)))

    def searching(self, text: str) -> "DocumentQuerySet":
        """Documents whose number, title, issuer or summary hold every word, marks and case aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=f" {word}")
        return found
