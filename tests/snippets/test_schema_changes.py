"""Migrations that change the schema at many places do it at once."""

from itertools import groupby

from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

from snippets.schema_changes import _SCHEMA, AtOnce, at_once

OURS = ("snippets.", "pages.", "search.", "portal.")


def test_no_migration_makes_the_models_of_its_state_again_and_again():
    """A new database, and with it each run of the tests, would take a second for each change."""
    loader = MigrationLoader(None)
    one_by_one = {
        key
        for key, migration in loader.disk_migrations.items()
        if f"{apps.get_app_config(key[0]).name}.".startswith(OURS)
        for is_schema, beside in groupby(migration.operations, lambda one: isinstance(one, _SCHEMA))
        if is_schema and len([*beside]) > 3
    }
    assert one_by_one == set()


def test_a_field_that_is_added_then_altered_is_in_two():
    added = migrations.AddField("page", "note", None)
    altered = migrations.AlterField("page", "note", None)
    run = migrations.RunPython(migrations.RunPython.noop)
    first, second, last = at_once([added, altered, run])
    assert isinstance(first, AtOnce)
    assert first.operations == (added,)
    assert isinstance(second, AtOnce)
    assert second.operations == (altered,)
    assert last is run
