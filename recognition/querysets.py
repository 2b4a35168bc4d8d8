"""Questions about decisions, as sentences."""

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.scoping import seen_by
from models_registry.models import Registration
from vietnamese.folding import fold


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DecisionQuerySet":
        """Decisions issued by a unit the person sees, or that recognise a registration she sees."""
        seen = seen_by(user)
        if seen.is_everything:
            return self
        from recognition.models import Recognition

        # Asked decision by decision: nothing is walked for those the person's own units issued.
        touching = Recognition.objects.visible_to(user).filter(decision=OuterRef("pk"))
        return self.filter(models.Q(unit_id__in=seen.unit_ids) | models.Exists(touching))

    def with_sizes(self, viewer) -> "DecisionQuerySet":
        """Each decision with `size`, the number of registrations it recognises that the person may see."""
        from recognition.models import Recognition

        # Asked row by row: a page of decisions then counts its own recognitions and not all there are.
        seen = Recognition.objects.visible_to(viewer).filter(decision=OuterRef("pk")).order_by()
        sizes = seen.values("decision").annotate(n=Count("id")).values("n")
        return self.annotate(size=Coalesce(Subquery(sizes), 0))

    def searching(self, text: str) -> "DecisionQuerySet":
        """Decisions whose number or issuing body holds every word of the text, marks and case aside."""
        found = self
        for word in fold(text).split():
            # Numbers are kept as they are compared, where D and Đ differ; people type "qd" for "QĐ".
            number = word.upper().replace("D", "[DĐ]")
            found = found.filter(models.Q(number_key__regex=number) | models.Q(issuing_key__contains=word))
        return found


class RecognitionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RecognitionQuerySet":
        if seen_by(user).is_everything:
            return self
        return self.filter(registration_id__in=Registration.objects.visible_to(user).values("id"))
