import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0004_guests_of_an_address'),
        ('sponsorship', '0005_certificates'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdviserTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, verbose_name='version du texte')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='cochée le')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='décochée le')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participation.participant', verbose_name='personne')),
            ],
            options={
                'verbose_name': 'accord pour parler de son parrainage',
                'verbose_name_plural': 'accords pour parler de son parrainage',
                'ordering': ('given_at', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('participant',), name='adviser_told_once', violation_error_message='Cette case est déjà cochée.'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='adviser_told_dates', violation_error_message='On décoche après avoir coché.')],
            },
        ),
    ]
