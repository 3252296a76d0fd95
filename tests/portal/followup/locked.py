"""The tables of the area, and what tests of their locks do to them by SQL."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from portal.accounts.level_names import LevelName
from portal.followup.models import ReorientationRequest
from portal.followup.rows.base import ReferenceRow
from portal.followup.rows.scope import Scope, system_scope

MODELS = [*apps.get_app_config("followup").get_models()]
TABLES = sorted({model._meta.db_table for model in MODELS})
# What all who work in the area read: no case is in it.
EVERYBODYS = {
    name
    for model in MODELS
    if issubclass(model, ReferenceRow)
    for name in (model.__name__, f"{model.__name__}Event")
}
HISTORIES = [model for model in MODELS if hasattr(model, "pgh_obj")]


def in_database(query: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {key for (key,) in cursor.fetchall()}


def changed(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def refuses(make) -> None:
    """The database refuses a row, and nothing of the test is lost."""
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        make()


def make_administrator():
    from tests.portal.accounts.people import person_with

    return person_with(LevelName.RIGHTS_ADMINISTRATOR)


def lay_request(case, referent, **fields):
    with system_scope(Scope.TEST):
        ReorientationRequest.unscoped.all().delete()
        return ReorientationRequest.unscoped.create(
            beneficiary=case, kind="referent", asked_by=referent, reason="Distance", **fields
        )
