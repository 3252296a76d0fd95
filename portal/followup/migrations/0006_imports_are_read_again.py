from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0004_entitlement_explanation'),
        ('followup', '0005_saved_filters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importfile',
            name='import_file_once',
        ),
        migrations.AddField(
            model_name='importaction',
            name='was_read_again',
            field=models.BooleanField(default=False, verbose_name='relue'),
        ),
        migrations.AddField(
            model_name='importfile',
            name='to_apply',
            field=models.PositiveIntegerField(default=0, verbose_name='lignes à traiter'),
        ),
        migrations.AddField(
            model_name='importline',
            name='applied_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='écrite le'),
        ),
        migrations.AddField(
            model_name='importline',
            name='identity_key',
            field=models.CharField(blank=True, db_collation='C', db_index=True, max_length=180),
        ),
        migrations.AlterField(
            model_name='importaction',
            name='kind',
            field=models.CharField(choices=[('new', 'Nouvelle personne'), ('moved_in', 'Arrivée d’un autre organisme'), ('moved_out', 'Départ vers un autre organisme'), ('opened', 'Droit ouvert'), ('suspended', 'Droit ou versement suspendu'), ('closed', 'Droit clos\xa0: sortie à enregistrer'), ('reopened', 'Droit rouvert ou suspension levée'), ('duties', 'Droits et devoirs changés'), ('changed', 'Identité ou coordonnées changées'), ('household', 'Foyer changé'), ('decide', 'Peut-être déjà connue\xa0: à décider'), ('absent', 'Absente du fichier')], max_length=10, verbose_name='action'),
        ),
        migrations.AlterField(
            model_name='importfile',
            name='found_total',
            field=models.PositiveIntegerField(default=0, verbose_name='foyers ou lignes lus'),
        ),
        migrations.AlterField(
            model_name='importfile',
            name='state',
            field=models.CharField(choices=[('received', 'Reçu, en attente de lecture'), ('mapping', 'Colonnes à reconnaître'), ('reading', 'Lecture en cours'), ('read', 'Lu\xa0: à vérifier'), ('failed', 'Illisible'), ('known', 'Déjà lu\xa0: rien ne change'), ('applying', 'Application en cours'), ('applied', 'Appliqué'), ('dropped', 'Abandonné')], default='received', max_length=8, verbose_name='état'),
        ),
        migrations.AddConstraint(
            model_name='importfile',
            constraint=models.UniqueConstraint(condition=models.Q(('flow', 'monthly'), ('reference_date__isnull', False), models.Q(('state__in', ['failed', 'dropped', 'known']), _negated=True)), fields=('organism', 'organism_number', 'flow_code', 'reference_date'), name='import_file_once', violation_error_message='Ce fichier a déjà été lu.'),
        ),
    ]
