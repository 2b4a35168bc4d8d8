from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import pgettext_lazy


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = pgettext_lazy("số nhiều", "Đơn vị")

    def ready(self):
        from units.edition import watch_units

        post_migrate.connect(watch_units, sender=self)
