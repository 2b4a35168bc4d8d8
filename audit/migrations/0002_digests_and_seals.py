from django.db import migrations, models

from audit.digest import digest_of


def fill_digests(apps, schema_editor):
    Event = apps.get_model("audit", "Event").objects.using(schema_editor.connection.alias)
    batch = []
    for row in Event.filter(digest="").iterator(chunk_size=2000):
        row.digest = digest_of(row)
        batch.append(row)
        if len(batch) == 2000:
            Event.bulk_update(batch, ["digest"])
            batch = []
    Event.bulk_update(batch, ["digest"])


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.AlterField("event", "at", models.DateTimeField(db_index=True, verbose_name="Thời điểm")),
        migrations.AddField(
            "event", "digest", models.CharField(default="", editable=False, max_length=64), preserve_default=False
        ),
        migrations.RunPython(fill_digests, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_at", models.DateTimeField(auto_now_add=True, verbose_name="Niêm lúc")),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField(unique=True)),
                ("rows", models.PositiveIntegerField(verbose_name="Số dòng")),
                ("digest", models.CharField(max_length=64, verbose_name="Dấu niêm")),
            ],
            options={
                "verbose_name": "Niêm phong nhật ký",
                "verbose_name_plural": "Niêm phong nhật ký",
                "ordering": ["last_id"],
            },
        ),
    ]
