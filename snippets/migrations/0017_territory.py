import django.contrib.postgres.fields
import django.core.validators
import snippets.departments
from django.db import migrations, models

FORMER = "90"


def keep_the_present_site(apps, schema_editor):
    """Until now the Territoire de Belfort was in the code: a site that stands stays its site.

    One that never saved its settings showed the former defaults: they are written now.
    """
    SiteSettings = apps.get_model("snippets", "SiteSettings")
    if SiteSettings.objects.update(department_code=FORMER):
        return
    if apps.get_model("snippets", "Commune").objects.filter(pk__startswith=FORMER).exists():
        SiteSettings.objects.create(department_code=FORMER)


class Migration(migrations.Migration):

    dependencies = [
        ('snippets', '0016_accessibility_conformity'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='authority_name',
            field=models.CharField(blank=True, default='', help_text='Comme «\xa0Département du Doubs\xa0». Vide\xa0: celui du département.', max_length=120, verbose_name='nom de la collectivité'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='department_code',
            field=models.CharField(blank=True, choices=snippets.departments.choices, default='', max_length=3, verbose_name='département'),
        ),
        migrations.RunPython(keep_the_present_site, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='sitesettings',
            name='tagline',
            field=models.CharField(blank=True, default='', help_text='En tête de la page d’accueil. Vide\xa0: une phrase avec le département.', max_length=160, verbose_name='phrase d’accueil'),
        ),
        migrations.AlterField(
            model_name='commune',
            name='insee_code',
            field=models.CharField(max_length=5, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^(\\d{5}|2[AB]\\d{3})$', 'Un code INSEE a 5 caractères.', code='insee')], verbose_name='code INSEE'),
        ),
        migrations.AlterField(
            model_name='commune',
            name='postal_codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^\\d{5}$', 'Un code postal a 5 chiffres.', code='postal_code')]), help_text='Séparés par des virgules s’il y en a plusieurs.', size=None, verbose_name='codes postaux'),
        ),
    ]
