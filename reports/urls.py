from django.urls import path

from reports.views_annual import annual_export, annual_page
from reports.views_register import register_export

app_name = "reports"
urlpatterns = [
    path("nam/", annual_page, name="annual"),
    path("nam/tep/", annual_export, name="annual_export"),
    path("so-dang-ky/", register_export, name="register_export"),
]
