from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Nhật ký")

    def ready(self):
        from audit.append_only import protect_log

        post_migrate.connect(protect_log, sender=self)
