"""States that many tests start from: built once for a module, then acted on and undone.

    @pytest.fixture(scope="module")
    def submitted(lasting):
        return services.submit(page=JobOfferPageFactory(live=False), user=UserFactory())

    @pytest.mark.django_db
    def test_withdrawal(submitted):
        page = fresh(submitted)

`lasting`, of the root conftest, holds a transaction around the module; it is rolled back after its
last test. Each test marked `django_db` runs in a savepoint of it as always, so that what it
writes is undone. Three rules:

- Objects in memory are not undone: a test that changes one, or passes it to what does, reads its
  own with `fresh`.
- A test that tries several acts on the same state does each in `with undone():`.
- A module that asks for `lasting` has no test with real transactions: such a test is in another
  module, and the fixture says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


@contextmanager
def undone() -> Iterator[None]:
    """Forget at the end whatever is written inside."""
    block = transaction.atomic()
    # As Django's own test cases do: what must not run in a transaction may run in this one.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def fresh(row: Row) -> Row:
    """The same row as the database has it now."""
    return type(row)._base_manager.get(pk=row.pk)
