"""The logo that cards show: `rebuild_opportunities` copies those that are there."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0006_addresses_of_one_mailbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='organisation_logo',
            field=models.CharField(blank=True, db_default='', default='', max_length=255),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(condition=models.Q(('organisation_logo', ''), _negated=True), fields=['organisation_logo'], name='search_opp_logo'),
        ),
    ]
