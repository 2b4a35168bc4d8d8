from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('models_registry', '0003_stages_of_what_stands'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='registration',
            name='status',
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['unit', 'year', 'hand_unit', 'field', 'level', 'kind', 'phase', 'recognised_level', 'stage', 'model'], name='registration_counts_by_unit'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['year', 'unit', 'hand_unit', 'field', 'level', 'kind', 'phase', 'recognised_level', 'stage', 'model'], name='registration_counts_by_year'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(condition=models.Q(('stage', 'withdrawn'), _negated=True), fields=('model', 'year', 'level'), name='registered_once_a_year_and_level', violation_error_message='Mô hình này đã được đăng ký ở cấp này trong năm.'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawn_with_a_reason', violation_error_message='Rút đăng ký phải có lý do.'),
        ),
    ]
