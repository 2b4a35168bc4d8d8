"""The signed paper as it was scanned."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from recognition.models.decisions import Decision


class DecisionScan(models.Model):
    """A scan of the signed decision. A newer one takes its place on the page and the older is kept."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="scans", verbose_name=_("Quyết định"))
    name = models.CharField(_("Tên tệp"), max_length=200)
    file = models.FileField(upload_to="decisions/%Y/%m")
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Bản quét quyết định")
        verbose_name_plural = _("Bản quét quyết định")
        ordering = ["-id"]

    def __str__(self):
        return self.name
