from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class RecognitionConfig(AppConfig):
    name = "recognition"
    verbose_name = pgettext_lazy("mục chính", "Công nhận")

    def ready(self):
        from recognition import cards, cards_after, cards_campaign, measures, own_queues  # noqa: F401  declare what this app shows and counts
