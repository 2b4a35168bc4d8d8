from django.apps import AppConfig
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DandanConfig(AppConfig):
    name = "dandan"
    verbose_name = _("Dân vận khéo")

    def ready(self):
        # A check of the database; how people are counted; what waits for them of targets.
        from dandan import durability, measures, target_queues  # noqa: F401
        from dandan.application_role import grant_again

        # Django tells only apps that have tables; what concerns all of them comes with the last, after the log's guard.
        last = [config for config in self.apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(_make_limits_table, sender=last, dispatch_uid="limits table")
        post_migrate.connect(grant_again, sender=last, dispatch_uid="application role")


def _make_limits_table(using: str, **kwargs) -> None:
    """The table of settings.CACHES["limits"], where it stands in the database. A second run finds it made."""
    if settings.LIMITS_IN_DATABASE:
        call_command("createcachetable", database=using, verbosity=0)
