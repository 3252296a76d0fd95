"""What names no case is read in the log by the manager of who did it: its lock is laid again."""

from django.db import migrations

from portal.followup.rows import policies
from portal.followup.rows.operations import EnableRowSecurity


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_terms")]

    operations = [EnableRowSecurity("AccessEntry", policies.ACCESS_LOG)]
