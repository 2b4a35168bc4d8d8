"""Addresses of recognition."""

from django.urls import path

from recognition import views, views_deciding

app_name = "recognition"
urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("moi/", views_deciding.create, name="create"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/them/", views_deciding.add, name="add"),
]
