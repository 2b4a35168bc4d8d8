"""Addresses of recognition."""

from django.urls import path

from recognition import (
    views,
    views_checking,
    views_choosing,
    views_chosen,
    views_deciding,
    views_ending,
    views_replicating,
    views_steps,
    views_survival,
)

app_name = "recognition"
urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("moi/", views_deciding.create, name="create"),
    path("<int:pk>/", views.decision, name="decision"),
    path("ho-so/<int:pk>/<str:step>/", views_steps.take_step, name="step"),
    path("<int:pk>/them/", views_deciding.add, name="add"),
    path("tieu-bieu/", views_chosen.exemplary_list, name="exemplary"),
    path("tieu-bieu/chon/", views_choosing.choose, name="choose"),
    path("tieu-bieu/<int:pk>/thoi/", views_ending.end_chosen, name="end_exemplary"),
    path("de-nghi/", views_chosen.proposal_list, name="proposals"),
    path("de-nghi/lap/", views_choosing.propose_many, name="propose"),
    path("de-nghi/<int:pk>/rut/", views_ending.withdraw_one, name="withdraw_proposal"),
    path("kiem-tra/", views_checking.checks, name="checks"),
    path("kiem-tra/<int:pk>/", views_checking.check_one, name="check_one"),
    path("duy-tri/", views_survival.survival_page, name="survival"),
    path("doi-chieu/", views_survival.ladder_page, name="ladder"),
    path("nhan-rong/", views_replicating.replication_list, name="replication"),
    path("nhan-rong/don-vi/", views_replicating.replica_units, name="replica_units"),
    path("nhan-rong/<int:pk>/", views_replicating.tree, name="tree"),
    path("nhan-rong/<int:pk>/them/", views_replicating.add_replica, name="add_replica"),
    path("nhan-rong/<int:pk>/goc/", views_replicating.add_source, name="add_source"),
    path("nhan-rong/lien-ket/<int:pk>/thoi/", views_replicating.end_link, name="end_link"),
]
