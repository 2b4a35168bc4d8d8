from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = pgettext_lazy("số nhiều", "Đơn vị")
