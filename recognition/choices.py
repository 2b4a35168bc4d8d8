from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionKind(models.TextChoices):
    RECOGNITION = "recognition", _("Công nhận")
