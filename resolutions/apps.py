from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ResolutionsConfig(AppConfig):
    name = "resolutions"
    verbose_name = pgettext_lazy("mục chính", "Nghị quyết")

    def ready(self):
        from resolutions import measures  # noqa: F401  declares what this app counts
