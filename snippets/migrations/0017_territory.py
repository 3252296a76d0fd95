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
    ]
