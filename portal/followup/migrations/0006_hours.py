"""Hours: one line for an activity of a source, times, who confirmed. What a decision said first."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import portal.followup.hours.models
from django.conf import settings
from django.db import migrations, models

from portal.followup.rows.operations import DeclareScopes, InstallTriggers, OpenScope
from snippets.schema_changes import at_once


CONFIRMED = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE followup_activitylog DISABLE TRIGGER USER;
UPDATE followup_activitylog SET
    state = 'confirmed',
    key = 'former-' || id,
    decided_at = created_at,
    decided_by_id = created_by_id,
    decider_name = COALESCE(NULLIF(author_name, ''), 'Déclic');
ALTER TABLE followup_activitylog ENABLE TRIGGER USER;
-- Histories are changed in this scope alone: what they say was counted too.
SELECT set_config('app.scope', 'retention', true);
UPDATE followup_activitylogevent SET state = 'confirmed';
SELECT set_config('app.scope', 'migration', true);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0005_procedures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        DeclareScopes(),
        migrations.AlterModelOptions(
            name='activitylog',
            options={'base_manager_name': 'unscoped', 'default_manager_name': 'unscoped', 'ordering': ['-week', models.OrderBy(models.F('day'), descending=True, nulls_last=True), 'pk'], 'verbose_name': 'heures d’activité'},
        ),
        migrations.AddField(
            model_name='activitylog',
            name='by_person',
            field=models.BooleanField(default=False, verbose_name='déclarée par la personne'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='day',
            field=models.DateField(blank=True, null=True, verbose_name='jour'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='décidé le'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='decider_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='décideur·se'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='ends_at',
            field=models.TimeField(blank=True, null=True, verbose_name='à'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='correction',
            field=models.CharField(blank=True, max_length=300, verbose_name='motif de la correction'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='key',
            field=models.CharField(default=portal.followup.hours.models.new_key, editable=False, max_length=300, verbose_name='clé'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='motif'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='source',
            field=models.CharField(choices=[('hand', 'Saisie'), ('training', 'Formation'), ('step', 'Étape du plan d’action'), ('session', 'Session de recrutement'), ('volunteering', 'Bénévolat')], default='hand', max_length=12, verbose_name='provenance'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='starts_at',
            field=models.TimeField(blank=True, null=True, verbose_name='de'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='state',
            field=models.CharField(choices=[('waiting', 'À confirmer'), ('confirmed', 'Confirmée'), ('refused', 'Non retenue')], default='waiting', max_length=9, verbose_name='état'),
        ),
        migrations.AddField(
            model_name='activitylog',
            name='title',
            field=models.CharField(blank=True, max_length=255, verbose_name='intitulé'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='by_person',
            field=models.BooleanField(default=False, verbose_name='déclarée par la personne'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='day',
            field=models.DateField(blank=True, null=True, verbose_name='jour'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='décidé le'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='decider_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='décideur·se'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='ends_at',
            field=models.TimeField(blank=True, null=True, verbose_name='à'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='correction',
            field=models.CharField(blank=True, max_length=300, verbose_name='motif de la correction'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='key',
            field=models.CharField(default=portal.followup.hours.models.new_key, editable=False, max_length=300, verbose_name='clé'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='motif'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='source',
            field=models.CharField(choices=[('hand', 'Saisie'), ('training', 'Formation'), ('step', 'Étape du plan d’action'), ('session', 'Session de recrutement'), ('volunteering', 'Bénévolat')], default='hand', max_length=12, verbose_name='provenance'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='starts_at',
            field=models.TimeField(blank=True, null=True, verbose_name='de'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='state',
            field=models.CharField(choices=[('waiting', 'À confirmer'), ('confirmed', 'Confirmée'), ('refused', 'Non retenue')], default='waiting', max_length=9, verbose_name='état'),
        ),
        migrations.AddField(
            model_name='activitylogevent',
            name='title',
            field=models.CharField(blank=True, max_length=255, verbose_name='intitulé'),
        ),
        migrations.AddField(
            model_name='sanctionprocedure',
            name='first_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='première durée (mois)'),
        ),
        migrations.AddField(
            model_name='sanctionprocedure',
            name='first_rate',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='premier taux (%)'),
        ),
        migrations.AddField(
            model_name='sanctionprocedureevent',
            name='first_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='première durée (mois)'),
        ),
        migrations.AddField(
            model_name='sanctionprocedureevent',
            name='first_rate',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='premier taux (%)'),
        ),
        migrations.AlterField(
            model_name='activitylog',
            name='hours',
            field=models.DecimalField(decimal_places=2, max_digits=4, verbose_name='heures'),
        ),
        migrations.AlterField(
            model_name='activitylogevent',
            name='hours',
            field=models.DecimalField(decimal_places=2, max_digits=4, verbose_name='heures'),
        ),
        # What professionals wrote so far counted: it is confirmed, by who wrote it.
        OpenScope(),
        migrations.RunSQL(CONFIRMED, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='sanctionprocedure',
            name='procedure_within_its_bounds',
        ),
        migrations.AddConstraint(
            model_name='activitylog',
            constraint=models.UniqueConstraint(fields=('beneficiary', 'source', 'key'), name='activity_counts_once', violation_error_message='Cette activité est déjà notée.'),
        ),
        migrations.AddConstraint(
            model_name='activitylog',
            constraint=models.CheckConstraint(condition=models.Q(('day__isnull', True), ('hours__lte', 24), _connector='OR'), name='activity_hours_in_a_day', violation_error_message='Une journée a 24 heures.'),
        ),
        migrations.AddConstraint(
            model_name='activitylog',
            constraint=models.CheckConstraint(condition=models.Q(('day__isnull', True), models.Q(('day__gte', models.F('week')), ('day__lt', django.db.models.expressions.CombinedExpression(models.F('week'), '+', models.Value(datetime.timedelta(days=7))))), _connector='OR'), name='activity_day_in_its_week', violation_error_message='Ce jour est dans une autre semaine.'),
        ),
        migrations.AddConstraint(
            model_name='activitylog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', True), ('starts_at__isnull', True)), models.Q(('day__isnull', False), ('ends_at__isnull', False), ('starts_at__isnull', False), models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at', datetime.time(0, 0)), _connector='OR')), _connector='OR'), name='activity_times_are_whole', violation_error_message='Un horaire a un jour, un début, puis une fin.'),
        ),
        migrations.AddConstraint(
            model_name='activitylog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_at__isnull', False), models.Q(('decider_name', ''), _negated=True)), _connector='OR'), name='activity_confirmed_by_somebody', violation_error_message='Dites qui confirme.'),
        ),
        migrations.AddConstraint(
            model_name='activitylog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('by_person', False), ('created_by__isnull', True), ('decided_by__isnull', True), models.Q(('decided_by', models.F('created_by')), _negated=True), _connector='OR'), name='activity_not_confirmed_by_the_person', violation_error_message='La personne ne confirme pas ses propres heures.'),
        ),
        migrations.AddConstraint(
            model_name='activitylog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='activity_refused_with_a_reason', violation_error_message='Dites pourquoi ces heures ne sont pas retenues.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('months__isnull', True), ('outcome__in', ['', 'none']), ('rate__isnull', True)), models.Q(models.Q(('stage', ''), _negated=True), models.Q(('home', ''), _negated=True), models.Q(models.Q(('first_months__isnull', True), ('first_rate__isnull', True), ('rate__gte', models.F('rate_least')), ('rate__lte', models.F('rate_most')), ('months__gte', models.F('months_least')), ('months__lte', models.F('months_most'))), models.Q(('first_rate__gte', models.F('rate_least')), ('first_rate__lte', models.F('rate_most')), ('first_months__gte', models.F('months_least')), ('first_months__lte', models.F('months_most')), ('first_rate__isnull', False), ('rate__gte', 1), ('rate__lte', models.F('first_rate')), ('first_months__isnull', False), ('months__gte', 1), ('months__lte', models.F('first_months'))), _connector='OR'), ('effect_on__isnull', False), ('months__isnull', False), ('months_most__isnull', False), ('outcome__in', ['suspension', 'suppression']), ('rate__isnull', False), ('rate_most__isnull', False), ('rate_most__lte', 100)), _connector='OR'), name='procedure_within_its_bounds', violation_error_message='Le taux ou la durée dépasse ce que le barème permet.'),
        ),
        migrations.AlterConstraint(
            model_name='activitylog',
            name='activity_hours_in_a_week',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 80)), name='activity_hours_in_a_week', violation_error_message='Entre quelques minutes et 80 heures par semaine.'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name='activitylog',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='activitylog',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='activitylog',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='sanctionprocedure',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='sanctionprocedure',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='sanctionprocedure',
                    name='delete_delete',
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='activitylog',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_activitylogevent" ("author_name", "beneficiary_id", "by_person", "comment", "correction", "created_at", "created_by_id", "day", "decided_at", "decided_by_id", "decider_name", "ends_at", "hours", "id", "key", "kind_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source", "starts_at", "state", "title", "week") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."by_person", NEW."comment", NEW."correction", NEW."created_at", NEW."created_by_id", NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."decider_name", NEW."ends_at", NEW."hours", NEW."id", NEW."key", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."source", NEW."starts_at", NEW."state", NEW."title", NEW."week"); RETURN NULL;', hash='d5eb19557d2addb5d61c81cec901ecff0c7ad835', operation='INSERT', pgid='pgtrigger_insert_insert_6b879', table='followup_activitylog', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='activitylog',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_activitylogevent" ("author_name", "beneficiary_id", "by_person", "comment", "correction", "created_at", "created_by_id", "day", "decided_at", "decided_by_id", "decider_name", "ends_at", "hours", "id", "key", "kind_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source", "starts_at", "state", "title", "week") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."by_person", NEW."comment", NEW."correction", NEW."created_at", NEW."created_by_id", NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."decider_name", NEW."ends_at", NEW."hours", NEW."id", NEW."key", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."source", NEW."starts_at", NEW."state", NEW."title", NEW."week"); RETURN NULL;', hash='80b3f527b005d9af1da4d4f4380338b4fc78c2f9', operation='UPDATE', pgid='pgtrigger_update_update_77dd8', table='followup_activitylog', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='activitylog',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_activitylogevent" ("author_name", "beneficiary_id", "by_person", "comment", "correction", "created_at", "created_by_id", "day", "decided_at", "decided_by_id", "decider_name", "ends_at", "hours", "id", "key", "kind_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source", "starts_at", "state", "title", "week") VALUES (OLD."author_name", OLD."beneficiary_id", OLD."by_person", OLD."comment", OLD."correction", OLD."created_at", OLD."created_by_id", OLD."day", OLD."decided_at", OLD."decided_by_id", OLD."decider_name", OLD."ends_at", OLD."hours", OLD."id", OLD."key", OLD."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."source", OLD."starts_at", OLD."state", OLD."title", OLD."week"); RETURN NULL;', hash='a8603957c096787f92ff187c5db32149beb9f2bc', operation='DELETE', pgid='pgtrigger_delete_delete_9e7c8', table='followup_activitylog', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sanctionprocedure',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_sanctionprocedureevent" ("appeal_until", "author_name", "beneficiary_id", "consequences", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision_proof", "decision_received_on", "effect_on", "first_months", "first_rate", "held_on", "hold_reason", "home", "household", "id", "months", "months_least", "months_most", "nature", "notice_proof", "notice_received_on", "observations_until", "opinion", "opinion_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_least", "rate_most", "referent_id", "removal_proposed_on", "report_id", "right_ended_on", "situation", "stage", "state", "updated_at", "version") VALUES (NEW."appeal_until", NEW."author_name", NEW."beneficiary_id", NEW."consequences", NEW."created_at", NEW."created_by_id", NEW."decided_by_id", NEW."decided_on", NEW."decision_proof", NEW."decision_received_on", NEW."effect_on", NEW."first_months", NEW."first_rate", NEW."held_on", NEW."hold_reason", NEW."home", NEW."household", NEW."id", NEW."months", NEW."months_least", NEW."months_most", NEW."nature", NEW."notice_proof", NEW."notice_received_on", NEW."observations_until", NEW."opinion", NEW."opinion_on", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."rate", NEW."rate_least", NEW."rate_most", NEW."referent_id", NEW."removal_proposed_on", NEW."report_id", NEW."right_ended_on", NEW."situation", NEW."stage", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='b6b6ce2a796778caa279113bc5da291773798c26', operation='INSERT', pgid='pgtrigger_insert_insert_3298c', table='followup_sanctionprocedure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sanctionprocedure',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_sanctionprocedureevent" ("appeal_until", "author_name", "beneficiary_id", "consequences", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision_proof", "decision_received_on", "effect_on", "first_months", "first_rate", "held_on", "hold_reason", "home", "household", "id", "months", "months_least", "months_most", "nature", "notice_proof", "notice_received_on", "observations_until", "opinion", "opinion_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_least", "rate_most", "referent_id", "removal_proposed_on", "report_id", "right_ended_on", "situation", "stage", "state", "updated_at", "version") VALUES (NEW."appeal_until", NEW."author_name", NEW."beneficiary_id", NEW."consequences", NEW."created_at", NEW."created_by_id", NEW."decided_by_id", NEW."decided_on", NEW."decision_proof", NEW."decision_received_on", NEW."effect_on", NEW."first_months", NEW."first_rate", NEW."held_on", NEW."hold_reason", NEW."home", NEW."household", NEW."id", NEW."months", NEW."months_least", NEW."months_most", NEW."nature", NEW."notice_proof", NEW."notice_received_on", NEW."observations_until", NEW."opinion", NEW."opinion_on", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."rate", NEW."rate_least", NEW."rate_most", NEW."referent_id", NEW."removal_proposed_on", NEW."report_id", NEW."right_ended_on", NEW."situation", NEW."stage", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='2c1c3c0b46d43bacc845fc6edcb964f55b84845e', operation='UPDATE', pgid='pgtrigger_update_update_63f63', table='followup_sanctionprocedure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sanctionprocedure',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_sanctionprocedureevent" ("appeal_until", "author_name", "beneficiary_id", "consequences", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision_proof", "decision_received_on", "effect_on", "first_months", "first_rate", "held_on", "hold_reason", "home", "household", "id", "months", "months_least", "months_most", "nature", "notice_proof", "notice_received_on", "observations_until", "opinion", "opinion_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_least", "rate_most", "referent_id", "removal_proposed_on", "report_id", "right_ended_on", "situation", "stage", "state", "updated_at", "version") VALUES (OLD."appeal_until", OLD."author_name", OLD."beneficiary_id", OLD."consequences", OLD."created_at", OLD."created_by_id", OLD."decided_by_id", OLD."decided_on", OLD."decision_proof", OLD."decision_received_on", OLD."effect_on", OLD."first_months", OLD."first_rate", OLD."held_on", OLD."hold_reason", OLD."home", OLD."household", OLD."id", OLD."months", OLD."months_least", OLD."months_most", OLD."nature", OLD."notice_proof", OLD."notice_received_on", OLD."observations_until", OLD."opinion", OLD."opinion_on", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rate", OLD."rate_least", OLD."rate_most", OLD."referent_id", OLD."removal_proposed_on", OLD."report_id", OLD."right_ended_on", OLD."situation", OLD."stage", OLD."state", OLD."updated_at", OLD."version"); RETURN NULL;', hash='d823c35c98ecb87a7b51b4ab7e2b9a4839666990', operation='DELETE', pgid='pgtrigger_delete_delete_b7cce', table='followup_sanctionprocedure', when='AFTER')),
                ),
            ]
        ),
        InstallTriggers("ActivityLog", "SanctionProcedure"),
    ])
