"""The functions that the locks ask: nobody but the site's own role runs them.

A restore takes no privilege back, lest it ask for roles that are not there: these are given anew.
"""

from django.db import connection

CLOSE = """
DO $$
DECLARE
    name regprocedure;
BEGIN
    FOR name IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosecdef AND proname LIKE 'followup%'
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', name);
    END LOOP;
END $$
"""


def close_functions() -> None:
    """Take from everybody what PostgreSQL gives to everybody."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE)
