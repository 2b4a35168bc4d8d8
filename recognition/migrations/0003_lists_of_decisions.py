"""What each decision recognised becomes the list of the decision: until now the two were one."""

from django.db import migrations
from django.db.models import F

LISTED = """
    INSERT INTO recognition_decisionline
        (decision_id, registration_id, change, level, form, recipient_kind, recipient_name, reason)
    SELECT decision_id, registration_id, 'add', level, '', '', '', '' FROM recognition_recognition ORDER BY id
"""


def lists(apps, schema_editor):
    schema_editor.execute(LISTED)
    Decision = apps.get_model("recognition", "Decision").objects.using(schema_editor.connection.alias)
    Decision.update(entered_at=F("created_at"), entered_by=F("created_by"))


def without_lists(apps, schema_editor):
    """Back again: an older release knows neither drafts, which are no records yet, nor a second recognition at the level
    of a revoked one. What stands is kept, and with it every figure."""
    here = schema_editor.connection.alias
    Decision, DecisionLine, Recognition = (
        apps.get_model("recognition", name).objects.using(here) for name in ("Decision", "DecisionLine", "Recognition")
    )
    DecisionLine.all().delete()
    Decision.filter(state="draft").delete()
    standing = {}
    for pk, registration, level in (
        Recognition.filter(registration__in=Recognition.exclude(revoked_on=None).values("registration"))
        .order_by(F("revoked_on").asc(nulls_first=True), "id")
        .values_list("id", "registration_id", "level")
    ):
        if standing.setdefault((registration, level), pk) != pk:
            Recognition.filter(pk=pk).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('recognition', '0002_decisions_from_draft_to_signature'),
    ]

    operations = [migrations.RunPython(lists, without_lists)]
