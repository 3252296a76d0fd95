"""Filters of the caseload that a person keeps: theirs alone, as what they are writing is."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from portal.followup.rows import policies
from portal.followup.rows.operations import EnableRowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0004_entitlement_explanation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='nom')),
                ('query', models.CharField(blank=True, max_length=300, verbose_name='filtres')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='à')),
            ],
            options={
                'verbose_name': 'filtre enregistré',
                'verbose_name_plural': 'filtres enregistrés',
                'ordering': ['created_at', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='saved_filter_once', violation_error_message='Un de vos onglets a déjà ce nom.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_filter_has_a_name', violation_error_message='Donnez un nom à l’onglet.')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        EnableRowSecurity("SavedFilter", policies.DRAFT, key="user_id"),
    ]
