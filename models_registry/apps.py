from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModelsRegistryConfig(AppConfig):
    name = "models_registry"
    verbose_name = _("Sổ đăng ký mô hình")

    def ready(self):
        from models_registry import measures  # noqa: F401  declares what this app counts
        from models_registry.search_index import ensure_search_index

        post_migrate.connect(ensure_search_index, sender=self)
