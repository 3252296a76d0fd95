"""Who was the referent since the facts, by the days of the site (`TIME_ZONE`), Paris’s or not."""

from django.conf import settings
from django.db import migrations

# As in 0005, but for the zone.
INVOLVED = """
CREATE OR REPLACE FUNCTION followup_involved_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    mine bigint[];
BEGIN
    PERFORM set_config('app.scope', 'policy', true);
    mine := ARRAY(
        SELECT id FROM public.followup_professional WHERE user_id = public.followup_me()
    );
    RETURN QUERY
        SELECT involved.id FROM public.followup_sanctionprocedure involved
        JOIN public.followup_breachreport report ON report.id = involved.report_id
        WHERE report.reported_by_id = ANY (mine) OR EXISTS (
            SELECT FROM public.followup_referentassignment referent
            WHERE referent.beneficiary_id = involved.beneficiary_id
              AND referent.professional_id = ANY (mine)
              AND (
                referent.ends_at IS NULL
                OR (referent.ends_at AT TIME ZONE '{zone}')::date >= report.facts_on
              )
        );
    PERFORM set_config('app.scope', former, true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("followup", "0010_retention")]

    operations = [
        migrations.RunSQL(
            INVOLVED.format(zone=settings.TIME_ZONE), INVOLVED.format(zone="Europe/Paris")
        ),
    ]
