"""Caseloads that move: reassignments, merges of cases, exports."""

import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import portal.followup.home.models
from django.conf import settings
from django.db import migrations, models

from portal.followup.rows import policies
from portal.followup.rows.operations import (
    CloseMerged,
    DeclareScopes,
    EnableRowSecurity,
    InstallTriggers,
    RenewTriggers,
)
from snippets.schema_changes import at_once


# A case that was merged leads to another: nothing is written in it any more. The row of the person
# is locked, so that what is written meanwhile is moved with the rest, or refused.
MERGED = """
CREATE FUNCTION followup_refuse_merged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    leads_to bigint;
BEGIN
    -- What empties whole tables keeps its own lines of every case.
    IF former = 'retention' THEN
        RETURN NEW;
    END IF;
    PERFORM set_config('app.scope', 'policy', true);
    SELECT merged_into_id INTO leads_to FROM public.followup_beneficiary
    WHERE id = NEW.beneficiary_id FOR KEY SHARE;
    PERFORM set_config('app.scope', former, true);
    IF leads_to IS NOT NULL THEN
        RAISE restrict_violation USING MESSAGE = 'merged case: nothing is written in it';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION followup_keep_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF public.followup_in_scope('merge', 'retention', 'erasure', 'demo', 'migration', 'test') THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE =
        'row-level security: a merged case is written by its service';
END $$;

CREATE TRIGGER followup_keep_merged
BEFORE UPDATE ON followup_beneficiary FOR EACH ROW
WHEN (
    OLD.merged_into_id IS NOT NULL OR NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id
)
EXECUTE FUNCTION followup_keep_merged();
"""
NO_MERGED = """
DROP TRIGGER followup_keep_merged ON followup_beneficiary;
DROP FUNCTION followup_keep_merged();
DROP FUNCTION followup_refuse_merged() CASCADE;
"""
REVOKED = "REVOKE EXECUTE ON FUNCTION followup_refuse_merged() FROM PUBLIC"
TABLES = ("Reassignment", "CaseExport", "CaseMerge")

# State alone: `InstallTriggers` installs them at once.
TRIGGERS = [
    pgtrigger.migrations.AddTrigger(
        model_name='casemerge',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_casemergeevent" ("answer", "asked_by_id", "author_name", "beneficiary_id", "choices", "created_at", "created_by_id", "decided_at", "decided_by_id", "id", "identity_key", "loser_id", "matricule", "moved", "number", "organism", "organism_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seal", "state", "stayed") VALUES (NEW."answer", NEW."asked_by_id", NEW."author_name", NEW."beneficiary_id", NEW."choices", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."identity_key", NEW."loser_id", NEW."matricule", NEW."moved", NEW."number", NEW."organism", NEW."organism_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."seal", NEW."state", NEW."stayed"); RETURN NULL;', hash='74975a476d3a2e9e31edb5919c8a3f389963e996', operation='INSERT', pgid='pgtrigger_insert_insert_02024', table='followup_casemerge', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='casemerge',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_casemergeevent" ("answer", "asked_by_id", "author_name", "beneficiary_id", "choices", "created_at", "created_by_id", "decided_at", "decided_by_id", "id", "identity_key", "loser_id", "matricule", "moved", "number", "organism", "organism_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seal", "state", "stayed") VALUES (NEW."answer", NEW."asked_by_id", NEW."author_name", NEW."beneficiary_id", NEW."choices", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."identity_key", NEW."loser_id", NEW."matricule", NEW."moved", NEW."number", NEW."organism", NEW."organism_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."seal", NEW."state", NEW."stayed"); RETURN NULL;', hash='f219c3929f1362de6c482751f05c2b04e2a5afcf', operation='UPDATE', pgid='pgtrigger_update_update_f6b7a', table='followup_casemerge', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='casemerge',
        trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_casemergeevent" ("answer", "asked_by_id", "author_name", "beneficiary_id", "choices", "created_at", "created_by_id", "decided_at", "decided_by_id", "id", "identity_key", "loser_id", "matricule", "moved", "number", "organism", "organism_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seal", "state", "stayed") VALUES (OLD."answer", OLD."asked_by_id", OLD."author_name", OLD."beneficiary_id", OLD."choices", OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decided_by_id", OLD."id", OLD."identity_key", OLD."loser_id", OLD."matricule", OLD."moved", OLD."number", OLD."organism", OLD."organism_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."seal", OLD."state", OLD."stayed"); RETURN NULL;', hash='2c202c195171ead3e09c031916b72dc0e11e6614', operation='DELETE', pgid='pgtrigger_delete_delete_90f1c', table='followup_casemerge', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='reassignment',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_reassignmentevent" ("assignments", "author_name", "created_at", "created_by_id", "former_id", "id", "leaves_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "unit_id") VALUES (NEW."assignments", NEW."author_name", NEW."created_at", NEW."created_by_id", NEW."former_id", NEW."id", NEW."leaves_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."refused", NEW."unit_id"); RETURN NULL;', hash='28ca0d049896e946ae25be604fbe8331fb65d4ac', operation='INSERT', pgid='pgtrigger_insert_insert_25dcf', table='followup_reassignment', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='reassignment',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_reassignmentevent" ("assignments", "author_name", "created_at", "created_by_id", "former_id", "id", "leaves_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "unit_id") VALUES (NEW."assignments", NEW."author_name", NEW."created_at", NEW."created_by_id", NEW."former_id", NEW."id", NEW."leaves_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."refused", NEW."unit_id"); RETURN NULL;', hash='ac7ec063fe437d90e472df6305b170d2f6a7776b', operation='UPDATE', pgid='pgtrigger_update_update_ab514', table='followup_reassignment', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='reassignment',
        trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_reassignmentevent" ("assignments", "author_name", "created_at", "created_by_id", "former_id", "id", "leaves_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "unit_id") VALUES (OLD."assignments", OLD."author_name", OLD."created_at", OLD."created_by_id", OLD."former_id", OLD."id", OLD."leaves_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."refused", OLD."unit_id"); RETURN NULL;', hash='ed99a7c9821a8882a4726e46a1797da7ccd6dcd8', operation='DELETE', pgid='pgtrigger_delete_delete_c4f62', table='followup_reassignment', when='AFTER')),
    ),
]
RENEWED = [
    pgtrigger.migrations.RemoveTrigger(
        model_name='beneficiary',
        name='insert_insert',
    ),
    pgtrigger.migrations.RemoveTrigger(
        model_name='beneficiary',
        name='update_update',
    ),
    pgtrigger.migrations.RemoveTrigger(
        model_name='beneficiary',
        name='delete_delete',
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='beneficiary',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_beneficiaryevent" ("address_line", "address_more", "author_name", "birth_date", "birth_name", "commune_id", "contacts_on", "created_at", "created_by_id", "email", "first_name", "france_travail_number", "has_disability_recognition", "has_litigation_hold", "has_no_fixed_address", "household_id", "id", "identity_key", "identity_on", "merged_into_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "role", "sort_name", "state", "title", "town", "unit_id", "updated_at", "used_name", "version", "was_followed_before_reform") VALUES (NEW."address_line", NEW."address_more", NEW."author_name", NEW."birth_date", NEW."birth_name", NEW."commune_id", NEW."contacts_on", NEW."created_at", NEW."created_by_id", NEW."email", NEW."first_name", NEW."france_travail_number", NEW."has_disability_recognition", NEW."has_litigation_hold", NEW."has_no_fixed_address", NEW."household_id", NEW."id", NEW."identity_key", NEW."identity_on", NEW."merged_into_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."role", NEW."sort_name", NEW."state", NEW."title", NEW."town", NEW."unit_id", NEW."updated_at", NEW."used_name", NEW."version", NEW."was_followed_before_reform"); RETURN NULL;', hash='511d7f93c804614d0e8cd0aeb841eefa70fe7a5e', operation='INSERT', pgid='pgtrigger_insert_insert_8bf37', table='followup_beneficiary', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='beneficiary',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_beneficiaryevent" ("address_line", "address_more", "author_name", "birth_date", "birth_name", "commune_id", "contacts_on", "created_at", "created_by_id", "email", "first_name", "france_travail_number", "has_disability_recognition", "has_litigation_hold", "has_no_fixed_address", "household_id", "id", "identity_key", "identity_on", "merged_into_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "role", "sort_name", "state", "title", "town", "unit_id", "updated_at", "used_name", "version", "was_followed_before_reform") VALUES (NEW."address_line", NEW."address_more", NEW."author_name", NEW."birth_date", NEW."birth_name", NEW."commune_id", NEW."contacts_on", NEW."created_at", NEW."created_by_id", NEW."email", NEW."first_name", NEW."france_travail_number", NEW."has_disability_recognition", NEW."has_litigation_hold", NEW."has_no_fixed_address", NEW."household_id", NEW."id", NEW."identity_key", NEW."identity_on", NEW."merged_into_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."role", NEW."sort_name", NEW."state", NEW."title", NEW."town", NEW."unit_id", NEW."updated_at", NEW."used_name", NEW."version", NEW."was_followed_before_reform"); RETURN NULL;', hash='01a25d9b70803148123f6f3da63ebc1f8ad1727c', operation='UPDATE', pgid='pgtrigger_update_update_f53c6', table='followup_beneficiary', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='beneficiary',
        trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_beneficiaryevent" ("address_line", "address_more", "author_name", "birth_date", "birth_name", "commune_id", "contacts_on", "created_at", "created_by_id", "email", "first_name", "france_travail_number", "has_disability_recognition", "has_litigation_hold", "has_no_fixed_address", "household_id", "id", "identity_key", "identity_on", "merged_into_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "role", "sort_name", "state", "title", "town", "unit_id", "updated_at", "used_name", "version", "was_followed_before_reform") VALUES (OLD."address_line", OLD."address_more", OLD."author_name", OLD."birth_date", OLD."birth_name", OLD."commune_id", OLD."contacts_on", OLD."created_at", OLD."created_by_id", OLD."email", OLD."first_name", OLD."france_travail_number", OLD."has_disability_recognition", OLD."has_litigation_hold", OLD."has_no_fixed_address", OLD."household_id", OLD."id", OLD."identity_key", OLD."identity_on", OLD."merged_into_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."role", OLD."sort_name", OLD."state", OLD."title", OLD."town", OLD."unit_id", OLD."updated_at", OLD."used_name", OLD."version", OLD."was_followed_before_reform"); RETURN NULL;', hash='cb48c8b8828cb95fd4324cbbaa1ed72b0c4b1d4d', operation='DELETE', pgid='pgtrigger_delete_delete_6c088', table='followup_beneficiary', when='AFTER')),
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0006_hours'),
        ('snippets', '0010_delays_of_applications'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        DeclareScopes(),
        migrations.CreateModel(
            name='CaseExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'En préparation'), ('ready', 'Prêt'), ('failed', 'Interrompu'), ('ended', 'Supprimé')], default='waiting', max_length=8, verbose_name='état')),
                ('query', models.CharField(blank=True, max_length=300, verbose_name='filtres')),
                ('extension', models.CharField(max_length=4, verbose_name='format')),
                ('reason', models.CharField(max_length=300, verbose_name='motif')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='dossiers')),
                ('keys', models.JSONField(default=list, verbose_name='dossiers du fichier')),
                ('file', models.FileField(blank=True, max_length=120, storage=portal.followup.home.models._private, upload_to=portal.followup.home.models._random_name, verbose_name='fichier')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='demandé le')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='supprimé le')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='ouvert le')),
            ],
            options={
                'verbose_name': 'export de dossiers',
                'ordering': ['-asked_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CaseMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('state', models.CharField(choices=[('asked', 'Proposée'), ('done', 'Faite'), ('refused', 'Refusée'), ('withdrawn', 'Retirée')], default='asked', max_length=9, verbose_name='état')),
                ('reason', models.TextField(max_length=2000, verbose_name='motif')),
                ('choices', models.JSONField(default=dict, verbose_name='choix')),
                ('seal', models.CharField(max_length=64)),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='réponse le')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='réponse')),
                ('moved', models.JSONField(default=dict, verbose_name='lignes venues')),
                ('stayed', models.JSONField(default=dict, verbose_name='lignes restées')),
                ('number', models.BigIntegerField(blank=True, null=True, verbose_name='numéro du dossier fusionné')),
                ('identity_key', models.CharField(blank=True, db_collation='C', db_index=True, max_length=180)),
                ('organism', models.CharField(blank=True, max_length=3, verbose_name='organisme')),
                ('organism_number', models.CharField(blank=True, max_length=3, verbose_name='numéro d’organisme')),
                ('matricule', models.CharField(blank=True, db_index=True, max_length=15, verbose_name='numéro d’allocataire')),
            ],
            options={
                'verbose_name': 'fusion de dossiers',
                'ordering': ['-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CaseMergeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('state', models.CharField(choices=[('asked', 'Proposée'), ('done', 'Faite'), ('refused', 'Refusée'), ('withdrawn', 'Retirée')], default='asked', max_length=9, verbose_name='état')),
                ('reason', models.TextField(max_length=2000, verbose_name='motif')),
                ('choices', models.JSONField(default=dict, verbose_name='choix')),
                ('seal', models.CharField(max_length=64)),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='réponse le')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='réponse')),
                ('moved', models.JSONField(default=dict, verbose_name='lignes venues')),
                ('stayed', models.JSONField(default=dict, verbose_name='lignes restées')),
                ('number', models.BigIntegerField(blank=True, null=True, verbose_name='numéro du dossier fusionné')),
                ('identity_key', models.CharField(blank=True, db_collation='C', max_length=180)),
                ('organism', models.CharField(blank=True, max_length=3, verbose_name='organisme')),
                ('organism_number', models.CharField(blank=True, max_length=3, verbose_name='numéro d’organisme')),
                ('matricule', models.CharField(blank=True, max_length=15, verbose_name='numéro d’allocataire')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reassignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('leaves_on', models.DateField(verbose_name='à partir du')),
                ('assignments', models.JSONField(default=list, verbose_name='dossiers confiés')),
                ('refused', models.JSONField(default=list, verbose_name='dossiers laissés')),
            ],
            options={
                'verbose_name': 'réaffectation en nombre',
                'ordering': ['-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ReassignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('leaves_on', models.DateField(verbose_name='à partir du')),
                ('assignments', models.JSONField(default=list, verbose_name='dossiers confiés')),
                ('refused', models.JSONField(default=list, verbose_name='dossiers laissés')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='beneficiary',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_cases', to='followup.beneficiary', verbose_name='fusionné avec'),
        ),
        migrations.AddField(
            model_name='beneficiaryevent',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='fusionné avec'),
        ),
        migrations.AlterField(
            model_name='beneficiary',
            name='state',
            field=models.CharField(choices=[('active', 'Suivi en cours'), ('exited', 'Sorti·e'), ('merged', 'Fusionné')], default='active', max_length=8, verbose_name='état'),
        ),
        migrations.AlterField(
            model_name='beneficiaryevent',
            name='state',
            field=models.CharField(choices=[('active', 'Suivi en cours'), ('exited', 'Sorti·e'), ('merged', 'Fusionné')], default='active', max_length=8, verbose_name='état'),
        ),
        migrations.AddConstraint(
            model_name='beneficiary',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='beneficiary_merged_leads_somewhere'),
        ),
        migrations.AddField(
            model_name='caseexport',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='proposée par'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='beneficiary',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='followup.beneficiary', verbose_name='dossier gardé'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='réponse de'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='loser',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_up_by', to='followup.beneficiary', verbose_name='dossier fusionné'),
        ),
        migrations.AddField(
            model_name='casemergeevent',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='proposée par'),
        ),
        migrations.AddField(
            model_name='casemergeevent',
            name='beneficiary',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='dossier gardé'),
        ),
        migrations.AddField(
            model_name='casemergeevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='casemergeevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='réponse de'),
        ),
        migrations.AddField(
            model_name='casemergeevent',
            name='loser',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='dossier fusionné'),
        ),
        migrations.AddField(
            model_name='casemergeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.casemerge'),
        ),
        migrations.AddField(
            model_name='reassignment',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='reassignment',
            name='former',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='personne qui part'),
        ),
        migrations.AddField(
            model_name='reassignment',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.unit', verbose_name='unité'),
        ),
        migrations.AddField(
            model_name='reassignmentevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='reassignmentevent',
            name='former',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='personne qui part'),
        ),
        migrations.AddField(
            model_name='reassignmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.reassignment'),
        ),
        migrations.AddField(
            model_name='reassignmentevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.unit', verbose_name='unité'),
        ),
        migrations.AddConstraint(
            model_name='caseexport',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='case_export_has_a_reason', violation_error_message='Dites pourquoi vous exportez ces dossiers.'),
        ),
        migrations.AddConstraint(
            model_name='caseexport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', False), ('state', 'ready'), models.Q(('file', ''), _negated=True)), models.Q(models.Q(('state', 'ready'), _negated=True), ('file', '')), _connector='OR'), name='case_export_file_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='casemerge',
            constraint=models.CheckConstraint(condition=models.Q(('beneficiary', models.F('loser')), _negated=True), name='case_merge_of_two', violation_error_message='Un dossier ne fusionne pas avec lui-même.'),
        ),
        migrations.AddConstraint(
            model_name='casemerge',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'done'])), fields=('loser',), name='case_merge_once', violation_error_message='Une fusion est déjà proposée pour ce dossier.'),
        ),
        migrations.AddConstraint(
            model_name='casemerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['done', 'refused']), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decided_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='case_merge_agreed_by_another', violation_error_message='Une autre personne que celle qui propose donne l’accord.'),
        ),
        migrations.AddConstraint(
            model_name='casemerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='case_merge_refused_with_a_reason', violation_error_message='Dites pourquoi la fusion est refusée.'),
        ),
        migrations.AlterField(
            model_name='accessentry',
            name='act',
            field=models.CharField(choices=[('read', 'Dossier ouvert'), ('document', 'Document ouvert'), ('print', 'Synthèse imprimée'), ('search', 'Recherche d’une personne'), ('export', 'Export'), ('ask_team', 'Demande d’entrée dans le groupe de suivi'), ('grant', 'Accès donné'), ('end', 'Accès retiré'), ('break_glass', 'Accès d’urgence'), ('link', 'Lien avec un compte'), ('merge', 'Fusion de dossiers'), ('refused', 'Refus')], max_length=12, verbose_name='action'),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[*TRIGGERS]),
        InstallTriggers("Reassignment", "CaseMerge"),
        RenewTriggers("Beneficiary", renewed=RENEWED),
        migrations.RunSQL(MERGED, NO_MERGED),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
        *(EnableRowSecurity(name, *policies.LOCKS[name]) for name in TABLES),
        CloseMerged(),
    ])
