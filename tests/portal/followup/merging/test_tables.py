"""Every table that names a person has a rule of what a merge does with its rows."""

import pytest
from django.apps import apps
from django.db import connection

from portal.followup.case.event_words import TITLES
from portal.followup.merging.pointers import MODELS
from portal.followup.merging.tables import RULES, Moves
from portal.followup.models import Beneficiary


def tables_of_cases() -> dict[str, set[str]]:
    """The models that name a beneficiary, histories apart, and by which fields."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if hasattr(model, "pgh_obj"):
            continue
        for field in model._meta.get_fields():
            if field.concrete and field.related_model is Beneficiary:
                found.setdefault(model.__name__, set()).add(field.name)
    return found


def test_each_table_that_names_a_person_has_a_rule():
    found = tables_of_cases()
    # The pointer itself.
    assert found.pop("Beneficiary") == {"merged_into"}
    # A merge names two people: the one that was given up stays said.
    assert found["CaseMerge"] == {"beneficiary", "loser"}
    assert set(found) - set(RULES) == set(), "add a line to merging/tables.py"
    assert set(RULES) - set(found) == set(), "no such table"
    for name, rule in RULES.items():
        if isinstance(rule, Moves):
            assert rule.name in found[name], name


def test_what_follows_a_row_comes_after_it():
    order = list(RULES)
    for name, rule in RULES.items():
        if isinstance(rule, Moves) and rule.follows:
            parent = apps.get_model("followup", name)._meta.get_field(rule.follows).related_model
            assert order.index(parent.__name__) < order.index(name)


def test_each_line_of_the_timeline_says_from_which_case_it_comes():
    assert MODELS.keys() == TITLES.keys()
    assert set(MODELS.values()) <= set(RULES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["followup_refuse_merged", "followup_refuse_moved_back"])
def test_nothing_is_written_in_a_merged_case_on_any_table(name):
    """A table that comes later ends its migration with `CloseMerged`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [name])
        closed = {table for (table,) in cursor.fetchall()}
    expected = {
        model._meta.db_table
        for model in apps.get_app_config("followup").get_models()
        if not hasattr(model, "pgh_obj")
        and model.__name__ != "CaseMerge"
        and any(
            field.concrete and field.name == "beneficiary" and not field.null
            for field in model._meta.get_fields()
        )
    }
    assert closed == expected
