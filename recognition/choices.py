from django.db import models
from django.utils.translation import pgettext_lazy


class DecisionKind(models.TextChoices):
    RECOGNITION = "recognition", pgettext_lazy("mục chính", "Công nhận")
