from django.urls import path

from reports.views_annual import annual_export, annual_page
from reports.views_chosen import exemplary_export, proposals_export
from reports.views_register import award_export, register_export
from reports.views_targets import targets_export

app_name = "reports"
urlpatterns = [
    path("nam/", annual_page, name="annual"),
    path("nam/tep/", annual_export, name="annual_export"),
    path("tieu-bieu/", exemplary_export, name="exemplary_export"),
    path("de-nghi/", proposals_export, name="proposals_export"),
    path("khen-thuong/", award_export, name="award_export"),
    path("so-dang-ky/", register_export, name="register_export"),
    path("chi-tieu/<int:pk>/tep/", targets_export, name="targets_export"),
]
