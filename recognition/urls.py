"""Addresses of recognition."""

from django.urls import path

from recognition import views, views_deciding, views_steps

app_name = "recognition"
urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("moi/", views_deciding.create, name="create"),
    path("<int:pk>/", views.decision, name="decision"),
    path("ho-so/<int:pk>/<str:step>/", views_steps.take_step, name="step"),
    path("<int:pk>/them/", views_deciding.add, name="add"),
]
