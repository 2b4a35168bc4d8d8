"""Documents learn their period, level, kind of issuer and year, and their number is compared as a decision's is.

Where two documents written down apart would now have one key, the later keeps the key it had: both stay, and whoever
looks at them sees both."""

import re
import unicodedata

from django.db import migrations, models

_SEPARATORS = re.compile(r"\s*([/.-])\s*")
_LEADING_ZEROS = re.compile(r"^0+(?=[0-9])")


def _key_now(number):
    text = unicodedata.normalize("NFC", number).replace("Ð", "Đ").replace("ð", "đ").replace("–", "-")
    text = _SEPARATORS.sub(r"\1", " ".join(text.split())).upper()
    return _LEADING_ZEROS.sub("", text)


def _key_before(number):
    return "".join(number.upper().replace("Ð", "Đ").split())


def _fill(apps, schema_editor):
    _give_keys(apps, schema_editor, _key_now)


def _put_back(apps, schema_editor):
    _give_keys(apps, schema_editor, _key_before)


def _give_keys(apps, schema_editor, key_of):
    here = schema_editor.connection.alias
    documents = apps.get_model("resolutions", "Document").objects.using(here).order_by("id")
    taken = {_place(held, held.number_key): held.pk for held in documents}
    for held in documents:
        key = key_of(held.number)
        if taken.get(_place(held, key), held.pk) == held.pk:
            taken.pop(_place(held, held.number_key), None)
            taken[_place(held, key)] = held.pk
            held.number_key = key
        held.year = held.issued_on.year
        held.save(update_fields=["number_key", "year"])


def _place(held, key):
    return held.kind, held.issuer_key, key, held.issued_on


class Migration(migrations.Migration):

    dependencies = [('resolutions', '0001_documents')]

    operations = [
        migrations.AddField('document', 'issuer_kind', models.CharField(blank=True, choices=[('party_committee', 'Cấp ủy'), ('mass_mobilization', 'Cơ quan dân vận của Đảng'), ('front', 'Mặt trận Tổ quốc, tổ chức chính trị - xã hội'), ('authority', 'Chính quyền'), ('other', 'Cơ quan khác')], default='', max_length=20, verbose_name='Loại cơ quan ban hành'), preserve_default=False),
        migrations.AddField('document', 'year', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='Năm ban hành')),
        migrations.AddField('document', 'period_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Giai đoạn từ năm')),
        migrations.AddField('document', 'period_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Giai đoạn đến năm')),
        migrations.AddField('document', 'applies_to', models.CharField(blank=True, choices=[('grassroots', 'Cấp cơ sở'), ('district', 'Cấp huyện'), ('province', 'Cấp tỉnh'), ('central', 'Trung ương')], default='', max_length=12, verbose_name='Cấp thực hiện'), preserve_default=False),
        migrations.AddField('document', 'version', models.PositiveIntegerField(default=1)),
        migrations.RunPython(_fill, _put_back),
    ]
