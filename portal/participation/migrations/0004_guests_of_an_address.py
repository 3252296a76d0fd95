
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0003_outcomes_only_grow'),
    ]

    operations = [
        migrations.AddField(
            model_name='participant',
            name='is_somebody_else',
            field=models.BooleanField(default=False, verbose_name='n’est pas le compte de cette adresse'),
        ),
    ]
