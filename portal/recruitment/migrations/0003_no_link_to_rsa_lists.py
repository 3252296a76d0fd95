from django.db import migrations

# The list is locked against a change of audience while a link is made, and the reverse.
FUNCTIONS = """
CREATE FUNCTION recruitment_link_not_rsa() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    SELECT audience INTO found FROM recruitment_roster WHERE id = NEW.roster_id FOR SHARE;
    IF found = 'rsa' AND NEW.revoked_at IS NULL THEN
        RAISE EXCEPTION 'Cette liste ne sort pas du Département.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recruitment_link_not_rsa';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recruitment_link_not_rsa
    BEFORE INSERT OR UPDATE OF roster_id, revoked_at ON recruitment_companylink
    FOR EACH ROW EXECUTE FUNCTION recruitment_link_not_rsa();

CREATE FUNCTION recruitment_rsa_ends_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE recruitment_companylink SET revoked_at = now()
        WHERE roster_id = NEW.id AND revoked_at IS NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER recruitment_rsa_ends_links
    AFTER UPDATE OF audience ON recruitment_roster
    FOR EACH ROW WHEN (NEW.audience = 'rsa' AND OLD.audience <> 'rsa')
    EXECUTE FUNCTION recruitment_rsa_ends_links();
"""
NOTHING = """
DROP TRIGGER recruitment_rsa_ends_links ON recruitment_roster;
DROP FUNCTION recruitment_rsa_ends_links();
DROP TRIGGER recruitment_link_not_rsa ON recruitment_companylink;
DROP FUNCTION recruitment_link_not_rsa();
"""


class Migration(migrations.Migration):
    """No link leads to the list of a session for RSA beneficiaries, whoever writes the row."""

    dependencies = [("recruitment", "0002_session_news_and_call_list")]

    operations = [migrations.RunSQL(FUNCTIONS, NOTHING)]
