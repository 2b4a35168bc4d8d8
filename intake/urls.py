"""Addresses of the import."""

from django.urls import path

from intake import views_columns, views_preview, views_result, views_start
from intake.targets import views as targets

app_name = "intake"
urlpatterns = [
    path("", views_start.start, name="start"),
    path("chi-tieu/", targets.start, name="targets"),
    path("chi-tieu/<int:pk>/mau.xlsx", targets.export, name="targets_export"),
    path("<uuid:pk>/cot/", views_columns.columns, name="columns"),
    path("<uuid:pk>/xem-truoc/", views_preview.preview, name="preview"),
    path("<uuid:pk>/ket-qua/", views_result.result, name="result"),
    path("<uuid:pk>/hoan-tac/", views_result.undo, name="undo"),
    path("<uuid:pk>/can-sua.xlsx", views_result.refused, name="refused"),
]
