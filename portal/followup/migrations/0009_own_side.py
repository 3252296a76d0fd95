"""What is shared with the person, what they say, their requests for their file: tables, locks."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import portal.followup.own_side.models
from django.conf import settings
from django.db import migrations, models
from portal.followup.rows import policies
from portal.followup.rows.operations import (
    CloseMerged,
    DeclareScopes,
    EnableRowSecurity,
    InstallTriggers,
)
from snippets.schema_changes import at_once


TABLES = ("FileRequest", "SharedItem", "StepWord", "WithheldItem")
TRIGGERS = [
    pgtrigger.migrations.AddTrigger(
        model_name='filerequest',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_filerequestevent" ("about", "answered_on", "author_name", "available_until", "beneficiary_id", "created_at", "created_by_id", "deleted_at", "delivery", "delivery_proof", "document_keys", "due_on", "extended_on", "extension_reason", "file", "id", "identity_proof", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "received_on", "refusal_reason", "sha256", "state", "updated_at", "version", "way") VALUES (NEW."about", NEW."answered_on", NEW."author_name", NEW."available_until", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."deleted_at", NEW."delivery", NEW."delivery_proof", NEW."document_keys", NEW."due_on", NEW."extended_on", NEW."extension_reason", NEW."file", NEW."id", NEW."identity_proof", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."received_on", NEW."refusal_reason", NEW."sha256", NEW."state", NEW."updated_at", NEW."version", NEW."way"); RETURN NULL;', hash='f687aa270eeb5dd38bb49736071191cadbb422e2', operation='INSERT', pgid='pgtrigger_insert_insert_f9838', table='followup_filerequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='filerequest',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_filerequestevent" ("about", "answered_on", "author_name", "available_until", "beneficiary_id", "created_at", "created_by_id", "deleted_at", "delivery", "delivery_proof", "document_keys", "due_on", "extended_on", "extension_reason", "file", "id", "identity_proof", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "received_on", "refusal_reason", "sha256", "state", "updated_at", "version", "way") VALUES (NEW."about", NEW."answered_on", NEW."author_name", NEW."available_until", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."deleted_at", NEW."delivery", NEW."delivery_proof", NEW."document_keys", NEW."due_on", NEW."extended_on", NEW."extension_reason", NEW."file", NEW."id", NEW."identity_proof", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."received_on", NEW."refusal_reason", NEW."sha256", NEW."state", NEW."updated_at", NEW."version", NEW."way"); RETURN NULL;', hash='2e8c1507b386981ac98591d59297a68fb4e5c59e', operation='UPDATE', pgid='pgtrigger_update_update_13647', table='followup_filerequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='filerequest',
        trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_filerequestevent" ("about", "answered_on", "author_name", "available_until", "beneficiary_id", "created_at", "created_by_id", "deleted_at", "delivery", "delivery_proof", "document_keys", "due_on", "extended_on", "extension_reason", "file", "id", "identity_proof", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "received_on", "refusal_reason", "sha256", "state", "updated_at", "version", "way") VALUES (OLD."about", OLD."answered_on", OLD."author_name", OLD."available_until", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."deleted_at", OLD."delivery", OLD."delivery_proof", OLD."document_keys", OLD."due_on", OLD."extended_on", OLD."extension_reason", OLD."file", OLD."id", OLD."identity_proof", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."received_on", OLD."refusal_reason", OLD."sha256", OLD."state", OLD."updated_at", OLD."version", OLD."way"); RETURN NULL;', hash='394a1409fb81d147eb13b45edfc933945860375a', operation='DELETE', pgid='pgtrigger_delete_delete_27bfc', table='followup_filerequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='shareditem',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_shareditemevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "document_id", "ended_at", "ended_by", "id", "kind", "note_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id", "text") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."document_id", NEW."ended_at", NEW."ended_by", NEW."id", NEW."kind", NEW."note_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."step_id", NEW."text"); RETURN NULL;', hash='4178b97fa3f2c765b66969f1a15ebaf34ffc7bcb', operation='INSERT', pgid='pgtrigger_insert_insert_c62d4', table='followup_shareditem', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='shareditem',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_shareditemevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "document_id", "ended_at", "ended_by", "id", "kind", "note_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id", "text") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."document_id", NEW."ended_at", NEW."ended_by", NEW."id", NEW."kind", NEW."note_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."step_id", NEW."text"); RETURN NULL;', hash='92e632378f36c9409c5b2c829f318a9b07f3c4a7', operation='UPDATE', pgid='pgtrigger_update_update_91a80', table='followup_shareditem', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='shareditem',
        trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_shareditemevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "document_id", "ended_at", "ended_by", "id", "kind", "note_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id", "text") VALUES (OLD."author_name", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."document_id", OLD."ended_at", OLD."ended_by", OLD."id", OLD."kind", OLD."note_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."step_id", OLD."text"); RETURN NULL;', hash='10532f4b9e51ac75c2000d0e8a216bbdc7b135f1', operation='DELETE', pgid='pgtrigger_delete_delete_64fa7', table='followup_shareditem', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='stepword',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_stepwordevent" ("beneficiary_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "step_id", "taken_back_at") VALUES (NEW."beneficiary_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."said_at", NEW."step_id", NEW."taken_back_at"); RETURN NULL;', hash='f2aefce1c924e40ba83233827b8edb88627bc18f', operation='INSERT', pgid='pgtrigger_insert_insert_76c8f', table='followup_stepword', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='stepword',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_stepwordevent" ("beneficiary_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "step_id", "taken_back_at") VALUES (NEW."beneficiary_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."said_at", NEW."step_id", NEW."taken_back_at"); RETURN NULL;', hash='22a51436572deba8b8548bd03c090a32ff14ae02', operation='UPDATE', pgid='pgtrigger_update_update_09c07', table='followup_stepword', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='stepword',
        trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_stepwordevent" ("beneficiary_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "step_id", "taken_back_at") VALUES (OLD."beneficiary_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."said_at", OLD."step_id", OLD."taken_back_at"); RETURN NULL;', hash='dd731c60f190105340a6f532cb9913915cc5ee38', operation='DELETE', pgid='pgtrigger_delete_delete_cbf6d', table='followup_stepword', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='withhelditem',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_withhelditemevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "request_id", "row_key", "section") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."request_id", NEW."row_key", NEW."section"); RETURN NULL;', hash='b81d16af8136dbc906a9d569856584a616ec3c98', operation='INSERT', pgid='pgtrigger_insert_insert_64053', table='followup_withhelditem', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='withhelditem',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_withhelditemevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "request_id", "row_key", "section") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."request_id", NEW."row_key", NEW."section"); RETURN NULL;', hash='8c56a1861da2d537f7ba2f438d0ab5577935a39e', operation='UPDATE', pgid='pgtrigger_update_update_1abc5', table='followup_withhelditem', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='withhelditem',
        trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_withhelditemevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "request_id", "row_key", "section") VALUES (OLD."author_name", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."request_id", OLD."row_key", OLD."section"); RETURN NULL;', hash='498600324606d9922ceeaa32caf2be44d6c13957', operation='DELETE', pgid='pgtrigger_delete_delete_cb022', table='followup_withhelditem', when='AFTER')),
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0008_suggestions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='FileRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('received', 'À préparer'), ('ready', 'Prête à remettre'), ('delivered', 'Remise à la personne'), ('refused', 'Refusée'), ('withdrawn', 'Retirée')], default='received', max_length=9, verbose_name='état')),
                ('way', models.CharField(choices=[('space', 'Par son espace'), ('letter', 'Par courrier'), ('desk', 'Au guichet')], max_length=6, verbose_name='reçue')),
                ('received_on', models.DateField(verbose_name='reçue le')),
                ('about', models.TextField(blank=True, max_length=1000, verbose_name='ce que demande la personne')),
                ('identity_proof', models.CharField(blank=True, max_length=200, verbose_name='identité vérifiée')),
                ('due_on', models.DateField(verbose_name='réponse au plus tard le')),
                ('extended_on', models.DateField(blank=True, null=True, verbose_name='prolongée le')),
                ('extension_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de la prolongation')),
                ('prepared_at', models.DateTimeField(blank=True, null=True, verbose_name='préparée le')),
                ('file', models.FileField(blank=True, max_length=120, storage=portal.followup.own_side.models._private, upload_to=portal.followup.own_side.models._random_name, verbose_name='fichier')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('document_keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='documents remis')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='réponse le')),
                ('delivery', models.CharField(blank=True, choices=[('space', 'Dans son espace'), ('hand', 'En main propre'), ('letter', 'Par courrier')], max_length=6, verbose_name='remise')),
                ('delivery_proof', models.CharField(blank=True, max_length=200, verbose_name='preuve de la remise')),
                ('available_until', models.DateField(blank=True, null=True, verbose_name='disponible jusqu’au')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='fichier effacé le')),
                ('refusal_reason', models.TextField(blank=True, max_length=1000, verbose_name='motif du refus')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('prepared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='préparée par')),
            ],
            options={
                'verbose_name': 'demande d’accès au dossier',
                'ordering': ['-received_on', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='FileRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('received', 'À préparer'), ('ready', 'Prête à remettre'), ('delivered', 'Remise à la personne'), ('refused', 'Refusée'), ('withdrawn', 'Retirée')], default='received', max_length=9, verbose_name='état')),
                ('way', models.CharField(choices=[('space', 'Par son espace'), ('letter', 'Par courrier'), ('desk', 'Au guichet')], max_length=6, verbose_name='reçue')),
                ('received_on', models.DateField(verbose_name='reçue le')),
                ('about', models.TextField(blank=True, max_length=1000, verbose_name='ce que demande la personne')),
                ('identity_proof', models.CharField(blank=True, max_length=200, verbose_name='identité vérifiée')),
                ('due_on', models.DateField(verbose_name='réponse au plus tard le')),
                ('extended_on', models.DateField(blank=True, null=True, verbose_name='prolongée le')),
                ('extension_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de la prolongation')),
                ('prepared_at', models.DateTimeField(blank=True, null=True, verbose_name='préparée le')),
                ('file', models.FileField(blank=True, max_length=120, storage=portal.followup.own_side.models._private, upload_to=portal.followup.own_side.models._random_name, verbose_name='fichier')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('document_keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='documents remis')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='réponse le')),
                ('delivery', models.CharField(blank=True, choices=[('space', 'Dans son espace'), ('hand', 'En main propre'), ('letter', 'Par courrier')], max_length=6, verbose_name='remise')),
                ('delivery_proof', models.CharField(blank=True, max_length=200, verbose_name='preuve de la remise')),
                ('available_until', models.DateField(blank=True, null=True, verbose_name='disponible jusqu’au')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='fichier effacé le')),
                ('refusal_reason', models.TextField(blank=True, max_length=1000, verbose_name='motif du refus')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.filerequest')),
                ('prepared_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='préparée par')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SharedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('kind', models.CharField(choices=[('document', 'Document'), ('step', 'Étape'), ('note', 'Extrait d’une note'), ('bring', 'À apporter')], max_length=8, verbose_name='quoi')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='texte')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='partage arrêté le')),
                ('ended_by', models.CharField(blank=True, max_length=200, verbose_name='arrêté par')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shared', to='followup.casedocument', verbose_name='document')),
                ('note', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shared', to='followup.journalentry', verbose_name='note')),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shared', to='followup.actionstep', verbose_name='étape')),
            ],
            options={
                'verbose_name': 'partage avec la personne',
                'ordering': ['-created_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SharedItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('kind', models.CharField(choices=[('document', 'Document'), ('step', 'Étape'), ('note', 'Extrait d’une note'), ('bring', 'À apporter')], max_length=8, verbose_name='quoi')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='texte')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='partage arrêté le')),
                ('ended_by', models.CharField(blank=True, max_length=200, verbose_name='arrêté par')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.casedocument', verbose_name='document')),
                ('note', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.journalentry', verbose_name='note')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.shareditem')),
                ('step', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.actionstep', verbose_name='étape')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StepWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='dit le')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='repris le')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='followup.actionstep', verbose_name='étape')),
            ],
            options={
                'verbose_name': 'étape dite faite',
                'ordering': ['-said_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='StepWordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='dit le')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='repris le')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.stepword')),
                ('step', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.actionstep', verbose_name='étape')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WithheldItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('section', models.CharField(max_length=20, verbose_name='rubrique')),
                ('row_key', models.BigIntegerField(verbose_name='élément')),
                ('reason', models.CharField(choices=[('third_party', 'Parle d’une autre personne'), ('household', 'Parle d’une autre personne du foyer'), ('reporter', 'Dirait qui a signalé'), ('secret', 'Secret professionnel d’un autre métier'), ('decision', 'Prépare une décision qui n’est pas prise'), ('danger', 'Mettrait quelqu’un en danger')], max_length=12, verbose_name='motif')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withheld', to='followup.filerequest', verbose_name='demande')),
            ],
            options={
                'verbose_name': 'élément non communiqué',
                'ordering': ['section', 'row_key'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='WithheldItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('section', models.CharField(max_length=20, verbose_name='rubrique')),
                ('row_key', models.BigIntegerField(verbose_name='élément')),
                ('reason', models.CharField(choices=[('third_party', 'Parle d’une autre personne'), ('household', 'Parle d’une autre personne du foyer'), ('reporter', 'Dirait qui a signalé'), ('secret', 'Secret professionnel d’un autre métier'), ('decision', 'Prépare une décision qui n’est pas prise'), ('danger', 'Mettrait quelqu’un en danger')], max_length=12, verbose_name='motif')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.withhelditem')),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.filerequest', verbose_name='demande')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='filerequest',
            index=models.Index(fields=['state', 'due_on'], name='followup_file_request_due'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['received', 'ready'])), fields=('beneficiary',), name='file_request_one_at_a_time', violation_error_message='Une demande attend déjà une réponse.'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('received_on'))), name='file_request_has_a_delay', violation_error_message='Le délai finit après la demande.'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.CheckConstraint(condition=models.Q(('way', 'space'), models.Q(('identity_proof', ''), _negated=True), _connector='OR'), name='file_request_of_somebody_known', violation_error_message='Dites comment l’identité a été vérifiée.'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.CheckConstraint(condition=models.Q(('extended_on__isnull', True), models.Q(('extension_reason', ''), _negated=True), _connector='OR'), name='file_request_extended_with_a_reason', violation_error_message='Une prolongation a un motif.'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(models.Q(('refusal_reason', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='file_request_refused_with_a_reason', violation_error_message='Un refus a un motif.'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'delivered'), _negated=True), models.Q(('answered_on__gte', models.F('received_on')), models.Q(('delivery', ''), _negated=True)), _connector='OR'), name='file_request_delivered_in_a_way', violation_error_message='Dites comment le dossier est remis.'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('file', ''), _negated=True), _connector='OR'), name='file_request_ready_has_a_file'),
        ),
        migrations.AddConstraint(
            model_name='filerequest',
            constraint=models.CheckConstraint(condition=models.Q(('file', ''), ('state__in', ['ready', 'delivered']), _connector='OR'), name='file_request_keeps_no_file_for_nothing'),
        ),
        migrations.AddConstraint(
            model_name='shareditem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('kind', 'document')), models.Q(('kind', 'step'), ('step__isnull', False)), models.Q(('kind', 'note'), ('note__isnull', False), models.Q(('text', ''), _negated=True)), models.Q(('kind', 'bring'), models.Q(('text', ''), _negated=True)), _connector='OR'), name='shared_item_is_something', violation_error_message='Dites ce qui est partagé.'),
        ),
        migrations.AddConstraint(
            model_name='shareditem',
            constraint=models.UniqueConstraint(condition=models.Q(('document__isnull', False), ('ended_at__isnull', True)), fields=('document',), name='shared_document_once', violation_error_message='Ce document est déjà partagé.'),
        ),
        migrations.AddConstraint(
            model_name='shareditem',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('step__isnull', False)), fields=('step',), name='shared_step_once', violation_error_message='Cette étape est déjà partagée.'),
        ),
        migrations.AddConstraint(
            model_name='stepword',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('step',), name='step_word_once', violation_error_message='Vous l’avez déjà dit.'),
        ),
        migrations.AddConstraint(
            model_name='withhelditem',
            constraint=models.UniqueConstraint(fields=('request', 'section', 'row_key'), name='withheld_item_once'),
        ),
        # Triggers of all, at once: one by one, the project's state would be made again before each.
        migrations.SeparateDatabaseAndState(state_operations=[*TRIGGERS]),
        InstallTriggers("FileRequest", "SharedItem", "StepWord", "WithheldItem"),
        DeclareScopes(),
        *(EnableRowSecurity(name, *policies.LOCKS[name]) for name in TABLES),
        CloseMerged(),
    ])
