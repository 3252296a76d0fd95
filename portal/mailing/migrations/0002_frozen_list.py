"""The list of a campaign is closed from its approval on: no constraint can say it."""

from django.db import migrations

# A statement that adds or takes away many rows asks once. It locks the campaign first, then reads:
# whoever adds while an approval is being made waits for it, and sees it.
CLOSED = """
CREATE FUNCTION mailing_list_is_rewritten() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('declic.campaign_maintenance', true), '') = 'on'
        OR coalesce(current_setting('declic.audit_maintenance', true), '') = 'on'
$$;
CREATE FUNCTION mailing_list_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF mailing_list_is_rewritten() THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM mailing_campaign WHERE id IN (SELECT campaign_id FROM changed) FOR SHARE;
    IF EXISTS (SELECT FROM mailing_campaign
               WHERE id IN (SELECT campaign_id FROM changed)
                 AND status NOT IN ('draft', 'submitted')) THEN
        RAISE EXCEPTION 'La liste d’une campagne approuvée ne change pas.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mailing_list_is_closed';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mailing_nobody_is_added AFTER INSERT ON mailing_campaignrecipient
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mailing_list_is_closed();
CREATE TRIGGER mailing_nobody_is_removed AFTER DELETE ON mailing_campaignrecipient
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mailing_list_is_closed();
CREATE FUNCTION mailing_line_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF mailing_list_is_rewritten() THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM mailing_campaign
        WHERE id IN (OLD.campaign_id, NEW.campaign_id) AND status NOT IN ('draft', 'submitted');
    IF FOUND THEN
        RAISE EXCEPTION 'La liste d’une campagne approuvée ne change pas.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mailing_line_is_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mailing_line_stays BEFORE UPDATE ON mailing_campaignrecipient
    FOR EACH ROW
    WHEN ((OLD.campaign_id, OLD.address, OLD.user_id, OLD.organisation_id, OLD.origin, OLD.since,
           OLD.reason)
          IS DISTINCT FROM
          (NEW.campaign_id, NEW.address, NEW.user_id, NEW.organisation_id, NEW.origin, NEW.since,
           NEW.reason))
    EXECUTE FUNCTION mailing_line_is_closed();
"""
OPEN = """
DROP TRIGGER mailing_line_stays ON mailing_campaignrecipient;
DROP TRIGGER mailing_nobody_is_removed ON mailing_campaignrecipient;
DROP TRIGGER mailing_nobody_is_added ON mailing_campaignrecipient;
DROP FUNCTION mailing_line_is_closed();
DROP FUNCTION mailing_list_is_closed();
DROP FUNCTION mailing_list_is_rewritten();
"""


class Migration(migrations.Migration):
    """Three triggers."""

    dependencies = [("mailing", "0001_initial")]

    operations = [migrations.RunSQL(CLOSED, OPEN)]
