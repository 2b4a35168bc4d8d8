from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DandanConfig(AppConfig):
    name = "dandan"
    verbose_name = _("Dân vận khéo")

    def ready(self):
        from dandan import measures  # noqa: F401  declares how people are counted
