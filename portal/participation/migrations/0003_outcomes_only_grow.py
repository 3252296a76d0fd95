"""A fact is added and never changed: the database holds it. Openings of the organisations' page."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


ONLY_GROWS = """
CREATE FUNCTION participation_outcome_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The erasure of a person, their rows that join an account and the purge say so, for their
    -- transaction alone.
    IF current_setting('declic.audit_maintenance', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Une suite ne se modifie pas : on en ajoute une autre.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER participation_outcome_only_grows BEFORE UPDATE OR DELETE ON participation_outcome
    FOR EACH ROW EXECUTE FUNCTION participation_outcome_only_grows();
"""
BACK = """
DROP TRIGGER participation_outcome_only_grows ON participation_outcome;
DROP FUNCTION participation_outcome_only_grows();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0002_first_replies'),
        ('snippets', '0009_mail_addresses_and_outage'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OutcomeAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date')),
                ('network', models.CharField(blank=True, max_length=45, verbose_name='réseau')),
                ('people', models.PositiveIntegerField(default=0, verbose_name='personnes montrées')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lien envoyé à')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='snippets.organisation', verbose_name='organisation')),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participation.outcome', verbose_name='réponse donnée')),
            ],
            options={
                'verbose_name': 'ouverture de la page des suites',
                'verbose_name_plural': 'ouvertures de la page des suites',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.RunSQL(ONLY_GROWS, BACK),
    ]
