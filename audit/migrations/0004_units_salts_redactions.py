from django.conf import settings
from django.db import migrations, models

from audit.append_only import unprotect_statements


def step_aside(apps, schema_editor):
    """The triggers name columns and tables that come or go here; the signal after migrating puts them back."""
    for statement in unprotect_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_back_office_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(step_aside, migrations.RunPython.noop),
        migrations.AddField(
            "event",
            "unit_id",
            models.BigIntegerField(editable=False, null=True, verbose_name="Số của đơn vị"),
        ),
        migrations.AddField("event", "salt", models.CharField(editable=False, max_length=32, null=True)),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch", models.UUIDField()),
                ("event_id", models.BigIntegerField(db_index=True)),
                ("old_digest", models.CharField(max_length=64)),
                ("new_digest", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "Dòng nhật ký đã ẩn danh",
                "verbose_name_plural": "Dòng nhật ký đã ẩn danh",
            },
        ),
        migrations.RemoveIndex("event", "audit_by_batch"),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(("batch__isnull", False)), fields=["batch", "-id"], name="audit_in_batch"
            ),
        ),
        migrations.AddIndex(
            "event",
            models.Index(
                condition=models.Q(("unit_id__isnull", False)),
                fields=["unit_id", "-id"],
                name="audit_by_unit",
            ),
        ),
        migrations.AddIndex("event", models.Index(fields=["verb", "-id"], name="audit_by_verb")),
        migrations.RunPython(migrations.RunPython.noop, step_aside),
    ]
