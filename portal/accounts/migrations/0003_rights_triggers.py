"""What no constraint can say: the log only grows, an organisation keeps a manager, groups obey."""

from django.db import migrations

LOG_ONLY_GROWS = """
CREATE FUNCTION accounts_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The purge and the redaction of erased people say so, for their transaction alone.
    IF current_setting('declic.audit_maintenance', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Le journal des droits ne se modifie pas.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_audit_only_grows BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION accounts_audit_only_grows();
"""

MANAGED = """
CREATE FUNCTION accounts_organisation_is_managed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    organisation bigint := coalesce(NEW.organisation_id, OLD.organisation_id);
BEGIN
    -- One at a time, or two managers who leave at once would each count on the other.
    PERFORM 1 FROM snippets_organisation WHERE id = organisation FOR UPDATE;
    IF EXISTS (SELECT 1 FROM accounts_membership
               WHERE organisation_id = organisation AND ended_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM accounts_membership
               WHERE organisation_id = organisation AND ended_at IS NULL AND role = 'manager')
    THEN
        RAISE EXCEPTION 'Une organisation garde toujours un gestionnaire.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_organisation_is_managed';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER accounts_organisation_is_managed
    AFTER INSERT OR UPDATE OR DELETE ON accounts_membership
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION accounts_organisation_is_managed();
"""

SEPARATED = """
CREATE FUNCTION accounts_groups_are_separated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Grants have an exclusion constraint; this holds for whoever writes the groups themselves.
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR UPDATE;
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
CREATE TRIGGER accounts_groups_are_separated AFTER INSERT OR UPDATE ON accounts_user_groups
    FOR EACH ROW EXECUTE FUNCTION accounts_groups_are_separated();
"""


class Migration(migrations.Migration):
    """Three triggers."""

    dependencies = [("accounts", "0002_rights"), ("snippets", "0001_initial")]

    operations = [
        migrations.RunSQL(
            LOG_ONLY_GROWS,
            "DROP TRIGGER accounts_audit_only_grows ON accounts_auditentry;"
            " DROP FUNCTION accounts_audit_only_grows();",
        ),
        migrations.RunSQL(
            MANAGED,
            "DROP TRIGGER accounts_organisation_is_managed ON accounts_membership;"
            " DROP FUNCTION accounts_organisation_is_managed();",
        ),
        migrations.RunSQL(
            SEPARATED,
            "DROP TRIGGER accounts_groups_are_separated ON accounts_user_groups;"
            " DROP FUNCTION accounts_groups_are_separated();",
        ),
    ]
