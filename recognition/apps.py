from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    name = "recognition"
    verbose_name = _("Công nhận")

    def ready(self):
        from recognition import measures  # noqa: F401  declares what this app counts
