"""Fold the names there are; lock people as no foreign key waits for."""

from django.db import migrations

from snippets.folding import fold_name

# FOR UPDATE would hold up every line that names the person, such as their colleague's in the log:
# two people who change each other's levels would wait for each other.
SEPARATED = """
CREATE OR REPLACE FUNCTION accounts_groups_are_separated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Grants have an exclusion constraint; this holds for whoever writes the groups themselves.
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR {lock};
    IF (SELECT count(DISTINCT auth_group.name = 'rights_administrator') = 2
        FROM accounts_user_groups JOIN auth_group ON auth_group.id = accounts_user_groups.group_id
        WHERE accounts_user_groups.user_id = NEW.user_id
          AND auth_group.name IN
              ('rights_administrator', 'adviser', 'orientation_officer', 'unit_manager'))
    THEN
        RAISE EXCEPTION 'L’administration des droits ne va jamais avec l’accès aux dossiers.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_groups_are_separated';
    END IF;
    RETURN NULL;
END $$;
"""


def fold(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    for user in User.objects.filter(folded_name="").iterator():
        user.folded_name = fold_name(f"{user.last_name} {user.first_name}")[:320]
        user.save(update_fields=["folded_name"])


class Migration(migrations.Migration):
    """Rows, and one trigger."""

    dependencies = [("accounts", "0005_administration")]

    operations = [
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.RunSQL(
            SEPARATED.format(lock="NO KEY UPDATE"), SEPARATED.format(lock="UPDATE")
        ),
    ]
