"""Opening hours, invitations, what is sent about appointments; summons."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
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
from portal.followup.rows.operations import (
    DeclareScopes,
    EnableRowSecurity,
    InstallTriggers,
    OpenScope,
)
from snippets.schema_changes import at_once

TABLES = (
    *("AppointmentCategory", "OpeningHours", "Unavailability", "CalendarFeed"),
    *("Invitation", "BookingMessage"),
)
# Label, minutes, mandatory, warns.
FIRST = (
    ("Premier rendez-vous d’accompagnement", 60, True, True),
    ("Rendez-vous de suivi", 45, True, True),
    ("Rencontre facultative", 30, False, False),
)


def lay_categories(apps, schema_editor):
    """What most units begin with; managers rename and add."""
    category = apps.get_model("followup", "AppointmentCategory")._default_manager
    for label, minutes, is_mandatory, warns in FIRST:
        values = {"minutes": minutes, "is_mandatory": is_mandatory, "warns": warns}
        category.get_or_create(label=label, defaults=values)


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0003_terms'),
        ('snippets', '0010_delays_of_applications'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='AppointmentCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('label', models.CharField(max_length=120, verbose_name='libellé')),
                ('minutes', models.PositiveSmallIntegerField(default=45, verbose_name='durée (minutes)')),
                ('is_mandatory', models.BooleanField(default=True, verbose_name='obligatoire')),
                ('warns', models.BooleanField(default=True, verbose_name='la lettre parle des suites d’une absence')),
                ('answer_days', models.PositiveSmallIntegerField(default=15, verbose_name='délai pour choisir (jours)')),
                ('reminder_days', models.PositiveSmallIntegerField(default=3, verbose_name='relance après (jours)')),
                ('eve_days', models.PositiveSmallIntegerField(default=2, verbose_name='rappel avant le rendez-vous (jours)')),
                ('page_text', models.CharField(blank=True, max_length=500, verbose_name='à lire en ligne')),
                ('letter_text', models.TextField(blank=True, max_length=3000, verbose_name='à lire sur la lettre')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='retirée le')),
            ],
            options={
                'verbose_name': 'catégorie de rendez-vous',
                'verbose_name_plural': 'catégories de rendez-vous',
                'ordering': ['label'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='AppointmentCategoryEvent',
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
                ('label', models.CharField(max_length=120, verbose_name='libellé')),
                ('minutes', models.PositiveSmallIntegerField(default=45, verbose_name='durée (minutes)')),
                ('is_mandatory', models.BooleanField(default=True, verbose_name='obligatoire')),
                ('warns', models.BooleanField(default=True, verbose_name='la lettre parle des suites d’une absence')),
                ('answer_days', models.PositiveSmallIntegerField(default=15, verbose_name='délai pour choisir (jours)')),
                ('reminder_days', models.PositiveSmallIntegerField(default=3, verbose_name='relance après (jours)')),
                ('eve_days', models.PositiveSmallIntegerField(default=2, verbose_name='rappel avant le rendez-vous (jours)')),
                ('page_text', models.CharField(blank=True, max_length=500, verbose_name='à lire en ligne')),
                ('letter_text', models.TextField(blank=True, max_length=3000, verbose_name='à lire sur la lettre')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='retirée le')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BookingMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='tour')),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('reminder', 'Relance'), ('confirmation', 'Confirmation'), ('eve', 'Rappel du rendez-vous'), ('cancellation', 'Annulation'), ('summons', 'Convocation')], max_length=12, verbose_name='message')),
                ('channel', models.CharField(choices=[('mail', 'E-mail'), ('letter', 'Lettre'), ('sms', 'SMS')], max_length=6, verbose_name='par')),
                ('state', models.CharField(choices=[('planned', 'Prévu'), ('queued', 'En cours d’envoi'), ('sent', 'Envoyé'), ('handed', 'Remis à la poste ou en main propre'), ('delivered', 'Reçu'), ('bounced', 'Revenu'), ('dropped', 'Abandonné')], default='planned', max_length=9, verbose_name='état')),
                ('due_at', models.DateTimeField(verbose_name='prévu le')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='parti le')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='su le')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='précision')),
                ('address', snippets.fields.AddressField(blank=True, max_length=254, verbose_name='adresse')),
                ('mail_key', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('registered_number', models.CharField(blank=True, max_length=40, verbose_name='numéro de recommandé')),
                ('handed_on', models.DateField(blank=True, null=True, verbose_name='remise le')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='reçue le')),
            ],
            options={
                'verbose_name': 'message',
                'ordering': ['-due_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BookingMessageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='tour')),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('reminder', 'Relance'), ('confirmation', 'Confirmation'), ('eve', 'Rappel du rendez-vous'), ('cancellation', 'Annulation'), ('summons', 'Convocation')], max_length=12, verbose_name='message')),
                ('channel', models.CharField(choices=[('mail', 'E-mail'), ('letter', 'Lettre'), ('sms', 'SMS')], max_length=6, verbose_name='par')),
                ('state', models.CharField(choices=[('planned', 'Prévu'), ('queued', 'En cours d’envoi'), ('sent', 'Envoyé'), ('handed', 'Remis à la poste ou en main propre'), ('delivered', 'Reçu'), ('bounced', 'Revenu'), ('dropped', 'Abandonné')], default='planned', max_length=9, verbose_name='état')),
                ('due_at', models.DateTimeField(verbose_name='prévu le')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='parti le')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='su le')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='précision')),
                ('address', snippets.fields.AddressField(blank=True, max_length=254, verbose_name='adresse')),
                ('mail_key', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('registered_number', models.CharField(blank=True, max_length=40, verbose_name='numéro de recommandé')),
                ('handed_on', models.DateField(blank=True, null=True, verbose_name='remise le')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='reçue le')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créée le')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='fermée le')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='lue le')),
            ],
            options={
                'verbose_name': 'adresse d’agenda',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarFeedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('token_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créée le')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='fermée le')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='lue le')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('token', models.CharField(default=portal.followup.booking.codes.new_token, editable=False, max_length=20, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'En attente d’un choix'), ('booked', 'Rendez-vous pris'), ('expired', 'Sans réponse'), ('withdrawn', 'Retirée'), ('summoned', 'Suivie d’une convocation')], default='waiting', max_length=10, verbose_name='état')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='tour')),
                ('round_at', models.DateTimeField(verbose_name='proposée le')),
                ('answer_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='délai (jours)')),
                ('deadline_on', models.DateField(blank=True, null=True, verbose_name='à choisir jusqu’au')),
                ('expired_at', models.DateTimeField(blank=True, null=True, verbose_name='restée sans réponse le')),
                ('reminders_stopped', models.CharField(blank=True, max_length=250, verbose_name='relances arrêtées')),
                ('closing_reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
            ],
            options={
                'verbose_name': 'invitation',
                'ordering': ['-round_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='InvitationEvent',
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
                ('token', models.CharField(default=portal.followup.booking.codes.new_token, editable=False, max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'En attente d’un choix'), ('booked', 'Rendez-vous pris'), ('expired', 'Sans réponse'), ('withdrawn', 'Retirée'), ('summoned', 'Suivie d’une convocation')], default='waiting', max_length=10, verbose_name='état')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='tour')),
                ('round_at', models.DateTimeField(verbose_name='proposée le')),
                ('answer_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='délai (jours)')),
                ('deadline_on', models.DateField(blank=True, null=True, verbose_name='à choisir jusqu’au')),
                ('expired_at', models.DateTimeField(blank=True, null=True, verbose_name='restée sans réponse le')),
                ('reminders_stopped', models.CharField(blank=True, max_length=250, verbose_name='relances arrêtées')),
                ('closing_reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Lundi'), (1, 'Mardi'), (2, 'Mercredi'), (3, 'Jeudi'), (4, 'Vendredi'), (5, 'Samedi')], verbose_name='jour')),
                ('starts_at', models.TimeField(verbose_name='de')),
                ('ends_at', models.TimeField(verbose_name='à')),
                ('mode', models.CharField(choices=[('office', 'Au bureau'), ('home', 'À domicile'), ('phone', 'Par téléphone'), ('video', 'En visio')], default='office', max_length=6, verbose_name='lieu')),
                ('place', models.CharField(blank=True, max_length=250, verbose_name='adresse')),
                ('valid_from', models.DateField(verbose_name='à partir du')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
            ],
            options={
                'verbose_name': 'plage d’accueil',
                'verbose_name_plural': 'plages d’accueil',
                'ordering': ['weekday', 'starts_at', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='OpeningHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Lundi'), (1, 'Mardi'), (2, 'Mercredi'), (3, 'Jeudi'), (4, 'Vendredi'), (5, 'Samedi')], verbose_name='jour')),
                ('starts_at', models.TimeField(verbose_name='de')),
                ('ends_at', models.TimeField(verbose_name='à')),
                ('mode', models.CharField(choices=[('office', 'Au bureau'), ('home', 'À domicile'), ('phone', 'Par téléphone'), ('video', 'En visio')], default='office', max_length=6, verbose_name='lieu')),
                ('place', models.CharField(blank=True, max_length=250, verbose_name='adresse')),
                ('valid_from', models.DateField(verbose_name='à partir du')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unavailability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('ends_at', models.DateTimeField(verbose_name='fin')),
            ],
            options={
                'verbose_name': 'indisponibilité',
                'ordering': ['starts_at', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='UnavailabilityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('ends_at', models.DateTimeField(verbose_name='fin')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='appointment',
            name='basis',
            field=models.CharField(blank=True, choices=[('expired', 'Invitation restée sans réponse'), ('absence', 'Absence à un rendez-vous'), ('cancelled', 'Rendez-vous annulé par la personne'), ('other', 'Autre motif')], max_length=10, verbose_name='fait suite à'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='basis_reason',
            field=models.CharField(blank=True, max_length=500, verbose_name='motif de la convocation'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='holds_slot',
            field=models.BooleanField(default=False, verbose_name='occupe un créneau'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='is_summons',
            field=models.BooleanField(default=False, verbose_name='convocation'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='warns',
            field=models.BooleanField(default=False, verbose_name='avertit des suites d’une absence'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='basis',
            field=models.CharField(blank=True, choices=[('expired', 'Invitation restée sans réponse'), ('absence', 'Absence à un rendez-vous'), ('cancelled', 'Rendez-vous annulé par la personne'), ('other', 'Autre motif')], max_length=10, verbose_name='fait suite à'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='basis_reason',
            field=models.CharField(blank=True, max_length=500, verbose_name='motif de la convocation'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='holds_slot',
            field=models.BooleanField(default=False, verbose_name='occupe un créneau'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='is_summons',
            field=models.BooleanField(default=False, verbose_name='convocation'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='warns',
            field=models.BooleanField(default=False, verbose_name='avertit des suites d’une absence'),
        ),
        migrations.AddField(
            model_name='appointmentcategory',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.appointmentcategory', verbose_name='catégorie'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='category',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.appointmentcategory', verbose_name='catégorie'),
        ),
        migrations.AddField(
            model_name='appointmentcategoryevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='appointmentcategoryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.appointmentcategory'),
        ),
        migrations.AddField(
            model_name='bookingmessage',
            name='appointment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='followup.appointment', verbose_name='rendez-vous'),
        ),
        migrations.AddField(
            model_name='bookingmessage',
            name='beneficiary',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire'),
        ),
        migrations.AddField(
            model_name='bookingmessage',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='bookingmessageevent',
            name='appointment',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.appointment', verbose_name='rendez-vous'),
        ),
        migrations.AddField(
            model_name='bookingmessageevent',
            name='beneficiary',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire'),
        ),
        migrations.AddField(
            model_name='bookingmessageevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='bookingmessageevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.bookingmessage'),
        ),
        migrations.AddField(
            model_name='calendarfeed',
            name='professional',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='de'),
        ),
        migrations.AddField(
            model_name='calendarfeedevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.calendarfeed'),
        ),
        migrations.AddField(
            model_name='calendarfeedevent',
            name='professional',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='de'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='beneficiary',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.appointmentcategory', verbose_name='catégorie'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='professional',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='avec'),
        ),
        migrations.AddField(
            model_name='bookingmessageevent',
            name='invitation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.invitation', verbose_name='invitation'),
        ),
        migrations.AddField(
            model_name='bookingmessage',
            name='invitation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='followup.invitation', verbose_name='invitation'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='invitation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='followup.invitation', verbose_name='invitation'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='invitation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.invitation', verbose_name='invitation'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', ''), ('is_summons', False)), models.Q(('is_summons', True), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='appointment_summons_follows_something', violation_error_message='Dites ce que suit la convocation.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'other'), _negated=True), models.Q(('basis_reason', ''), _negated=True), _connector='OR'), name='appointment_summons_has_a_reason', violation_error_message='Donnez le motif de la convocation.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('holds_slot', True), ('state', 'planned')), expressions=[(models.Func(models.F('professional'), models.F('professional'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.IntegerRangeField()), '&&'), (models.Func(models.Func(models.Value('UTC'), models.F('starts_at'), function='timezone'), models.Func(models.Func(models.Value('UTC'), models.F('starts_at'), function='timezone'), models.Func(models.F('minutes'), template='make_interval(mins => %(expressions)s)'), arg_joiner=' + ', template='(%(expressions)s)'), function='tsrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='appointment_slot_taken_once', violation_error_message='Cette heure est déjà prise.'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='beneficiary',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='category',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.appointmentcategory', verbose_name='catégorie'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.invitation'),
        ),
        migrations.AddField(
            model_name='invitationevent',
            name='professional',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='avec'),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.appointmentcategory', verbose_name='catégorie'),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='professional',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='professionnel·le'),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='structure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='snippets.organisation', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.unit', verbose_name='unité'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='category',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.appointmentcategory', verbose_name='catégorie'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.openinghours'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='professional',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='professionnel·le'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='structure',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='snippets.organisation', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.unit', verbose_name='unité'),
        ),
        migrations.AddField(
            model_name='unavailability',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='unavailability',
            name='professional',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='professionnel·le'),
        ),
        migrations.AddField(
            model_name='unavailability',
            name='structure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='snippets.organisation', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='unavailability',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.unit', verbose_name='unité'),
        ),
        migrations.AddField(
            model_name='unavailabilityevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par'),
        ),
        migrations.AddField(
            model_name='unavailabilityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.unavailability'),
        ),
        migrations.AddField(
            model_name='unavailabilityevent',
            name='professional',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='professionnel·le'),
        ),
        migrations.AddField(
            model_name='unavailabilityevent',
            name='structure',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='snippets.organisation', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='unavailabilityevent',
            name='unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.unit', verbose_name='unité'),
        ),
        migrations.AddConstraint(
            model_name='appointmentcategory',
            constraint=models.UniqueConstraint(fields=('label',), name='appointment_category_once', violation_error_message='Une catégorie a déjà ce libellé.'),
        ),
        migrations.AddConstraint(
            model_name='appointmentcategory',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 480)), name='appointment_category_lasts_a_while', violation_error_message='Un rendez-vous dure de 5 minutes à 8 heures.'),
        ),
        migrations.AddConstraint(
            model_name='appointmentcategory',
            constraint=models.CheckConstraint(condition=models.Q(('answer_days__gte', 1), ('answer_days__lte', 90)), name='appointment_category_gives_time', violation_error_message='Le délai pour choisir est de 1 à 90 jours.'),
        ),
        migrations.AddConstraint(
            model_name='calendarfeed',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('professional',), name='calendar_feed_one_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['state', 'deadline_on'], name='followup_invitation_due'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'expired'])), fields=('beneficiary', 'category'), name='invitation_one_at_a_time', violation_error_message='Une invitation de cette catégorie attend déjà un choix.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('deadline_on__isnull', True), ('answer_days__isnull', False), _connector='OR'), name='invitation_optional_has_no_deadline', violation_error_message='Un rendez-vous facultatif n’a pas de date limite.'),
        ),
        migrations.AddIndex(
            model_name='bookingmessage',
            index=models.Index(fields=['state', 'due_at'], name='followup_message_due'),
        ),
        migrations.AddIndex(
            model_name='bookingmessage',
            index=models.Index(fields=['mail_key'], name='followup_message_mail'),
        ),
        migrations.AddConstraint(
            model_name='bookingmessage',
            constraint=models.CheckConstraint(condition=models.Q(('invitation__isnull', False), ('appointment__isnull', False), _connector='OR'), name='message_is_about_something'),
        ),
        migrations.AddConstraint(
            model_name='bookingmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='message_dropped_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='bookingmessage',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('handed_on__isnull', False), _connector='OR'), name='message_received_after_it_was_handed', violation_error_message='Dites d’abord quand la lettre est partie.'),
        ),
        migrations.AddConstraint(
            model_name='bookingmessage',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['invitation', 'reminder']), ('state', 'planned')), fields=('invitation', 'round', 'kind', 'channel'), name='message_planned_once'),
        ),
        migrations.AddIndex(
            model_name='openinghours',
            index=models.Index(fields=['professional'], name='followup_hours_of'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('professional__isnull', False), ('structure__isnull', True), ('unit__isnull', True)), models.Q(('professional__isnull', True), ('structure__isnull', False), ('unit__isnull', False)), _connector='OR'), name='opening_hours_of_one', violation_error_message='Choisissez une personne, ou une structure et une unité.'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='opening_hours_end_after_start', violation_error_message='La plage finit après avoir commencé.'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 5)), name='opening_hours_weekday', violation_error_message='Choisissez un jour du lundi au samedi.'),
        ),
        migrations.AddConstraint(
            model_name='unavailability',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('professional__isnull', False), ('structure__isnull', True), ('unit__isnull', True)), models.Q(('professional__isnull', True), ('structure__isnull', False), ('unit__isnull', False)), _connector='OR'), name='unavailability_of_one', violation_error_message='Choisissez une personne, ou une structure et une unité.'),
        ),
        migrations.AddConstraint(
            model_name='unavailability',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='unavailability_ends_after_start', violation_error_message='L’indisponibilité finit après avoir commencé.'),
        ),
        # Triggers of all, at once: one by one, the project's state would be made again before each.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name='appointment',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='appointment',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='appointment',
                    name='delete_delete',
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointment',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_appointmentevent" ("author_name", "basis", "basis_reason", "beneficiary_id", "cancelled_by_service", "category_id", "created_at", "created_by_id", "holds_slot", "id", "invitation_id", "is_summons", "kind_id", "minutes", "mode", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "professional_id", "starts_at", "state", "state_reason", "updated_at", "version", "warns") VALUES (NEW."author_name", NEW."basis", NEW."basis_reason", NEW."beneficiary_id", NEW."cancelled_by_service", NEW."category_id", NEW."created_at", NEW."created_by_id", NEW."holds_slot", NEW."id", NEW."invitation_id", NEW."is_summons", NEW."kind_id", NEW."minutes", NEW."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."professional_id", NEW."starts_at", NEW."state", NEW."state_reason", NEW."updated_at", NEW."version", NEW."warns"); RETURN NULL;', hash='4d5065e8dd95ab614989668fbdd2992e29c1d89b', operation='INSERT', pgid='pgtrigger_insert_insert_8bc35', table='followup_appointment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_appointmentevent" ("author_name", "basis", "basis_reason", "beneficiary_id", "cancelled_by_service", "category_id", "created_at", "created_by_id", "holds_slot", "id", "invitation_id", "is_summons", "kind_id", "minutes", "mode", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "professional_id", "starts_at", "state", "state_reason", "updated_at", "version", "warns") VALUES (NEW."author_name", NEW."basis", NEW."basis_reason", NEW."beneficiary_id", NEW."cancelled_by_service", NEW."category_id", NEW."created_at", NEW."created_by_id", NEW."holds_slot", NEW."id", NEW."invitation_id", NEW."is_summons", NEW."kind_id", NEW."minutes", NEW."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."professional_id", NEW."starts_at", NEW."state", NEW."state_reason", NEW."updated_at", NEW."version", NEW."warns"); RETURN NULL;', hash='6d3110e25ed7cbd69a1c9cd978f4975403899dc8', operation='UPDATE', pgid='pgtrigger_update_update_fb2c9', table='followup_appointment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_appointmentevent" ("author_name", "basis", "basis_reason", "beneficiary_id", "cancelled_by_service", "category_id", "created_at", "created_by_id", "holds_slot", "id", "invitation_id", "is_summons", "kind_id", "minutes", "mode", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "professional_id", "starts_at", "state", "state_reason", "updated_at", "version", "warns") VALUES (OLD."author_name", OLD."basis", OLD."basis_reason", OLD."beneficiary_id", OLD."cancelled_by_service", OLD."category_id", OLD."created_at", OLD."created_by_id", OLD."holds_slot", OLD."id", OLD."invitation_id", OLD."is_summons", OLD."kind_id", OLD."minutes", OLD."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."professional_id", OLD."starts_at", OLD."state", OLD."state_reason", OLD."updated_at", OLD."version", OLD."warns"); RETURN NULL;', hash='7a81b4adfbf095e815f669f4145c54cc48576f7e', operation='DELETE', pgid='pgtrigger_delete_delete_08f0a', table='followup_appointment', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointmentcategory',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_appointmentcategoryevent" ("answer_days", "author_name", "created_at", "created_by_id", "eve_days", "id", "is_mandatory", "label", "letter_text", "minutes", "page_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminder_days", "updated_at", "version", "warns", "withdrawn_on") VALUES (NEW."answer_days", NEW."author_name", NEW."created_at", NEW."created_by_id", NEW."eve_days", NEW."id", NEW."is_mandatory", NEW."label", NEW."letter_text", NEW."minutes", NEW."page_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reminder_days", NEW."updated_at", NEW."version", NEW."warns", NEW."withdrawn_on"); RETURN NULL;', hash='900805464403f2934a212a33b6d80e4ae43c8aae', operation='INSERT', pgid='pgtrigger_insert_insert_b0098', table='followup_appointmentcategory', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointmentcategory',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_appointmentcategoryevent" ("answer_days", "author_name", "created_at", "created_by_id", "eve_days", "id", "is_mandatory", "label", "letter_text", "minutes", "page_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminder_days", "updated_at", "version", "warns", "withdrawn_on") VALUES (NEW."answer_days", NEW."author_name", NEW."created_at", NEW."created_by_id", NEW."eve_days", NEW."id", NEW."is_mandatory", NEW."label", NEW."letter_text", NEW."minutes", NEW."page_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reminder_days", NEW."updated_at", NEW."version", NEW."warns", NEW."withdrawn_on"); RETURN NULL;', hash='062bc59ef094e282b69d96e16bd256205b9f6e9e', operation='UPDATE', pgid='pgtrigger_update_update_e5899', table='followup_appointmentcategory', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='appointmentcategory',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_appointmentcategoryevent" ("answer_days", "author_name", "created_at", "created_by_id", "eve_days", "id", "is_mandatory", "label", "letter_text", "minutes", "page_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminder_days", "updated_at", "version", "warns", "withdrawn_on") VALUES (OLD."answer_days", OLD."author_name", OLD."created_at", OLD."created_by_id", OLD."eve_days", OLD."id", OLD."is_mandatory", OLD."label", OLD."letter_text", OLD."minutes", OLD."page_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reminder_days", OLD."updated_at", OLD."version", OLD."warns", OLD."withdrawn_on"); RETURN NULL;', hash='528be9e18b159c8b54d354ca73bdeb78092e7250', operation='DELETE', pgid='pgtrigger_delete_delete_f4e2b', table='followup_appointmentcategory', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_calendarfeedevent" ("created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "read_at", "revoked_at", "token_hash") VALUES (NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."professional_id", NEW."read_at", NEW."revoked_at", NEW."token_hash"); RETURN NULL;', hash='44c719077f76201b581c234dd136673cadc0f602', operation='INSERT', pgid='pgtrigger_insert_insert_54846', table='followup_calendarfeed', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_calendarfeedevent" ("created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "read_at", "revoked_at", "token_hash") VALUES (NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."professional_id", NEW."read_at", NEW."revoked_at", NEW."token_hash"); RETURN NULL;', hash='ee35a14b010f41b24f6b10cc8ad7f5a4cdc78bbc', operation='UPDATE', pgid='pgtrigger_update_update_54ed3', table='followup_calendarfeed', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_calendarfeedevent" ("created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "read_at", "revoked_at", "token_hash") VALUES (OLD."created_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."professional_id", OLD."read_at", OLD."revoked_at", OLD."token_hash"); RETURN NULL;', hash='3ac12b9181b2905af5a69fcdb6475ce72e12591a', operation='DELETE', pgid='pgtrigger_delete_delete_66f0b', table='followup_calendarfeed', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='invitation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_invitationevent" ("answer_days", "author_name", "beneficiary_id", "category_id", "closing_reason", "created_at", "created_by_id", "deadline_on", "expired_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "reminders_stopped", "round", "round_at", "state", "token", "updated_at", "version") VALUES (NEW."answer_days", NEW."author_name", NEW."beneficiary_id", NEW."category_id", NEW."closing_reason", NEW."created_at", NEW."created_by_id", NEW."deadline_on", NEW."expired_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."professional_id", NEW."reminders_stopped", NEW."round", NEW."round_at", NEW."state", NEW."token", NEW."updated_at", NEW."version"); RETURN NULL;', hash='3ed262a793d334f9a2c2e559febef6475dd718f4', operation='INSERT', pgid='pgtrigger_insert_insert_b2a24', table='followup_invitation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='invitation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_invitationevent" ("answer_days", "author_name", "beneficiary_id", "category_id", "closing_reason", "created_at", "created_by_id", "deadline_on", "expired_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "reminders_stopped", "round", "round_at", "state", "token", "updated_at", "version") VALUES (NEW."answer_days", NEW."author_name", NEW."beneficiary_id", NEW."category_id", NEW."closing_reason", NEW."created_at", NEW."created_by_id", NEW."deadline_on", NEW."expired_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."professional_id", NEW."reminders_stopped", NEW."round", NEW."round_at", NEW."state", NEW."token", NEW."updated_at", NEW."version"); RETURN NULL;', hash='e965e74c9f8dce1ba53e3a2ae27ea8a1b0c88250', operation='UPDATE', pgid='pgtrigger_update_update_1c1ea', table='followup_invitation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='invitation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_invitationevent" ("answer_days", "author_name", "beneficiary_id", "category_id", "closing_reason", "created_at", "created_by_id", "deadline_on", "expired_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "reminders_stopped", "round", "round_at", "state", "token", "updated_at", "version") VALUES (OLD."answer_days", OLD."author_name", OLD."beneficiary_id", OLD."category_id", OLD."closing_reason", OLD."created_at", OLD."created_by_id", OLD."deadline_on", OLD."expired_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."professional_id", OLD."reminders_stopped", OLD."round", OLD."round_at", OLD."state", OLD."token", OLD."updated_at", OLD."version"); RETURN NULL;', hash='34441c34f066c29039af6cf27890677abf76a368', operation='DELETE', pgid='pgtrigger_delete_delete_a299c', table='followup_invitation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bookingmessage',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_bookingmessageevent" ("address", "appointment_id", "author_name", "beneficiary_id", "channel", "created_at", "created_by_id", "due_at", "handed_on", "id", "invitation_id", "kind", "left_at", "mail_key", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "registered_number", "round", "settled_at", "state") VALUES (NEW."address", NEW."appointment_id", NEW."author_name", NEW."beneficiary_id", NEW."channel", NEW."created_at", NEW."created_by_id", NEW."due_at", NEW."handed_on", NEW."id", NEW."invitation_id", NEW."kind", NEW."left_at", NEW."mail_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."received_on", NEW."registered_number", NEW."round", NEW."settled_at", NEW."state"); RETURN NULL;', hash='9a5a5bb12cfc612fb303a51c49e59eec1953f180', operation='INSERT', pgid='pgtrigger_insert_insert_953d9', table='followup_bookingmessage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bookingmessage',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_bookingmessageevent" ("address", "appointment_id", "author_name", "beneficiary_id", "channel", "created_at", "created_by_id", "due_at", "handed_on", "id", "invitation_id", "kind", "left_at", "mail_key", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "registered_number", "round", "settled_at", "state") VALUES (NEW."address", NEW."appointment_id", NEW."author_name", NEW."beneficiary_id", NEW."channel", NEW."created_at", NEW."created_by_id", NEW."due_at", NEW."handed_on", NEW."id", NEW."invitation_id", NEW."kind", NEW."left_at", NEW."mail_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."received_on", NEW."registered_number", NEW."round", NEW."settled_at", NEW."state"); RETURN NULL;', hash='017a6c177a7959c0755164f75f382ba4e56ba7b8', operation='UPDATE', pgid='pgtrigger_update_update_046eb', table='followup_bookingmessage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bookingmessage',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_bookingmessageevent" ("address", "appointment_id", "author_name", "beneficiary_id", "channel", "created_at", "created_by_id", "due_at", "handed_on", "id", "invitation_id", "kind", "left_at", "mail_key", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_on", "registered_number", "round", "settled_at", "state") VALUES (OLD."address", OLD."appointment_id", OLD."author_name", OLD."beneficiary_id", OLD."channel", OLD."created_at", OLD."created_by_id", OLD."due_at", OLD."handed_on", OLD."id", OLD."invitation_id", OLD."kind", OLD."left_at", OLD."mail_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."received_on", OLD."registered_number", OLD."round", OLD."settled_at", OLD."state"); RETURN NULL;', hash='03407ae76dfd0d7dd61414739c4974d13ede3ece', operation='DELETE', pgid='pgtrigger_delete_delete_bf58f', table='followup_bookingmessage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='openinghours',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_openinghoursevent" ("author_name", "category_id", "created_at", "created_by_id", "ends_at", "id", "mode", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "professional_id", "starts_at", "structure_id", "unit_id", "valid_from", "valid_until", "weekday") VALUES (NEW."author_name", NEW."category_id", NEW."created_at", NEW."created_by_id", NEW."ends_at", NEW."id", NEW."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."professional_id", NEW."starts_at", NEW."structure_id", NEW."unit_id", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='09abd439c226ab081421ec541a2ecc501d84ca36', operation='INSERT', pgid='pgtrigger_insert_insert_59079', table='followup_openinghours', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='openinghours',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_openinghoursevent" ("author_name", "category_id", "created_at", "created_by_id", "ends_at", "id", "mode", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "professional_id", "starts_at", "structure_id", "unit_id", "valid_from", "valid_until", "weekday") VALUES (NEW."author_name", NEW."category_id", NEW."created_at", NEW."created_by_id", NEW."ends_at", NEW."id", NEW."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."professional_id", NEW."starts_at", NEW."structure_id", NEW."unit_id", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='f8d03f5389eab13d3aac5de8c3a6b5f3fffc8575', operation='UPDATE', pgid='pgtrigger_update_update_434ff', table='followup_openinghours', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='openinghours',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_openinghoursevent" ("author_name", "category_id", "created_at", "created_by_id", "ends_at", "id", "mode", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "professional_id", "starts_at", "structure_id", "unit_id", "valid_from", "valid_until", "weekday") VALUES (OLD."author_name", OLD."category_id", OLD."created_at", OLD."created_by_id", OLD."ends_at", OLD."id", OLD."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."professional_id", OLD."starts_at", OLD."structure_id", OLD."unit_id", OLD."valid_from", OLD."valid_until", OLD."weekday"); RETURN NULL;', hash='1e7ca899f37a1e6b34d625b61c45c8104d31932b', operation='DELETE', pgid='pgtrigger_delete_delete_308fc', table='followup_openinghours', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='unavailability',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_unavailabilityevent" ("author_name", "created_at", "created_by_id", "ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "starts_at", "structure_id", "unit_id") VALUES (NEW."author_name", NEW."created_at", NEW."created_by_id", NEW."ends_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."professional_id", NEW."starts_at", NEW."structure_id", NEW."unit_id"); RETURN NULL;', hash='e27d6fadfe7bed3719e5cca98a45804e7cdcfe28', operation='INSERT', pgid='pgtrigger_insert_insert_95cb1', table='followup_unavailability', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='unavailability',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_unavailabilityevent" ("author_name", "created_at", "created_by_id", "ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "starts_at", "structure_id", "unit_id") VALUES (NEW."author_name", NEW."created_at", NEW."created_by_id", NEW."ends_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."professional_id", NEW."starts_at", NEW."structure_id", NEW."unit_id"); RETURN NULL;', hash='49f95038e706f7d1c70910ea180b9544bc54911e', operation='UPDATE', pgid='pgtrigger_update_update_8ca13', table='followup_unavailability', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='unavailability',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_unavailabilityevent" ("author_name", "created_at", "created_by_id", "ends_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "starts_at", "structure_id", "unit_id") VALUES (OLD."author_name", OLD."created_at", OLD."created_by_id", OLD."ends_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."professional_id", OLD."starts_at", OLD."structure_id", OLD."unit_id"); RETURN NULL;', hash='2143533342d089c42b51a4b58dfe0b2272e3901f', operation='DELETE', pgid='pgtrigger_delete_delete_c02ac', table='followup_unavailability', when='AFTER')),
                ),
            ]
        ),
        InstallTriggers(),
        DeclareScopes(),
        *(EnableRowSecurity(name, *policies.LOCKS[name]) for name in TABLES),
        OpenScope(),
        migrations.RunPython(lay_categories, migrations.RunPython.noop),
    ])
