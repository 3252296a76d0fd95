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
  module, and the fixture says so. `now()` of PostgreSQL is the module's beginning.

`of_a_module` does both where a conftest serves such modules and others: what it makes is made once,
or not, and each test reads a `deepcopy` of it, relations included, which asks no query.

Where states follow each other (a draft, sent, published), a `Chain` builds each on the one before:
`tests/pages/moderation/conftest.py` shows how its fixtures use one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import pytest
from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)
Step = Callable[[Mapping[str, Any]], Any]


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


def of_a_module(request: pytest.FixtureRequest, make: Callable[[], Any]) -> Any:
    """For a fixture of the scope `module`: what is made once, or None where tests are committed."""
    if with_real_transactions(request.node):
        return None
    request.getfixturevalue("lasting")
    return make()


class Chain:
    """Steps that follow each other, each in a savepoint inside `lasting`.

    A step takes what the steps before it made, by name, and returns what it makes.
    """

    def __init__(self, steps: Mapping[str, Step]) -> None:
        self.steps = steps
        self.made: dict[str, Any] = {}
        self._open: list[transaction.Atomic] = []

    def reach(self, step: str | None) -> None:
        """Build the steps that are missing up to this one, forget those after it."""
        names = list(self.steps)
        count = names.index(step) + 1 if step else 0
        while len(self._open) > count:
            self._forget()
        for name in names[len(self._open) : count]:
            block = transaction.atomic()
            block._from_testcase = True
            block.__enter__()
            self._open.append(block)
            try:
                self.made[name] = self.steps[name](self.made)
            except BaseException:
                self._forget()
                raise

    def _forget(self) -> None:
        transaction.set_rollback(True)
        self._open.pop().__exit__(None, None, None)


def build(steps: Mapping[str, Step], last: str) -> dict[str, Any]:
    """The same steps in the test's own transaction."""
    made: dict[str, Any] = {}
    for name, step in steps.items():
        made[name] = step(made)
        if name == last:
            break
    return made


@cache
def with_real_transactions(module: pytest.Module) -> list[pytest.Item]:
    """The tests of a module that no transaction may be around."""
    return [
        item
        for item in module.session.items
        if item.getparent(pytest.Module) is module
        and (marker := item.get_closest_marker("django_db"))
        and marker.kwargs.get("transaction")
    ]
