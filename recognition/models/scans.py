"""The signed paper as it was scanned."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from models_registry.kept_files import KeptFile
from recognition.models.decisions import Decision


class DecisionScan(KeptFile):
    """A scan of the signed decision. A newer one takes its place on the page and the older is kept."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="scans", verbose_name=_("Quyết định"))
    file = models.FileField(upload_to="decisions/%Y/%m")

    class Meta:
        verbose_name = _("Bản quét quyết định")
        verbose_name_plural = _("Bản quét quyết định")
        ordering = ["-id"]
