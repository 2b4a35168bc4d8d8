"""What every paper kept beside a record has: its name, its bytes and who brought it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptFile(models.Model):
    """A file taken in and kept by models_registry.attachments, under a random name outside the web root. Whoever inherits
    says where its `file` goes."""

    name = models.CharField(_("Tên tệp"), max_length=200)
    file: models.FileField
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
