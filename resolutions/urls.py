"""Addresses of resolutions and other documents."""

from django.urls import path

from resolutions import views

app_name = "resolutions"
urlpatterns = [
    path("", views.documents, name="list"),
    path("moi/", views.create, name="create"),
    path("<int:pk>/", views.document, name="document"),
]
