from django.urls import path

from dandan.personal_data import views

app_name = "personal"
urlpatterns = [
    path("", views.start, name="start"),
    path("tep/", views.report_file, name="file"),
    path("dinh-chinh/", views.rectify_page, name="rectify"),
    path("an-danh/", views.anonymise_page, name="anonymise"),
]
