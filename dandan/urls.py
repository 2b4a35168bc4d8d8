"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from dandan.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
]
