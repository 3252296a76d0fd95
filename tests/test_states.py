"""States that are built once: what a test writes is undone, what it breaks is told."""

import pytest
from django.db import connection, transaction

from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
NAME = "Menuiserie gardée"


@pytest.fixture(scope="module")
def kept(lasting) -> Organisation:
    return OrganisationFactory(name=NAME)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_the_state_as_it_was_built(kept, turn):
    assert list(Organisation.objects.values_list("name", flat=True)) == [NAME]
    row = fresh(kept)
    row.name = f"Autre nom {turn}"
    row.save()
    OrganisationFactory()


def test_acts_are_undone_one_by_one(kept):
    with undone():
        Organisation.objects.all().delete()

    def break_off() -> None:
        Organisation.objects.all().delete()
        fresh(kept)

    with pytest.raises(Organisation.DoesNotExist), undone():
        break_off()
    assert fresh(kept).name == NAME


def test_what_must_not_be_nested_runs_in_it(kept):
    with undone(), transaction.atomic(durable=True):
        Organisation.objects.all().delete()
    assert connection.in_atomic_block
    assert fresh(kept).name == NAME
