"""Every address of the product."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from dandan.health import healthz
from dandan.log_pages.views import log, log_export
from dandan.search import search
from dandan.style_page import StylePage
from reports.views_dashboard import dashboard_page

handler400 = "dandan.wrong_address.wrong_address"
handler500 = "dandan.slow_statements.server_trouble"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", dashboard_page, name="dashboard"),
    path("tim-kiem/", search, name="search"),
    path("mo-hinh/", include("models_registry.urls")),
    path("viec/", include("recognition.urls_work")),
    path("cong-nhan/", include("recognition.urls")),
    path("nhap/", include("intake.urls")),
    path("bao-cao/", include("reports.urls")),
    path("nghi-quyet/", include("resolutions.urls")),
    path("tai-khoan/", include("accounts.urls")),
    path("quan-tri/nguoi-dung/", include("accounts.urls_people")),
    path("quan-tri/du-lieu-ca-nhan/", include("dandan.personal_data.urls")),
    path("quan-tri/danh-muc/", include("dandan.unit_catalogues.urls")),
    path("quan-tri/nhat-ky/", log, name="log"),
    path("quan-tri/nhat-ky/tep/", log_export, name="log_export"),
    path("quan-tri/giao-dien/", StylePage.as_view(), name="style_page"),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
]
if settings.OIDC_SERVER_URL:
    urlpatterns.append(path("tai-khoan/", include("accounts.urls_single_sign_on")))
