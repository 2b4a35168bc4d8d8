from django.urls import path

from dandan.unit_catalogues import views
from dandan.unit_catalogues.kinds import ORGANISATIONS, TAGS

app_name = "catalogues"


def _pages(start: str, of) -> list:
    told = {"of": of}
    return [
        path(f"{start}/", views.listing, told, name=of.name),
        path(f"{start}/moi/", views.create, told, name=f"create_{of.subject}"),
        path(f"{start}/<int:pk>/", views.record, told, name=of.subject),
        path(f"{start}/<int:pk>/ngay-cuoi/", views.last_day, told, name=f"end_{of.subject}"),
    ]


urlpatterns = [
    path("", views.start, name="start"),
    path("don-vi/", views.units, name="units"),
    *_pages("co-quan", ORGANISATIONS),
    *_pages("tieu-linh-vuc", TAGS),
]
