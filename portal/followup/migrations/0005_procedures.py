"""Procedures and the équipe pluridisciplinaire: tables, their histories, their locks."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from portal.followup.rows import policies
from portal.followup.rows.operations import EnableRowSecurity, InstallTriggers
from snippets.schema_changes import at_once

# As in 0002, with who sits on a board and who answers appeals: units, professionals, no case.
IN_AREA = """
CREATE OR REPLACE FUNCTION followup_in_area() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN public.followup_levels() &&
        ARRAY['adviser', 'orientation_officer', 'unit_manager', 'rights_administrator'{more}];
END $$;
"""

FUNCTIONS = """
CREATE FUNCTION followup_structure_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    found bigint;
BEGIN
    PERFORM set_config('app.scope', 'policy', true);
    SELECT structure_id INTO found FROM public.followup_professional
    WHERE user_id = public.followup_me() AND left_on IS NULL;
    PERFORM set_config('app.scope', former, true);
    RETURN found;
END $$;

-- Procedures: as the case is read whole, by people of the Département. A delegated body reports.
CREATE FUNCTION followup_procedure_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.snippets_organisation
        WHERE id = public.followup_structure_id() AND kind = 'department'
    ) THEN
        RETURN QUERY SELECT public.followup_case_ids('team', 'unit', 'emergency');
    ELSE
        RETURN QUERY SELECT public.followup_case_ids('unit');
    END IF;
END $$;

-- The unit that one manages, but for whom one is the referent, or stands in for the referent.
CREATE FUNCTION followup_conducted_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    me bigint := public.followup_professional_id();
BEGIN
    IF me IS NULL OR NOT public.followup_holds('unit_manager') THEN
        RETURN;
    END IF;
    PERFORM set_config('app.scope', 'policy', true);
    RETURN QUERY
        SELECT beneficiary.id FROM public.followup_beneficiary beneficiary
        JOIN public.followup_professional professional ON professional.unit_id = beneficiary.unit_id
        WHERE professional.id = me AND NOT EXISTS (
            SELECT FROM public.followup_referentassignment referent
            WHERE referent.beneficiary_id = beneficiary.id
              AND (referent.ends_at IS NULL OR referent.ends_at > now())
              AND (referent.professional_id = me OR referent.professional_id IN (
                SELECT absence.professional_id FROM public.followup_absence absence
                WHERE absence.deputy_id = me
                  AND absence.starts_at <= now() AND absence.ends_at > now()
              ))
        );
    PERFORM set_config('app.scope', former, true);
END $$;

-- Procedures that began with one: who reported, who was the referent since the facts.
CREATE FUNCTION followup_involved_ids() RETURNS SETOF bigint
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
                OR (referent.ends_at AT TIME ZONE 'Europe/Paris')::date >= report.facts_on
              )
        );
    PERFORM set_config('app.scope', former, true);
END $$;

-- An appeal that waits, of another decision than one's own, in what did not begin with one.
CREATE FUNCTION followup_appealed_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
BEGIN
    IF NOT public.followup_holds('appeal_officer') THEN
        RETURN;
    END IF;
    PERFORM set_config('app.scope', 'policy', true);
    RETURN QUERY
        SELECT beneficiary_id FROM public.followup_appeal
        WHERE decided_on IS NULL AND first_decider_id IS DISTINCT FROM public.followup_me()
          AND procedure_id NOT IN (SELECT public.followup_involved_ids());
    PERFORM set_config('app.scope', former, true);
END $$;

CREATE FUNCTION followup_led_unit_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    found bigint;
BEGIN
    IF NOT public.followup_holds('unit_manager') THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('app.scope', 'policy', true);
    SELECT unit_id INTO found FROM public.followup_professional
    WHERE user_id = public.followup_me() AND left_on IS NULL;
    PERFORM set_config('app.scope', former, true);
    RETURN found;
END $$;

CREATE FUNCTION followup_led_session_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    unit bigint := public.followup_led_unit_id();
BEGIN
    PERFORM set_config('app.scope', 'policy', true);
    RETURN QUERY SELECT id FROM public.followup_reviewboardsession WHERE unit_id = unit;
    PERFORM set_config('app.scope', former, true);
END $$;

-- Those, and those to which one was called as a member of the board.
CREATE FUNCTION followup_session_ids() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former text := COALESCE(current_setting('app.scope', true), '');
    is_member boolean := public.followup_holds('board_member');
BEGIN
    RETURN QUERY SELECT public.followup_led_session_ids();
    IF is_member THEN
        PERFORM set_config('app.scope', 'policy', true);
        RETURN QUERY SELECT session_id FROM public.followup_boardmember
            WHERE user_id = public.followup_me();
        PERFORM set_config('app.scope', former, true);
    END IF;
END $$;
"""

NO_FUNCTIONS = """
DROP FUNCTION followup_session_ids();
DROP FUNCTION followup_led_session_ids();
DROP FUNCTION followup_led_unit_id();
DROP FUNCTION followup_appealed_ids();
DROP FUNCTION followup_involved_ids();
DROP FUNCTION followup_conducted_ids();
DROP FUNCTION followup_procedure_ids();
DROP FUNCTION followup_structure_id();
"""

REVOKED = """
REVOKE EXECUTE ON FUNCTION followup_structure_id(), followup_procedure_ids(),
    followup_conducted_ids(), followup_involved_ids(), followup_appealed_ids(),
    followup_led_unit_id(), followup_led_session_ids(), followup_session_ids() FROM PUBLIC;
"""


TABLES = (
    *("BreachReport", "SanctionProcedure", "Observation", "ProcedureAct", "SanctionPeriod"),
    *("Remobilisation", "Appeal", "ReviewBoardSession", "BoardMember", "ReviewCase"),
    "BoardConflict",
)

TRIGGERS = (
    pgtrigger.migrations.AddTrigger(
            model_name='breachreport',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_breachreportevent" ("answer", "answered_by_id", "answered_on", "appointment_id", "author_name", "beneficiary_id", "created_at", "created_by_id", "facts", "facts_on", "id", "kind", "person_words", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "received_proof", "reported_by_id", "state", "structure_id", "tried", "updated_at", "version", "warned") VALUES (NEW."answer", NEW."answered_by_id", NEW."answered_on", NEW."appointment_id", NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."facts", NEW."facts_on", NEW."id", NEW."kind", NEW."person_words", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."received_on", NEW."received_proof", NEW."reported_by_id", NEW."state", NEW."structure_id", NEW."tried", NEW."updated_at", NEW."version", NEW."warned"); RETURN NULL;', hash='a61231f06bcb75a6433b67812fe9087422bcb56b', operation='INSERT', pgid='pgtrigger_insert_insert_a19f1', table='followup_breachreport', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='breachreport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_breachreportevent" ("answer", "answered_by_id", "answered_on", "appointment_id", "author_name", "beneficiary_id", "created_at", "created_by_id", "facts", "facts_on", "id", "kind", "person_words", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "received_proof", "reported_by_id", "state", "structure_id", "tried", "updated_at", "version", "warned") VALUES (NEW."answer", NEW."answered_by_id", NEW."answered_on", NEW."appointment_id", NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."facts", NEW."facts_on", NEW."id", NEW."kind", NEW."person_words", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."received_on", NEW."received_proof", NEW."reported_by_id", NEW."state", NEW."structure_id", NEW."tried", NEW."updated_at", NEW."version", NEW."warned"); RETURN NULL;', hash='c2c561ef56454a4802b58e35010bddcdda059a40', operation='UPDATE', pgid='pgtrigger_update_update_f4387', table='followup_breachreport', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='breachreport',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_breachreportevent" ("answer", "answered_by_id", "answered_on", "appointment_id", "author_name", "beneficiary_id", "created_at", "created_by_id", "facts", "facts_on", "id", "kind", "person_words", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "received_proof", "reported_by_id", "state", "structure_id", "tried", "updated_at", "version", "warned") VALUES (OLD."answer", OLD."answered_by_id", OLD."answered_on", OLD."appointment_id", OLD."author_name", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."facts", OLD."facts_on", OLD."id", OLD."kind", OLD."person_words", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."received_on", OLD."received_proof", OLD."reported_by_id", OLD."state", OLD."structure_id", OLD."tried", OLD."updated_at", OLD."version", OLD."warned"); RETURN NULL;', hash='d07bb5acc3a93b4423e277517505db912bbade11', operation='DELETE', pgid='pgtrigger_delete_delete_30bf8', table='followup_breachreport', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='reviewboardsession',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_reviewboardsessionevent" ("author_name", "cancel_reason", "closed_at", "created_at", "created_by_id", "id", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "report", "starts_at", "state", "unit_id", "updated_at", "version") VALUES (NEW."author_name", NEW."cancel_reason", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."id", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."quorum", NEW."report", NEW."starts_at", NEW."state", NEW."unit_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='bcc222eaf6fb4d59fa4b9e6d88d5c9788c0c1a89', operation='INSERT', pgid='pgtrigger_insert_insert_05c52', table='followup_reviewboardsession', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='reviewboardsession',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_reviewboardsessionevent" ("author_name", "cancel_reason", "closed_at", "created_at", "created_by_id", "id", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "report", "starts_at", "state", "unit_id", "updated_at", "version") VALUES (NEW."author_name", NEW."cancel_reason", NEW."closed_at", NEW."created_at", NEW."created_by_id", NEW."id", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."quorum", NEW."report", NEW."starts_at", NEW."state", NEW."unit_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='2c33db4bb45bf86f41760856c68156011f10aeda', operation='UPDATE', pgid='pgtrigger_update_update_c00f1', table='followup_reviewboardsession', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='reviewboardsession',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_reviewboardsessionevent" ("author_name", "cancel_reason", "closed_at", "created_at", "created_by_id", "id", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "quorum", "report", "starts_at", "state", "unit_id", "updated_at", "version") VALUES (OLD."author_name", OLD."cancel_reason", OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."id", OLD."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."quorum", OLD."report", OLD."starts_at", OLD."state", OLD."unit_id", OLD."updated_at", OLD."version"); RETURN NULL;', hash='43e53ae909d43816ae241b2a9e5df2bc49ce3fdf', operation='DELETE', pgid='pgtrigger_delete_delete_74031', table='followup_reviewboardsession', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='boardmember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_boardmemberevent" ("id", "is_present", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "session_id", "user_id") VALUES (NEW."id", NEW."is_present", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."quality", NEW."session_id", NEW."user_id"); RETURN NULL;', hash='dcf282577f25aab55881957cf4ad6dc95ac32dc4', operation='INSERT', pgid='pgtrigger_insert_insert_88303', table='followup_boardmember', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='boardmember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_boardmemberevent" ("id", "is_present", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "session_id", "user_id") VALUES (NEW."id", NEW."is_present", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."quality", NEW."session_id", NEW."user_id"); RETURN NULL;', hash='3ab390b7e82a2507e533220cd69868816b1f4360', operation='UPDATE', pgid='pgtrigger_update_update_d1ed8', table='followup_boardmember', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='boardmember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_boardmemberevent" ("id", "is_present", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "session_id", "user_id") VALUES (OLD."id", OLD."is_present", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quality", OLD."session_id", OLD."user_id"); RETURN NULL;', hash='f48ad1884f60267cd20d3ca1bf405cdcd27631a4', operation='DELETE', pgid='pgtrigger_delete_delete_0e12f', table='followup_boardmember', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='boardconflict',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_boardconflictevent" ("beneficiary_id", "declared_at", "id", "member_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_id") VALUES (NEW."beneficiary_id", NEW."declared_at", NEW."id", NEW."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."review_id"); RETURN NULL;', hash='9a500fbb96f95b0499a76b1f9eba14d022c799cd', operation='INSERT', pgid='pgtrigger_insert_insert_c2db2', table='followup_boardconflict', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='boardconflict',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_boardconflictevent" ("beneficiary_id", "declared_at", "id", "member_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_id") VALUES (NEW."beneficiary_id", NEW."declared_at", NEW."id", NEW."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."review_id"); RETURN NULL;', hash='82850b657dfebafdd02bf034fdd1759ffad2db36', operation='UPDATE', pgid='pgtrigger_update_update_6b6c8', table='followup_boardconflict', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='boardconflict',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_boardconflictevent" ("beneficiary_id", "declared_at", "id", "member_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_id") VALUES (OLD."beneficiary_id", OLD."declared_at", OLD."id", OLD."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."review_id"); RETURN NULL;', hash='0f7663e161f4ac0cda5fe05268a652cd8be15ff9', operation='DELETE', pgid='pgtrigger_delete_delete_3c3db', table='followup_boardconflict', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='remobilisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_remobilisationevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "on", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "resumed", "text") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."on", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."professional_id", NEW."resumed", NEW."text"); RETURN NULL;', hash='0ff27cb1253899972ca0a35d637a48fa8bcd1fd4', operation='INSERT', pgid='pgtrigger_insert_insert_727dc', table='followup_remobilisation', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='remobilisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_remobilisationevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "on", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "resumed", "text") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."on", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."professional_id", NEW."resumed", NEW."text"); RETURN NULL;', hash='dfda8dc4aa7271c6d466c04c036e7d85911a98b8', operation='UPDATE', pgid='pgtrigger_update_update_c3601', table='followup_remobilisation', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='remobilisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_remobilisationevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "on", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "professional_id", "resumed", "text") VALUES (OLD."author_name", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."id", OLD."on", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."professional_id", OLD."resumed", OLD."text"); RETURN NULL;', hash='e676fbbf73aa0f88933dd87bc54e53a49b4fff15', operation='DELETE', pgid='pgtrigger_delete_delete_8310d', table='followup_remobilisation', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='sanctionprocedure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_sanctionprocedureevent" ("appeal_until", "author_name", "beneficiary_id", "consequences", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision_proof", "decision_received_on", "effect_on", "held_on", "hold_reason", "home", "household", "id", "months", "months_least", "months_most", "nature", "notice_proof", "notice_received_on", "observations_until", "opinion", "opinion_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_least", "rate_most", "referent_id", "removal_proposed_on", "report_id", "right_ended_on", "situation", "stage", "state", "updated_at", "version") VALUES (NEW."appeal_until", NEW."author_name", NEW."beneficiary_id", NEW."consequences", NEW."created_at", NEW."created_by_id", NEW."decided_by_id", NEW."decided_on", NEW."decision_proof", NEW."decision_received_on", NEW."effect_on", NEW."held_on", NEW."hold_reason", NEW."home", NEW."household", NEW."id", NEW."months", NEW."months_least", NEW."months_most", NEW."nature", NEW."notice_proof", NEW."notice_received_on", NEW."observations_until", NEW."opinion", NEW."opinion_on", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."rate", NEW."rate_least", NEW."rate_most", NEW."referent_id", NEW."removal_proposed_on", NEW."report_id", NEW."right_ended_on", NEW."situation", NEW."stage", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='bd843e148a0de2699f8b45d0e76e9176e6e86aa4', operation='INSERT', pgid='pgtrigger_insert_insert_3298c', table='followup_sanctionprocedure', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='sanctionprocedure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_sanctionprocedureevent" ("appeal_until", "author_name", "beneficiary_id", "consequences", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision_proof", "decision_received_on", "effect_on", "held_on", "hold_reason", "home", "household", "id", "months", "months_least", "months_most", "nature", "notice_proof", "notice_received_on", "observations_until", "opinion", "opinion_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_least", "rate_most", "referent_id", "removal_proposed_on", "report_id", "right_ended_on", "situation", "stage", "state", "updated_at", "version") VALUES (NEW."appeal_until", NEW."author_name", NEW."beneficiary_id", NEW."consequences", NEW."created_at", NEW."created_by_id", NEW."decided_by_id", NEW."decided_on", NEW."decision_proof", NEW."decision_received_on", NEW."effect_on", NEW."held_on", NEW."hold_reason", NEW."home", NEW."household", NEW."id", NEW."months", NEW."months_least", NEW."months_most", NEW."nature", NEW."notice_proof", NEW."notice_received_on", NEW."observations_until", NEW."opinion", NEW."opinion_on", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."rate", NEW."rate_least", NEW."rate_most", NEW."referent_id", NEW."removal_proposed_on", NEW."report_id", NEW."right_ended_on", NEW."situation", NEW."stage", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='3ddd7e3a2e131439f76e609714e63b0b6e60b449', operation='UPDATE', pgid='pgtrigger_update_update_63f63', table='followup_sanctionprocedure', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='sanctionprocedure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_sanctionprocedureevent" ("appeal_until", "author_name", "beneficiary_id", "consequences", "created_at", "created_by_id", "decided_by_id", "decided_on", "decision_proof", "decision_received_on", "effect_on", "held_on", "hold_reason", "home", "household", "id", "months", "months_least", "months_most", "nature", "notice_proof", "notice_received_on", "observations_until", "opinion", "opinion_on", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_least", "rate_most", "referent_id", "removal_proposed_on", "report_id", "right_ended_on", "situation", "stage", "state", "updated_at", "version") VALUES (OLD."appeal_until", OLD."author_name", OLD."beneficiary_id", OLD."consequences", OLD."created_at", OLD."created_by_id", OLD."decided_by_id", OLD."decided_on", OLD."decision_proof", OLD."decision_received_on", OLD."effect_on", OLD."held_on", OLD."hold_reason", OLD."home", OLD."household", OLD."id", OLD."months", OLD."months_least", OLD."months_most", OLD."nature", OLD."notice_proof", OLD."notice_received_on", OLD."observations_until", OLD."opinion", OLD."opinion_on", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rate", OLD."rate_least", OLD."rate_most", OLD."referent_id", OLD."removal_proposed_on", OLD."report_id", OLD."right_ended_on", OLD."situation", OLD."stage", OLD."state", OLD."updated_at", OLD."version"); RETURN NULL;', hash='745a7f922ca9f06458908ca1f68823a29da1dba7', operation='DELETE', pgid='pgtrigger_delete_delete_b7cce', table='followup_sanctionprocedure', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='sanctionperiod',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_sanctionperiodevent" ("beneficiary_id", "ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "starts_on") VALUES (NEW."beneficiary_id", NEW."ends_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."procedure_id", NEW."starts_on"); RETURN NULL;', hash='b09bd40d7215d984f71bb1db624a282118394d5f', operation='INSERT', pgid='pgtrigger_insert_insert_820c4', table='followup_sanctionperiod', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='sanctionperiod',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_sanctionperiodevent" ("beneficiary_id", "ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "starts_on") VALUES (NEW."beneficiary_id", NEW."ends_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."procedure_id", NEW."starts_on"); RETURN NULL;', hash='1b259ed5e84fd8cf7687664b0e090ceaa53adc72', operation='UPDATE', pgid='pgtrigger_update_update_59edd', table='followup_sanctionperiod', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='sanctionperiod',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_sanctionperiodevent" ("beneficiary_id", "ends_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "starts_on") VALUES (OLD."beneficiary_id", OLD."ends_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."procedure_id", OLD."starts_on"); RETURN NULL;', hash='c7869084749252bde89a6f1c8c1b3f3e410e1b1a', operation='DELETE', pgid='pgtrigger_delete_delete_fce44', table='followup_sanctionperiod', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='reviewcase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_reviewcaseevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "opinion", "opinion_by", "opinion_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "postponed_reason", "procedure_id", "question", "session_id", "state", "updated_at", "version", "voters") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."opinion", NEW."opinion_by", NEW."opinion_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."postponed_reason", NEW."procedure_id", NEW."question", NEW."session_id", NEW."state", NEW."updated_at", NEW."version", NEW."voters"); RETURN NULL;', hash='09a397ac23dfea924c0904b8e2905e4d4a6a3a49', operation='INSERT', pgid='pgtrigger_insert_insert_f85d3', table='followup_reviewcase', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='reviewcase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_reviewcaseevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "opinion", "opinion_by", "opinion_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "postponed_reason", "procedure_id", "question", "session_id", "state", "updated_at", "version", "voters") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."id", NEW."opinion", NEW."opinion_by", NEW."opinion_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."postponed_reason", NEW."procedure_id", NEW."question", NEW."session_id", NEW."state", NEW."updated_at", NEW."version", NEW."voters"); RETURN NULL;', hash='bd4e3c2d296831e7d1a033f339ea584f77209ae0', operation='UPDATE', pgid='pgtrigger_update_update_7393c', table='followup_reviewcase', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='reviewcase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_reviewcaseevent" ("author_name", "beneficiary_id", "created_at", "created_by_id", "id", "opinion", "opinion_by", "opinion_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "postponed_reason", "procedure_id", "question", "session_id", "state", "updated_at", "version", "voters") VALUES (OLD."author_name", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."id", OLD."opinion", OLD."opinion_by", OLD."opinion_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."postponed_reason", OLD."procedure_id", OLD."question", OLD."session_id", OLD."state", OLD."updated_at", OLD."version", OLD."voters"); RETURN NULL;', hash='5d6096f59d7a66957f99d62ede6b72dbd8449fc1', operation='DELETE', pgid='pgtrigger_delete_delete_0b85a', table='followup_reviewcase', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_observationevent" ("author_name", "beneficiary_id", "by_person", "created_at", "created_by_id", "document_id", "helped_by", "id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "text", "way") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."by_person", NEW."created_at", NEW."created_by_id", NEW."document_id", NEW."helped_by", NEW."id", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."procedure_id", NEW."text", NEW."way"); RETURN NULL;', hash='520dc5d63416b537e48f5042778f2ed6fc620479', operation='INSERT', pgid='pgtrigger_insert_insert_2ea22', table='followup_observation', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_observationevent" ("author_name", "beneficiary_id", "by_person", "created_at", "created_by_id", "document_id", "helped_by", "id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "text", "way") VALUES (NEW."author_name", NEW."beneficiary_id", NEW."by_person", NEW."created_at", NEW."created_by_id", NEW."document_id", NEW."helped_by", NEW."id", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."procedure_id", NEW."text", NEW."way"); RETURN NULL;', hash='f5a06beb57a406d286ea0c15227adcf976028e27', operation='UPDATE', pgid='pgtrigger_update_update_524cb', table='followup_observation', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_observationevent" ("author_name", "beneficiary_id", "by_person", "created_at", "created_by_id", "document_id", "helped_by", "id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "text", "way") VALUES (OLD."author_name", OLD."beneficiary_id", OLD."by_person", OLD."created_at", OLD."created_by_id", OLD."document_id", OLD."helped_by", OLD."id", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."procedure_id", OLD."text", OLD."way"); RETURN NULL;', hash='fb492b3f4b75dd723c101665bfbdec441d10fd16', operation='DELETE', pgid='pgtrigger_delete_delete_7f8ed', table='followup_observation', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='appeal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_appealevent" ("answer", "answer_received_on", "author_name", "beneficiary_id", "created_at", "created_by_id", "decided_by_id", "decided_on", "decider_name", "first_decider_id", "grounds", "id", "is_late", "outcome", "person_label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "received_on", "updated_at", "version") VALUES (NEW."answer", NEW."answer_received_on", NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."decided_by_id", NEW."decided_on", NEW."decider_name", NEW."first_decider_id", NEW."grounds", NEW."id", NEW."is_late", NEW."outcome", NEW."person_label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."procedure_id", NEW."received_on", NEW."updated_at", NEW."version"); RETURN NULL;', hash='e038852419e2ffe462ae173c2d12e3e594930439', operation='INSERT', pgid='pgtrigger_insert_insert_a6fb8', table='followup_appeal', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='appeal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "followup_appealevent" ("answer", "answer_received_on", "author_name", "beneficiary_id", "created_at", "created_by_id", "decided_by_id", "decided_on", "decider_name", "first_decider_id", "grounds", "id", "is_late", "outcome", "person_label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "received_on", "updated_at", "version") VALUES (NEW."answer", NEW."answer_received_on", NEW."author_name", NEW."beneficiary_id", NEW."created_at", NEW."created_by_id", NEW."decided_by_id", NEW."decided_on", NEW."decider_name", NEW."first_decider_id", NEW."grounds", NEW."id", NEW."is_late", NEW."outcome", NEW."person_label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."procedure_id", NEW."received_on", NEW."updated_at", NEW."version"); RETURN NULL;', hash='9fe0553cc653ed3619d582857a23149232bf6980', operation='UPDATE', pgid='pgtrigger_update_update_d9702', table='followup_appeal', when='AFTER')),
        ),
    pgtrigger.migrations.AddTrigger(
            model_name='appeal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "followup_appealevent" ("answer", "answer_received_on", "author_name", "beneficiary_id", "created_at", "created_by_id", "decided_by_id", "decided_on", "decider_name", "first_decider_id", "grounds", "id", "is_late", "outcome", "person_label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "received_on", "updated_at", "version") VALUES (OLD."answer", OLD."answer_received_on", OLD."author_name", OLD."beneficiary_id", OLD."created_at", OLD."created_by_id", OLD."decided_by_id", OLD."decided_on", OLD."decider_name", OLD."first_decider_id", OLD."grounds", OLD."id", OLD."is_late", OLD."outcome", OLD."person_label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."procedure_id", OLD."received_on", OLD."updated_at", OLD."version"); RETURN NULL;', hash='d81114a142b0561c902d66cd3865f6a3466752ed', operation='DELETE', pgid='pgtrigger_delete_delete_cec25', table='followup_appeal', when='AFTER')),
        ),
)


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0004_booking'),
        ('snippets', '0010_delays_of_applications'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('person_label', models.CharField(max_length=250, verbose_name='personne')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('is_late', models.BooleanField(default=False, verbose_name='après le délai')),
                ('grounds', models.TextField(max_length=8000, verbose_name='ce que demande la personne')),
                ('outcome', models.CharField(blank=True, choices=[('rejected', 'Rejeté\xa0: la décision est maintenue'), ('reduced', 'Accepté en partie\xa0: la sanction est réduite'), ('annulled', 'Accepté\xa0: la décision est annulée'), ('too_late', 'Rejeté\xa0: présenté après le délai')], max_length=9, verbose_name='réponse')),
                ('answer', models.TextField(blank=True, max_length=8000, verbose_name='motifs')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décidé le')),
                ('decider_name', models.CharField(blank=True, max_length=200, verbose_name='nom')),
                ('answer_received_on', models.DateField(blank=True, null=True, verbose_name='réponse reçue le')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
                ('first_decider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='première décision par')),
            ],
            options={
                'verbose_name': 'recours',
                'ordering': ['received_on', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BoardMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('quality', models.CharField(blank=True, max_length=150, verbose_name='qualité')),
                ('is_present', models.BooleanField(default=False, verbose_name='présent·e')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
            ],
            options={
                'verbose_name': 'membre d’une séance',
                'ordering': ['name', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BoardConflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
                ('declared_at', models.DateTimeField(auto_now_add=True, verbose_name='déclaré le')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='followup.boardmember', verbose_name='membre')),
            ],
            options={
                'verbose_name': 'conflit d’intérêts',
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BreachReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('kind', models.CharField(choices=[('absence', 'Absence à un rendez-vous obligatoire'), ('no_contract', 'Contrat d’engagement refusé ou non renouvelé'), ('commitments', 'Engagements du contrat non tenus'), ('removed', 'Radiation de la liste de France Travail'), ('control', 'Refus d’un contrôle')], max_length=12, verbose_name='manquement')),
                ('state', models.CharField(choices=[('sent', 'Transmis'), ('opened', 'Procédure ouverte'), ('dismissed', 'Sans suite'), ('withdrawn', 'Retiré')], default='sent', max_length=10, verbose_name='état')),
                ('facts_on', models.DateField(verbose_name='date des faits')),
                ('facts', models.TextField(max_length=4000, verbose_name='faits')),
                ('tried', models.TextField(blank=True, max_length=3000, verbose_name='ce qui a été tenté')),
                ('person_words', models.TextField(blank=True, max_length=3000, verbose_name='ce que dit la personne')),
                ('warned', models.BooleanField(default=False, verbose_name='la convocation avertit des conséquences')),
                ('received_proof', models.CharField(blank=True, choices=[('registered', 'Lettre recommandée, avis de réception signé'), ('handed', 'Remise en main propre, contre signature'), ('electronic', 'Envoi électronique dont la réception est prouvée'), ('unclaimed', 'Lettre recommandée présentée, non réclamée')], max_length=12, verbose_name='preuve de réception de la convocation')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='convocation reçue le')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='réponse le')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='réponse')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='réponse de')),
                ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.appointment', verbose_name='rendez-vous manqué')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='signalé par')),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='snippets.organisation', verbose_name='structure')),
            ],
            options={
                'verbose_name': 'signalement',
                'ordering': ['-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BreachReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('kind', models.CharField(choices=[('absence', 'Absence à un rendez-vous obligatoire'), ('no_contract', 'Contrat d’engagement refusé ou non renouvelé'), ('commitments', 'Engagements du contrat non tenus'), ('removed', 'Radiation de la liste de France Travail'), ('control', 'Refus d’un contrôle')], max_length=12, verbose_name='manquement')),
                ('state', models.CharField(choices=[('sent', 'Transmis'), ('opened', 'Procédure ouverte'), ('dismissed', 'Sans suite'), ('withdrawn', 'Retiré')], default='sent', max_length=10, verbose_name='état')),
                ('facts_on', models.DateField(verbose_name='date des faits')),
                ('facts', models.TextField(max_length=4000, verbose_name='faits')),
                ('tried', models.TextField(blank=True, max_length=3000, verbose_name='ce qui a été tenté')),
                ('person_words', models.TextField(blank=True, max_length=3000, verbose_name='ce que dit la personne')),
                ('warned', models.BooleanField(default=False, verbose_name='la convocation avertit des conséquences')),
                ('received_proof', models.CharField(blank=True, choices=[('registered', 'Lettre recommandée, avis de réception signé'), ('handed', 'Remise en main propre, contre signature'), ('electronic', 'Envoi électronique dont la réception est prouvée'), ('unclaimed', 'Lettre recommandée présentée, non réclamée')], max_length=12, verbose_name='preuve de réception de la convocation')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='convocation reçue le')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='réponse le')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='réponse')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='réponse de')),
                ('appointment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.appointment', verbose_name='rendez-vous manqué')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.breachreport')),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='signalé par')),
                ('structure', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='snippets.organisation', verbose_name='structure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('on', models.DateField(verbose_name='reçues le')),
                ('way', models.CharField(choices=[('written', 'Par écrit'), ('heard', 'Au cours d’un entretien')], max_length=8, verbose_name='comment')),
                ('text', models.TextField(max_length=8000, verbose_name='observations')),
                ('helped_by', models.CharField(blank=True, max_length=200, verbose_name='avec l’aide de')),
                ('by_person', models.BooleanField(default=False, verbose_name='écrites par la personne')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.casedocument', verbose_name='pièce jointe')),
            ],
            options={
                'verbose_name': 'observations',
                'ordering': ['on', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Remobilisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('on', models.DateField(verbose_name='le')),
                ('text', models.TextField(max_length=3000, verbose_name='ce qui a été fait')),
                ('resumed', models.BooleanField(default=False, verbose_name='la personne tient de nouveau ses engagements')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('professional', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='par')),
            ],
            options={
                'verbose_name': 'remobilisation',
                'ordering': ['on', 'pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ReviewBoardSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('prepared', 'En préparation'), ('open', 'Ouverte'), ('closed', 'Close'), ('cancelled', 'Annulée')], default='prepared', max_length=10, verbose_name='état')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('place', models.CharField(blank=True, max_length=250, verbose_name='lieu')),
                ('quorum', models.PositiveSmallIntegerField(verbose_name='quorum')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='ouverte le')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='close le')),
                ('report', models.TextField(blank=True, max_length=4000, verbose_name='remarques du procès-verbal')),
                ('cancel_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de l’annulation')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_sessions', to='followup.unit', verbose_name='unité')),
            ],
            options={
                'verbose_name': 'séance de l’équipe pluridisciplinaire',
                'ordering': ['-starts_at', '-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BoardMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('quality', models.CharField(blank=True, max_length=150, verbose_name='qualité')),
                ('is_present', models.BooleanField(default=False, verbose_name='présent·e')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.boardmember')),
                ('user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
                ('session', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.reviewboardsession', verbose_name='séance')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='boardmember',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.reviewboardsession', verbose_name='séance'),
        ),
        migrations.CreateModel(
            name='ReviewBoardSessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('prepared', 'En préparation'), ('open', 'Ouverte'), ('closed', 'Close'), ('cancelled', 'Annulée')], default='prepared', max_length=10, verbose_name='état')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('place', models.CharField(blank=True, max_length=250, verbose_name='lieu')),
                ('quorum', models.PositiveSmallIntegerField(verbose_name='quorum')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='ouverte le')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='close le')),
                ('report', models.TextField(blank=True, max_length=4000, verbose_name='remarques du procès-verbal')),
                ('cancel_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de l’annulation')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.reviewboardsession')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.unit', verbose_name='unité')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('waiting', 'En attente d’une séance'), ('listed', 'À l’ordre du jour'), ('given', 'Avis rendu'), ('postponed', 'Reporté à une autre séance'), ('withdrawn', 'Retiré')], default='waiting', max_length=10, verbose_name='état')),
                ('question', models.TextField(max_length=2000, verbose_name='question posée')),
                ('opinion', models.CharField(blank=True, choices=[('favourable', 'Favorable'), ('reserved', 'Favorable avec réserves'), ('unfavourable', 'Défavorable')], max_length=12, verbose_name='avis')),
                ('opinion_text', models.TextField(blank=True, max_length=4000, verbose_name='motifs de l’avis')),
                ('opinion_by', models.CharField(blank=True, max_length=200, verbose_name='avis écrit par')),
                ('voters', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='membres qui ont délibéré')),
                ('postponed_reason', models.CharField(blank=True, max_length=500, verbose_name='motif du report')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.reviewboardsession', verbose_name='séance')),
            ],
            options={
                'verbose_name': 'dossier soumis à l’équipe pluridisciplinaire',
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BoardConflictEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
                ('declared_at', models.DateTimeField(auto_now_add=True, verbose_name='déclaré le')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.boardconflict')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.boardmember', verbose_name='membre')),
                ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.reviewcase', verbose_name='dossier')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='boardconflict',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='followup.reviewcase', verbose_name='dossier'),
        ),
        migrations.CreateModel(
            name='SanctionPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='du')),
                ('ends_on', models.DateField(verbose_name='jusqu’au')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
            ],
            options={
                'verbose_name': 'période de sanction',
                'ordering': ['-starts_on'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RemobilisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('on', models.DateField(verbose_name='le')),
                ('text', models.TextField(max_length=3000, verbose_name='ce qui a été fait')),
                ('resumed', models.BooleanField(default=False, verbose_name='la personne tient de nouveau ses engagements')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.remobilisation')),
                ('professional', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='par')),
                ('period', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.sanctionperiod', verbose_name='sanction')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='remobilisation',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='done', to='followup.sanctionperiod', verbose_name='sanction'),
        ),
        migrations.CreateModel(
            name='SanctionProcedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('opened', 'Ouverte, à notifier'), ('notified', 'Observations attendues'), ('board', 'Avis demandé à l’équipe pluridisciplinaire'), ('decided', 'Décidée, à notifier'), ('in_force', 'Sanction notifiée'), ('lifted', 'Levée'), ('ended', 'Arrivée à son terme'), ('closed', 'Close sans sanction'), ('annulled', 'Annulée sur recours')], default='opened', max_length=10, verbose_name='état')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='en attente depuis le')),
                ('hold_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de l’attente')),
                ('notice_received_on', models.DateField(blank=True, null=True, verbose_name='courrier reçu le')),
                ('notice_proof', models.CharField(blank=True, choices=[('registered', 'Lettre recommandée, avis de réception signé'), ('handed', 'Remise en main propre, contre signature'), ('electronic', 'Envoi électronique dont la réception est prouvée'), ('unclaimed', 'Lettre recommandée présentée, non réclamée')], max_length=12, verbose_name='preuve de réception')),
                ('observations_until', models.DateField(blank=True, null=True, verbose_name='observations jusqu’au')),
                ('opinion', models.CharField(blank=True, choices=[('favourable', 'Favorable'), ('reserved', 'Favorable avec réserves'), ('unfavourable', 'Défavorable')], max_length=12, verbose_name='avis de l’équipe pluridisciplinaire')),
                ('opinion_on', models.DateField(blank=True, null=True, verbose_name='avis rendu le')),
                ('outcome', models.CharField(blank=True, choices=[('none', 'Aucune sanction'), ('suspension', 'Suspension'), ('suppression', 'Suppression')], max_length=11, verbose_name='décision')),
                ('stage', models.CharField(blank=True, choices=[('first', 'Premier manquement'), ('persistence', 'Persistance du manquement'), ('repetition', 'Nouveau manquement (réitération)'), ('control', 'Refus d’un contrôle')], max_length=11, verbose_name='barème')),
                ('home', models.CharField(blank=True, choices=[('alone', 'Une personne seule, sans majoration'), ('majoration', 'Une personne seule, avec majoration'), ('several', 'Plusieurs personnes')], max_length=10, verbose_name='foyer retenu')),
                ('rate', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='taux (%)')),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='durée (mois)')),
                ('rate_least', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('rate_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('months_least', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('months_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('situation', models.TextField(blank=True, max_length=3000, verbose_name='situation de la personne')),
                ('household', models.TextField(blank=True, max_length=3000, verbose_name='situation du foyer')),
                ('nature', models.TextField(blank=True, max_length=3000, verbose_name='nature et fréquence des manquements')),
                ('consequences', models.TextField(blank=True, max_length=3000, verbose_name='conséquences de la décision pour la personne et le foyer')),
                ('effect_on', models.DateField(blank=True, null=True, verbose_name='prend effet le')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décidée le')),
                ('decision_received_on', models.DateField(blank=True, null=True, verbose_name='décision reçue le')),
                ('decision_proof', models.CharField(blank=True, choices=[('registered', 'Lettre recommandée, avis de réception signé'), ('handed', 'Remise en main propre, contre signature'), ('electronic', 'Envoi électronique dont la réception est prouvée'), ('unclaimed', 'Lettre recommandée présentée, non réclamée')], max_length=12, verbose_name='preuve de réception de la décision')),
                ('appeal_until', models.DateField(blank=True, null=True, verbose_name='recours possible jusqu’au')),
                ('removal_proposed_on', models.DateField(blank=True, null=True, verbose_name='radiation proposée le')),
                ('right_ended_on', models.DateField(blank=True, null=True, verbose_name='fin de droit décidée le')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='décidée par')),
                ('referent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='followup.professional', verbose_name='référent à l’ouverture')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='procedure', to='followup.breachreport', verbose_name='signalement')),
            ],
            options={
                'verbose_name': 'procédure de suspension',
                'ordering': ['-pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SanctionPeriodEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(verbose_name='du')),
                ('ends_on', models.DateField(verbose_name='jusqu’au')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.sanctionperiod')),
                ('procedure', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.sanctionprocedure', verbose_name='procédure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='sanctionperiod',
            name='procedure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='period', to='followup.sanctionprocedure', verbose_name='procédure'),
        ),
        migrations.CreateModel(
            name='ReviewCaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('waiting', 'En attente d’une séance'), ('listed', 'À l’ordre du jour'), ('given', 'Avis rendu'), ('postponed', 'Reporté à une autre séance'), ('withdrawn', 'Retiré')], default='waiting', max_length=10, verbose_name='état')),
                ('question', models.TextField(max_length=2000, verbose_name='question posée')),
                ('opinion', models.CharField(blank=True, choices=[('favourable', 'Favorable'), ('reserved', 'Favorable avec réserves'), ('unfavourable', 'Défavorable')], max_length=12, verbose_name='avis')),
                ('opinion_text', models.TextField(blank=True, max_length=4000, verbose_name='motifs de l’avis')),
                ('opinion_by', models.CharField(blank=True, max_length=200, verbose_name='avis écrit par')),
                ('voters', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='membres qui ont délibéré')),
                ('postponed_reason', models.CharField(blank=True, max_length=500, verbose_name='motif du report')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.reviewcase')),
                ('session', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.reviewboardsession', verbose_name='séance')),
                ('procedure', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.sanctionprocedure', verbose_name='procédure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='reviewcase',
            name='procedure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='followup.sanctionprocedure', verbose_name='procédure'),
        ),
        migrations.CreateModel(
            name='ProcedureAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('kind', models.CharField(choices=[('open', 'Procédure ouverte'), ('notify', 'Courrier notifié'), ('observe', 'Observations reçues'), ('postpone', 'Report'), ('hold', 'Mise en attente'), ('resume', 'Reprise'), ('ask_board', 'Avis demandé'), ('leave_board', 'Demande d’avis retirée'), ('opinion', 'Avis de l’équipe pluridisciplinaire'), ('decide', 'Décision'), ('notify_decision', 'Décision notifiée'), ('lift', 'Levée'), ('end', 'Fin de la sanction'), ('close', 'Close sans sanction'), ('propose_removal', 'Radiation proposée à France Travail'), ('end_right', 'Fin de droit'), ('appeal', 'Recours reçu'), ('answer_appeal', 'Réponse au recours'), ('notify_appeal', 'Réponse au recours notifiée')], max_length=16, verbose_name='acte')),
                ('on', models.DateField(verbose_name='le')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='motif')),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='followup.sanctionprocedure', verbose_name='procédure')),
            ],
            options={
                'verbose_name': 'acte d’une procédure',
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ObservationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('on', models.DateField(verbose_name='reçues le')),
                ('way', models.CharField(choices=[('written', 'Par écrit'), ('heard', 'Au cours d’un entretien')], max_length=8, verbose_name='comment')),
                ('text', models.TextField(max_length=8000, verbose_name='observations')),
                ('helped_by', models.CharField(blank=True, max_length=200, verbose_name='avec l’aide de')),
                ('by_person', models.BooleanField(default=False, verbose_name='écrites par la personne')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.casedocument', verbose_name='pièce jointe')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.observation')),
                ('procedure', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.sanctionprocedure', verbose_name='procédure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='observation',
            name='procedure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='followup.sanctionprocedure', verbose_name='procédure'),
        ),
        migrations.CreateModel(
            name='AppealEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('person_label', models.CharField(max_length=250, verbose_name='personne')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('is_late', models.BooleanField(default=False, verbose_name='après le délai')),
                ('grounds', models.TextField(max_length=8000, verbose_name='ce que demande la personne')),
                ('outcome', models.CharField(blank=True, choices=[('rejected', 'Rejeté\xa0: la décision est maintenue'), ('reduced', 'Accepté en partie\xa0: la sanction est réduite'), ('annulled', 'Accepté\xa0: la décision est annulée'), ('too_late', 'Rejeté\xa0: présenté après le délai')], max_length=9, verbose_name='réponse')),
                ('answer', models.TextField(blank=True, max_length=8000, verbose_name='motifs')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décidé le')),
                ('decider_name', models.CharField(blank=True, max_length=200, verbose_name='nom')),
                ('answer_received_on', models.DateField(blank=True, null=True, verbose_name='réponse reçue le')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
                ('first_decider', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='première décision par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.appeal')),
                ('procedure', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.sanctionprocedure', verbose_name='procédure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='appeal',
            name='procedure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='followup.sanctionprocedure', verbose_name='procédure'),
        ),
        migrations.CreateModel(
            name='SanctionProcedureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('author_name', models.CharField(blank=True, max_length=200, verbose_name='auteur·rice')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('state', models.CharField(choices=[('opened', 'Ouverte, à notifier'), ('notified', 'Observations attendues'), ('board', 'Avis demandé à l’équipe pluridisciplinaire'), ('decided', 'Décidée, à notifier'), ('in_force', 'Sanction notifiée'), ('lifted', 'Levée'), ('ended', 'Arrivée à son terme'), ('closed', 'Close sans sanction'), ('annulled', 'Annulée sur recours')], default='opened', max_length=10, verbose_name='état')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='en attente depuis le')),
                ('hold_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de l’attente')),
                ('notice_received_on', models.DateField(blank=True, null=True, verbose_name='courrier reçu le')),
                ('notice_proof', models.CharField(blank=True, choices=[('registered', 'Lettre recommandée, avis de réception signé'), ('handed', 'Remise en main propre, contre signature'), ('electronic', 'Envoi électronique dont la réception est prouvée'), ('unclaimed', 'Lettre recommandée présentée, non réclamée')], max_length=12, verbose_name='preuve de réception')),
                ('observations_until', models.DateField(blank=True, null=True, verbose_name='observations jusqu’au')),
                ('opinion', models.CharField(blank=True, choices=[('favourable', 'Favorable'), ('reserved', 'Favorable avec réserves'), ('unfavourable', 'Défavorable')], max_length=12, verbose_name='avis de l’équipe pluridisciplinaire')),
                ('opinion_on', models.DateField(blank=True, null=True, verbose_name='avis rendu le')),
                ('outcome', models.CharField(blank=True, choices=[('none', 'Aucune sanction'), ('suspension', 'Suspension'), ('suppression', 'Suppression')], max_length=11, verbose_name='décision')),
                ('stage', models.CharField(blank=True, choices=[('first', 'Premier manquement'), ('persistence', 'Persistance du manquement'), ('repetition', 'Nouveau manquement (réitération)'), ('control', 'Refus d’un contrôle')], max_length=11, verbose_name='barème')),
                ('home', models.CharField(blank=True, choices=[('alone', 'Une personne seule, sans majoration'), ('majoration', 'Une personne seule, avec majoration'), ('several', 'Plusieurs personnes')], max_length=10, verbose_name='foyer retenu')),
                ('rate', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='taux (%)')),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='durée (mois)')),
                ('rate_least', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('rate_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('months_least', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('months_most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('situation', models.TextField(blank=True, max_length=3000, verbose_name='situation de la personne')),
                ('household', models.TextField(blank=True, max_length=3000, verbose_name='situation du foyer')),
                ('nature', models.TextField(blank=True, max_length=3000, verbose_name='nature et fréquence des manquements')),
                ('consequences', models.TextField(blank=True, max_length=3000, verbose_name='conséquences de la décision pour la personne et le foyer')),
                ('effect_on', models.DateField(blank=True, null=True, verbose_name='prend effet le')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='décidée le')),
                ('decision_received_on', models.DateField(blank=True, null=True, verbose_name='décision reçue le')),
                ('decision_proof', models.CharField(blank=True, choices=[('registered', 'Lettre recommandée, avis de réception signé'), ('handed', 'Remise en main propre, contre signature'), ('electronic', 'Envoi électronique dont la réception est prouvée'), ('unclaimed', 'Lettre recommandée présentée, non réclamée')], max_length=12, verbose_name='preuve de réception de la décision')),
                ('appeal_until', models.DateField(blank=True, null=True, verbose_name='recours possible jusqu’au')),
                ('removal_proposed_on', models.DateField(blank=True, null=True, verbose_name='radiation proposée le')),
                ('right_ended_on', models.DateField(blank=True, null=True, verbose_name='fin de droit décidée le')),
                ('beneficiary', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.beneficiary', verbose_name='bénéficiaire')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='créé par')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='décidée par')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', related_query_name='+', to='followup.sanctionprocedure')),
                ('referent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.professional', verbose_name='référent à l’ouverture')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.breachreport', verbose_name='signalement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='breachreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'absence'), _negated=True), models.Q(('appointment__isnull', False), ('received_on__isnull', False), ('warned', True), ('received_proof__in', ['registered', 'handed', 'electronic'])), _connector='OR'), name='breach_by_absence_is_proved', violation_error_message='Une absence ne se signale qu’après une convocation qui avertit, et reçue.'),
        ),
        migrations.AddConstraint(
            model_name='breachreport',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('received_on__lt', models.F('facts_on')), _connector='OR'), name='breach_convocation_came_before', violation_error_message='La convocation est reçue avant le rendez-vous.'),
        ),
        migrations.AddConstraint(
            model_name='breachreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['opened', 'dismissed']), _negated=True), models.Q(('answered_by__isnull', False), ('answered_on__isnull', False)), _connector='OR'), name='breach_answer_has_an_author', violation_error_message='Une réponse a une date et un auteur.'),
        ),
        migrations.AddConstraint(
            model_name='breachreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dismissed'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='breach_dismissed_with_a_reason', violation_error_message='Dites pourquoi le signalement est sans suite.'),
        ),
        migrations.AddConstraint(
            model_name='breachreport',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['sent', 'opened'])), fields=('appointment',), name='breach_once_for_an_appointment', violation_error_message='Cette absence est déjà signalée.'),
        ),
        migrations.AddConstraint(
            model_name='reviewboardsession',
            constraint=models.CheckConstraint(condition=models.Q(('quorum__gte', 1)), name='board_session_has_a_quorum', violation_error_message='Le quorum est d’au moins une personne.'),
        ),
        migrations.AddConstraint(
            model_name='reviewboardsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), models.Q(('closed_at__isnull', True), ('opened_at__isnull', False)), _connector='OR'), name='board_session_open_has_an_hour'),
        ),
        migrations.AddConstraint(
            model_name='reviewboardsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('closed_at__gte', models.F('opened_at')), ('opened_at__isnull', False)), _connector='OR'), name='board_session_closed_after_opened', violation_error_message='La séance se clôt après avoir été ouverte.'),
        ),
        migrations.AddConstraint(
            model_name='reviewboardsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='board_session_cancelled_with_a_reason', violation_error_message='Dites pourquoi la séance est annulée.'),
        ),
        migrations.AddConstraint(
            model_name='boardmember',
            constraint=models.UniqueConstraint(fields=('session', 'user'), name='board_member_once_in_a_session', violation_error_message='Cette personne est déjà convoquée.'),
        ),
        migrations.AddConstraint(
            model_name='boardconflict',
            constraint=models.UniqueConstraint(fields=('review', 'member'), name='board_conflict_once', violation_error_message='Ce conflit d’intérêts est déjà noté.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['opened', 'notified', 'board', 'decided'])), fields=('beneficiary',), name='procedure_one_at_a_time', violation_error_message='Une procédure est déjà en cours pour ce dossier.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(('held_on__isnull', True), models.Q(('hold_reason', ''), _negated=True), _connector='OR'), name='procedure_held_with_a_reason', violation_error_message='Une mise en attente a un motif.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'closed']), models.Q(('notice_received_on__isnull', False), ('observations_until__isnull', False), models.Q(('notice_proof', ''), _negated=True)), _connector='OR'), name='procedure_notice_is_proved', violation_error_message='Le courrier a une date et une preuve de réception.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('decided', 'in_force', 'lifted', 'ended', 'annulled')), _negated=True), ('outcome__in', ['suspension', 'suppression']), _connector='OR'), name='procedure_decided_has_an_outcome', violation_error_message='Dites ce qui est décidé.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False), models.Q(('situation', ''), _negated=True), models.Q(('household', ''), _negated=True), models.Q(('nature', ''), _negated=True), models.Q(('consequences', ''), _negated=True)), _connector='OR'), name='procedure_decision_has_four_reasons', violation_error_message='La décision dit ses quatre motifs (R. 262-68-5).'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(('decided_on__isnull', True), models.Q(('decided_on__gt', models.F('observations_until')), ('observations_until__isnull', False)), _connector='OR'), name='procedure_decided_after_observations', violation_error_message='La décision attend la fin du délai d’observations.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('referent__isnull', True), models.Q(('decided_by', models.F('referent')), _negated=True), _connector='OR'), name='procedure_not_decided_by_the_referent', violation_error_message='La personne référente ne décide pas.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'suppression'), _negated=True), models.Q(('opinion_on__isnull', False), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='procedure_suppression_after_the_opinion', violation_error_message='Une suppression attend l’avis de l’équipe pluridisciplinaire.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'suppression'), _negated=True), models.Q(('stage', 'first'), _negated=True), _connector='OR'), name='procedure_no_suppression_at_first', violation_error_message='Un premier manquement ne mène pas à une suppression.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('months__isnull', True), ('outcome__in', ['', 'none']), ('rate__isnull', True)), models.Q(models.Q(('stage', ''), _negated=True), models.Q(('home', ''), _negated=True), ('effect_on__isnull', False), ('months__gte', models.F('months_least')), ('months__isnull', False), ('months__lte', models.F('months_most')), ('months_most__isnull', False), ('outcome__in', ['suspension', 'suppression']), ('rate__gte', models.F('rate_least')), ('rate__isnull', False), ('rate__lte', models.F('rate_most')), ('rate_most__isnull', False), ('rate_most__lte', 100)), _connector='OR'), name='procedure_within_its_bounds', violation_error_message='Le taux ou la durée dépasse ce que le barème permet.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_force', 'ended', 'annulled']), _negated=True), models.Q(('appeal_until__isnull', False), ('decision_received_on__gte', models.F('decided_on')), models.Q(('decision_proof', ''), _negated=True)), _connector='OR'), name='procedure_decision_is_notified', violation_error_message='La décision a une date et une preuve de réception.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(('removal_proposed_on__isnull', True), models.Q(('decision_received_on__isnull', False), ('outcome', 'suppression'), ('rate', 100)), _connector='OR'), name='procedure_removal_after_total_suppression', violation_error_message='Seule une suppression totale mène à cette proposition.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionprocedure',
            constraint=models.CheckConstraint(condition=models.Q(('right_ended_on__isnull', True), models.Q(('removal_proposed_on__isnull', False), ('right_ended_on__gte', models.F('removal_proposed_on'))), _connector='OR'), name='procedure_right_ends_last', violation_error_message='La fin de droit vient après la proposition de radiation.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionperiod',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('beneficiary'), models.F('beneficiary'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.IntegerRangeField()), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='sanction_one_at_a_time', violation_error_message='Une autre sanction couvre déjà ces dates.'),
        ),
        migrations.AddConstraint(
            model_name='sanctionperiod',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='sanction_ends_after_it_starts', violation_error_message='La sanction finit après avoir commencé.'),
        ),
        migrations.AddConstraint(
            model_name='reviewcase',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'listed'])), fields=('procedure',), name='review_case_one_at_a_time', violation_error_message='Ce dossier attend déjà un avis.'),
        ),
        migrations.AddConstraint(
            model_name='reviewcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['listed', 'given', 'postponed']), _negated=True), ('session__isnull', False), _connector='OR'), name='review_case_listed_in_a_session'),
        ),
        migrations.AddConstraint(
            model_name='reviewcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'given'), _negated=True), models.Q(('voters__gte', 1), ('voters__isnull', False), models.Q(('opinion', ''), _negated=True), models.Q(('opinion_text', ''), _negated=True)), _connector='OR'), name='review_case_opinion_is_whole', violation_error_message='Un avis a un sens, des motifs et des membres.'),
        ),
        migrations.AddConstraint(
            model_name='reviewcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'postponed'), _negated=True), models.Q(('postponed_reason', ''), _negated=True), _connector='OR'), name='review_case_postponed_with_a_reason', violation_error_message='Dites pourquoi le dossier est reporté.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='observation_says_something', violation_error_message='Écrivez les observations.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(fields=('procedure',), name='appeal_once_for_a_decision', violation_error_message='Un recours est déjà enregistré contre cette décision.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('answer', ''), _negated=True), ('decided_on__gte', models.F('received_on'))), _connector='OR'), name='appeal_answer_has_reasons', violation_error_message='La réponse au recours est motivée et datée.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('first_decider__isnull', True), models.Q(('decided_by', models.F('first_decider')), _negated=True), _connector='OR'), name='appeal_decided_by_another', violation_error_message='Une autre personne que la première décide du recours.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'too_late'), _negated=True), ('is_late', True), _connector='OR'), name='appeal_too_late_when_it_is', violation_error_message='Ce recours est dans les délais.'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('answer_received_on__isnull', True), models.Q(('answer_received_on__gte', models.F('decided_on')), ('decided_on__isnull', False)), _connector='OR'), name='appeal_notified_after_decided', violation_error_message='La réponse est notifiée après avoir été décidée.'),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[*TRIGGERS]),
        InstallTriggers("BreachReport", "SanctionProcedure", "Observation", "SanctionPeriod", "Remobilisation", "Appeal", "ReviewBoardSession", "BoardMember", "ReviewCase", "BoardConflict"),
        migrations.RunSQL(
            IN_AREA.format(more=", 'board_member', 'appeal_officer'"), IN_AREA.format(more="")
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
        *(EnableRowSecurity(name, *policies.LOCKS[name]) for name in TABLES),
    ])
