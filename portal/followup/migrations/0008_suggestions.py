"""What was proposed to people: the table, its history, its lock; the scope of its link."""

import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import portal.followup.booking.codes
import snippets.fields
from django.conf import settings
from django.db import migrations, models
from portal.followup.rows import policies
from portal.followup.rows.operations import DeclareScopes, EnableRowSecurity, InstallTriggers
from snippets.schema_changes import at_once


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0007_moves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('opportunity_id', models.BigIntegerField(verbose_name='numéro de l’annonce')),
                ('kind', models.CharField(choices=[('job', 'Emploi'), ('volunteering', 'Bénévolat'), ('session', 'Session de recrutement')], max_length=12, verbose_name='type')),
                ('title', models.CharField(max_length=255, verbose_name='intitulé')),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='commune')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='début')),
                ('is_neutral', models.BooleanField(default=False, verbose_name='intitulé neutre')),
                ('way', models.CharField(choices=[('mail', 'Par e-mail'), ('sheet', 'Sur une feuille imprimée'), ('spoken', 'De vive voix ou au téléphone')], max_length=6, verbose_name='proposée')),
                ('address', snippets.fields.AddressField(blank=True, max_length=254, verbose_name='adresse')),
                ('token', models.CharField(default=portal.followup.booking.codes.new_token, editable=False, max_length=16, unique=True)),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='vue le')),
                ('application_id', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='candidature')),
                ('registration_id', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='inscription')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
            ],
            options={
                'verbose_name': 'proposition',
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
            name='SuggestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('opportunity_id', models.BigIntegerField(verbose_name='numéro de l’annonce')),
                ('kind', models.CharField(choices=[('job', 'Emploi'), ('volunteering', 'Bénévolat'), ('session', 'Session de recrutement')], max_length=12, verbose_name='type')),
                ('title', models.CharField(max_length=255, verbose_name='intitulé')),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='commune')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='début')),
                ('is_neutral', models.BooleanField(default=False, verbose_name='intitulé neutre')),
                ('way', models.CharField(choices=[('mail', 'Par e-mail'), ('sheet', 'Sur une feuille imprimée'), ('spoken', 'De vive voix ou au téléphone')], max_length=6, verbose_name='proposée')),
                ('address', snippets.fields.AddressField(blank=True, max_length=254, verbose_name='adresse')),
                ('token', models.CharField(default=portal.followup.booking.codes.new_token, editable=False, max_length=16)),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='vue le')),
                ('application_id', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='candidature')),
                ('registration_id', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='inscription')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.suggestion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(fields=('beneficiary', 'opportunity_id'), name='suggestion_once', violation_error_message='Cette annonce a déjà été proposée à cette personne.'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('way', 'mail'), ('address', ''), _connector='OR'), name='suggestion_address_of_a_mail', violation_error_message='Seul un e-mail part à une adresse.'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('application_id__isnull', True), ('registration_id__isnull', True), _connector='OR'), name='suggestion_answered_one_way', violation_error_message='On postule à une annonce, on s’inscrit à une session.'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name='suggestion',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_suggestionevent" ("address", "application_id", "author_name", "beneficiary_id", "created_at", "created_by_id", "id", "is_neutral", "kind", "opportunity_id", "organisation", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "registration_id", "seen_at", "starts_at", "title", "token", "way") VALUES (NEW."address", NEW."application_id", NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_neutral", NEW."kind", NEW."opportunity_id", NEW."organisation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."registration_id", NEW."seen_at", NEW."starts_at", NEW."title", NEW."token", NEW."way"); RETURN NULL;', hash='ff6906c80bdb81c604b617e919fb5e294cf73609', operation='INSERT', pgid='pgtrigger_insert_insert_71910', table='followup_suggestion', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='suggestion',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_suggestionevent" ("address", "application_id", "author_name", "beneficiary_id", "created_at", "created_by_id", "id", "is_neutral", "kind", "opportunity_id", "organisation", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "registration_id", "seen_at", "starts_at", "title", "token", "way") VALUES (NEW."address", NEW."application_id", NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_neutral", NEW."kind", NEW."opportunity_id", NEW."organisation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."registration_id", NEW."seen_at", NEW."starts_at", NEW."title", NEW."token", NEW."way"); RETURN NULL;', hash='cafbf9d583834586e153730c0fa89e40992dd37e', operation='UPDATE', pgid='pgtrigger_update_update_01856', table='followup_suggestion', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='suggestion',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_suggestionevent" ("address", "application_id", "author_name", "beneficiary_id", "created_at", "created_by_id", "id", "is_neutral", "kind", "opportunity_id", "organisation", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "registration_id", "seen_at", "starts_at", "title", "token", "way") VALUES (OLD."address", OLD."application_id", OLD."author_name", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."id", OLD."is_neutral", OLD."kind", OLD."opportunity_id", OLD."organisation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."registration_id", OLD."seen_at", OLD."starts_at", OLD."title", OLD."token", OLD."way"); RETURN NULL;', hash='0926c922cd219998917f472540b0941278ba6941', operation='DELETE', pgid='pgtrigger_delete_delete_70f27', table='followup_suggestion', when='AFTER')),
                ),
            ]
        ),
        InstallTriggers("Suggestion"),
        DeclareScopes(),
        EnableRowSecurity("Suggestion", *policies.LOCKS["Suggestion"]),
    ])
