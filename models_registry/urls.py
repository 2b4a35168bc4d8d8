"""Addresses of the register."""

from django.urls import path

from models_registry import (
    views_campaigns,
    views_choices,
    views_deeds,
    views_detail,
    views_entry,
    views_files,
    views_list,
)

app_name = "models_registry"
urlpatterns = [
    path("", views_list.register_list, name="list"),
    path("moi/", views_entry.create, name="create"),
    path("nhap/", views_entry.drafts, name="drafts"),
    path("nhap/luu/", views_entry.autosave, name="autosave"),
    path("nhap/<int:pk>/bo/", views_entry.drop_draft, name="drop_draft"),
    path("chon/don-vi/", views_choices.units, name="units"),
    path("chon/don-vi/nam/", views_choices.unit_of_year, name="unit_of_year"),
    path("chon/co-quan/", views_choices.organisations, name="organisations"),
    path("chon/gan-giong/", views_choices.near, name="near"),
    path("chon/dot/", views_choices.campaign_terms, name="campaign_terms"),
    path("dot/", views_campaigns.campaigns, name="campaigns"),
    path("dot/moi/", views_campaigns.create, name="open_campaign"),
    path("dot/<int:pk>/", views_campaigns.campaign, name="campaign"),
    path("dot/<int:pk>/sua/", views_campaigns.change, name="change_campaign"),
    path("tai-lieu/<int:pk>/", views_files.attachment, name="attachment"),
    path("ma/<int:pk>/", views_detail.model, name="model"),
    path("<int:pk>/", views_detail.detail, name="detail"),
    path("<int:pk>/tiep/", views_entry.continue_model, name="continue"),
    path("<int:pk>/sua/", views_deeds.edit_registration, name="edit"),
    path("<int:pk>/rut/", views_deeds.withdraw_registration, name="withdraw"),
    path("<int:pk>/dia-gioi/", views_deeds.place_registration, name="place"),
]
