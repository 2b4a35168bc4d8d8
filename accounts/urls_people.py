"""People and their assignments, for those who keep them."""

from django.urls import path

from accounts import views_people
from accounts.views_people_second_factor import reset_second_factor

app_name = "people"
urlpatterns = [
    path("", views_people.people, name="list"),
    path("moi/", views_people.create, name="create"),
    path("don-vi/", views_people.units, name="units"),
    path("don-vi-xem/", views_people.units_seen, name="units_seen"),
    path("co-quan/", views_people.organisations, name="organisations"),
    path("<int:pk>/", views_people.person, name="person"),
    path("<int:pk>/phan-cong/", views_people.add_assignment, name="assign"),
    path("<int:pk>/phan-cong/<int:assignment>/", views_people.last_day, name="last_day"),
    path("<int:pk>/mat-khau/", views_people.new_password, name="new_password"),
    path("<int:pk>/hai-buoc/", reset_second_factor, name="reset_second_factor"),
]
