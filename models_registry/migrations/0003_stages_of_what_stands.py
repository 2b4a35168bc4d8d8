"""Every registration gets its stage from what was known of it, and the step that led there with both its days."""

from django.db import migrations
from django.db.models import F

PART = 2000


def stages(apps, schema_editor):
    here = schema_editor.connection.alias
    Registration = apps.get_model("models_registry", "Registration").objects.using(here)
    StageChange = apps.get_model("models_registry", "StageChange")
    Registration.update(stage="accepted", stage_on=F("registered_on"))
    Registration.exclude(recognised_level="").update(stage="recognised", stage_on=F("recognised_on"))
    Registration.filter(status="withdrawn").update(stage="withdrawn", stage_on=F("withdrawn_on"))
    rows = Registration.exclude(stage="accepted").order_by("id")
    known = rows.values_list("id", "stage", "recognised_on", "withdrawn_on", "created_at", "created_by_id", "withdrawal_reason", "version")
    held = []
    for pk, stage, recognised, withdrawn, entered, by, reason, version in known.iterator(PART):
        day = withdrawn if stage == "withdrawn" else recognised
        held.append(StageChange(
            registration_id=pk, step="withdraw" if stage == "withdrawn" else "back_enter", from_stage="accepted", to_stage=stage,
            happened_on=day or entered.date(), entered_at=entered, by_id=by, note=reason if stage == "withdrawn" else "",
            dossier_version=version,
        ))
        if len(held) == PART:
            StageChange.objects.using(here).bulk_create(held)
            held = []
    StageChange.objects.using(here).bulk_create(held)


def statuses(apps, schema_editor):
    """Back again: all that an older release told apart. Its rows of steps go with their table."""
    Registration = apps.get_model("models_registry", "Registration").objects.using(schema_editor.connection.alias)
    Registration.filter(stage="withdrawn").update(status="withdrawn")


class Migration(migrations.Migration):

    dependencies = [
        ('models_registry', '0002_campaigns_and_stages'),
    ]

    operations = [migrations.RunPython(stages, statuses)]
