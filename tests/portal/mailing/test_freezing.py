"""The list of a campaign: made in one statement, and closed once the campaign is approved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.services.audit import rewriting_history
from portal.mailing.errors import AudienceError, CampaignError
from portal.mailing.models import Campaign, CampaignRecipient, Origin, Source
from portal.mailing.services.freezing import forget_list, freeze, rewriting_lists
from portal.mailing.states import Status
from tests.portal.accounts.people import officer
from tests.portal.mailing.world import approved, campaign, candidate, organisation
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def listed(lasting) -> Campaign:
    """A campaign to two organisations, whose list is made and which is a draft still."""
    organisation(email="un@exemple.test", name="Un")
    organisation(email="deux@exemple.test", name="Deux")
    made = campaign(officer())
    freeze(campaign=made, now=timezone.now())
    return made


def test_list_is_written_with_its_rule_and_numbers(listed: Campaign) -> None:
    row = fresh(listed)
    assert (row.frozen_count, row.rule) == (2, "Les organisations inscrites")
    assert row.excluded == {}
    assert row.frozen_at is not None
    addresses = list(row.recipients.values_list("address", flat=True))
    assert addresses == ["deux@exemple.test", "un@exemple.test"]
    line = row.recipients.get(address="un@exemple.test")
    assert (line.withheld, line.kept_outcome, line.dispatch_id) == ("", "", None)
    assert line.origin == Origin.ORGANISATION
    assert "«\u00a0Un\u00a0» (entreprise, Belfort)" in line.reason


def test_list_is_one_insert_whatever_its_size(listed: Campaign) -> None:
    def queries() -> list[str]:
        with undone(), CaptureQueriesContext(connection) as done:
            freeze(campaign=campaign(fresh(listed.author)), now=timezone.now())
        return [query["sql"] for query in done.captured_queries]

    queries()  # what is cached is read
    few = queries()
    for number in range(20):
        organisation(email=f"autre{number}@exemple.test")
    many = queries()
    assert len(few) == len(many)
    assert sum("INSERT INTO mailing_campaignrecipient" in sql for sql in many) == 1


def test_nobody_to_write_to_is_refused_and_leaves_nothing(listed: Campaign) -> None:
    made = campaign(listed.author, Source.CANDIDATES)
    with pytest.raises(AudienceError, match="personne"):
        freeze(campaign=made, now=timezone.now())
    assert (fresh(made).frozen_at, made.recipients.count()) == (None, 0)


def test_excluded_are_counted_by_reason() -> None:
    candidate(email="oui@exemple.test")
    candidate(agrees=False)
    made = campaign(officer(), Source.CANDIDATES)
    assert freeze(campaign=made, now=timezone.now()) == 1
    assert fresh(made).excluded == {"no_consent": 1}


def _add(row: Campaign) -> None:
    CampaignRecipient.objects.create(
        campaign=row, address="trois@exemple.test", origin=Origin.ACCOUNT, reason="Rien."
    )


def _set(**values: Any) -> Callable[[Campaign], Any]:
    return lambda row: row.recipients.filter(address="un@exemple.test").update(**values)


REFUSED: dict[str, Callable[[Campaign], Any]] = {
    "added": _add,
    "removed": lambda row: row.recipients.filter(address="un@exemple.test").delete(),
    "address": _set(address="autre@exemple.test"),
    "reason": _set(reason="Une autre raison."),
    "origin": _set(origin=Origin.ACCOUNT),
    "since": _set(since=None),
    "organisation": _set(organisation=None),
    "campaign deleted": lambda row: row.delete(),
}
CLOSED = [state for state in Status if state not in {Status.DRAFT, Status.SUBMITTED}]
_MOMENTS = {"scheduled_at": timezone.now(), "ended_at": timezone.now()}


@pytest.mark.parametrize("state", CLOSED)
def test_closed_list_never_changes(listed: Campaign, state: Status) -> None:
    approved(fresh(listed), status=state, **_MOMENTS)
    for act in REFUSED.values():
        with pytest.raises(DatabaseError, match="ne change pas"), transaction.atomic():
            act(fresh(listed))
    assert fresh(listed).recipients.count() == 2
    # What is written of each row while it is sent is free.
    assert fresh(listed).recipients.update(withheld="no_longer") == 2


@pytest.mark.parametrize("state", [Status.DRAFT, Status.SUBMITTED])
def test_open_list_may_change(listed: Campaign, state: Status) -> None:
    approved(fresh(listed), status=state)
    for act in REFUSED.values():
        with undone():
            act(fresh(listed))


def test_only_maintenance_rewrites_a_closed_list(listed: Campaign) -> None:
    approved(fresh(listed))
    for maintenance in (rewriting_lists, rewriting_history):
        with undone(), maintenance():
            REFUSED["address"](fresh(listed))
            fresh(listed).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        REFUSED["address"](fresh(listed))


def test_list_is_forgotten_only_by_a_draft(listed: Campaign) -> None:
    with pytest.raises(CampaignError, match="déjà arrêtée"):
        forget_list(campaign=approved(fresh(listed)))
    row = approved(fresh(listed), status=Status.DRAFT)
    forget_list(campaign=row)
    row = fresh(row)
    assert row.recipients.count() == 0
    assert (row.frozen_at, row.frozen_count, row.rule, row.excluded) == (None, None, "", {})
    assert freeze(campaign=row, now=timezone.now()) == 2


def test_closed_list_is_not_made_again(listed: Campaign) -> None:
    with pytest.raises(CampaignError, match="déjà arrêtée"):
        freeze(campaign=approved(fresh(listed)), now=timezone.now())
