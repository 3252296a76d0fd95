"""What the apps above write when they are told is kept or lost with the act."""

from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page

from tests.pages.moderation.conftest import with_level
from tests.pages.moderation.lifecycle import ACTS, Told, listening

pytestmark = pytest.mark.django_db(transaction=True)

# Wagtail's own actions, for which nobody opens a transaction, are told in one of their own.
ALONE = {"Wagtail's own publication", "Wagtail's own unpublication"}


class ReceiverError(Exception):
    """What a receiver of the tests raises."""


def state(pk: int) -> Any:
    return Page.objects.filter(pk=pk).values("live", "expired", "live_revision", "title").first()


@pytest.mark.parametrize("act", ACTS)
def test_it_is_told_in_a_transaction_and_a_receiver_that_fails_undoes_the_act(act: str) -> None:
    moderator = with_level("communication")
    prepare, do, expected = ACTS[act]
    page = prepare(moderator)
    before = state(page.pk)
    seen = []

    def fail(told: Told) -> None:
        seen.append((told.name, connection.in_atomic_block))
        if told.name == expected[-1]:
            raise ReceiverError

    pk = page.pk
    with listening(fail):
        try:
            do(page, moderator)
        except ReceiverError:
            pass
        else:
            # A job goes on with the next page.
            assert act in {"expired", "its hour has come"}
    assert set(seen) == {(name, True) for name in expected}
    assert act in ALONE or state(pk) == before
