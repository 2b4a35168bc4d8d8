"""Addresses of "Việc của tôi"."""

from django.urls import path

from recognition import views_queues

app_name = "work"
urlpatterns = [
    path("", views_queues.mine, name="mine"),
    path("buoc/", views_queues.step_with_many, name="step_with_many"),
    path("ket-qua/", views_queues.report, name="report"),
    path("<slug:key>/", views_queues.queue, name="queue"),
]
