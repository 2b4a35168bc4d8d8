from django.apps import AppConfig
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DandanConfig(AppConfig):
    name = "dandan"
    verbose_name = _("Dân vận khéo")

    def ready(self):
        from dandan import durability, measures  # noqa: F401  a check of the database; how people are counted

        post_migrate.connect(_make_limits_table, sender=self, dispatch_uid="limits table")


def _make_limits_table(using: str, **kwargs) -> None:
    """The table of settings.CACHES["limits"], where it stands in the database. A second run finds it made."""
    if settings.LIMITS_IN_DATABASE:
        call_command("createcachetable", database=using, verbosity=0)
