"""Who is left out, each counted once with the reason; and who is dropped from a list at sending."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.models import Membership, User
from portal.candidates.models import CandidateProfile
from portal.mailing.audiences.estimate import estimate
from portal.mailing.audiences.exclusions import Exclusion
from portal.mailing.audiences.still import no_longer_chosen
from portal.mailing.errors import AudienceError
from portal.mailing.models import Campaign, CampaignRecipient, Source, Withheld
from portal.mailing.services.freezing import freeze
from portal.mailing.states import Status
from snippets.mail.models import Dispatch, MailRefusal, SuppressedAddress
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from tests.factories import CommuneFactory
from tests.portal.accounts.people import join, officer
from tests.portal.mailing.world import (
    EVERY_CANDIDATE,
    EVERY_ORGANISATION,
    agree,
    approved,
    campaign,
    candidate,
    earlier_campaign,
    organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def author(lasting) -> User:
    return officer()


@pytest.fixture(autouse=True)
def _two_a_week(settings: Any) -> None:
    settings.CAMPAIGNS_PER_WEEK = 2


def left_out(author: User, source: str = Source.CANDIDATES) -> dict[str, int]:
    criteria = EVERY_CANDIDATE if source == Source.CANDIDATES else EVERY_ORGANISATION
    found = estimate(source=source, criteria=criteria, user=author)
    assert all(one.reason for one in found.sample)
    return found.excluded


def refuse(address: str, category: str) -> None:
    MailRefusal.objects.create(
        address=address, category=category, source=MailRefusal.Source.PREFERENCES
    )


def suppress(address: str) -> None:
    SuppressedAddress.objects.create(address=address, reason="unknown")


def test_each_reason_is_counted_once_in_a_fixed_order(author) -> None:
    """The first person has every reason, the next one less, and so on."""
    people = [candidate(email=f"p{number}@exemple.test", agrees=number > 3) for number in range(6)]
    # From before the forms refused it.
    User.objects.filter(pk=people[0].pk).update(email='"deux, boites"@exemple.test')
    addresses = ['"deux, boites"@exemple.test', *(person.email for person in people[1:])]
    for address in addresses[:2]:
        suppress(address)
    for address in addresses[:3]:
        refuse(address, "campaigns_candidates")
    for _ in range(2):
        earlier_campaign(author, *addresses[:5])
    assert left_out(author) == {
        Exclusion.MALFORMED: 1,
        Exclusion.SUPPRESSED: 1,
        Exclusion.DECLINED: 1,
        Exclusion.NO_CONSENT: 1,
        Exclusion.TOO_MANY: 1,
    }
    made = campaign(author, Source.CANDIDATES)
    assert freeze(campaign=made, now=timezone.now()) == 1
    assert made.recipients.get().address == addresses[5]


def test_refusal_of_another_category_excludes_nobody(author) -> None:
    candidate(email="oui@exemple.test")
    refuse("oui@exemple.test", "campaigns_organisations")
    refuse("oui@exemple.test", "reminders")
    assert left_out(author) == {}


def test_rows_of_one_address_are_duplicates_whatever_its_reason(author) -> None:
    for _ in range(3):
        organisation(email="stop@exemple.test")
    suppress("stop@exemple.test")
    excluded = left_out(author, Source.ORGANISATIONS)
    assert excluded == {"suppressed": 1, "duplicate": 2}


COUNTED: dict[str, tuple[bool, dict[str, Any]]] = {
    "a week and a day ago": (False, {"days_ago": 8}),
    "frozen long ago, begun this week": (
        True,
        {"days_ago": 30, "started_at": timezone.now() - timedelta(days=2)},
    ),
    "a draft again": (False, {"status": Status.DRAFT}),
    "cancelled before it left": (False, {"status": Status.CANCELLED}),
    "done": (True, {"status": Status.SENT, "ended_at": timezone.now()}),
    "scheduled": (True, {"status": Status.SCHEDULED, "scheduled_at": timezone.now()}),
}


@pytest.mark.parametrize("what", COUNTED)
def test_which_campaigns_count_in_a_week(author, what: str) -> None:
    counts, fields = COUNTED[what]
    candidate(email="oui@exemple.test")
    earlier_campaign(author, "oui@exemple.test")
    assert left_out(author) == {}
    earlier_campaign(author, "oui@exemple.test", **fields)
    assert left_out(author) == ({"too_many": 1} if counts else {})


def test_what_was_withheld_does_not_count(author) -> None:
    candidate(email="oui@exemple.test")
    for _ in range(2):
        made = earlier_campaign(author, "oui@exemple.test")
    made.recipients.update(withheld=Withheld.NO_LONGER)
    assert left_out(author) == {}


def queued(row: CampaignRecipient) -> None:
    """Its message, as the engine stores it."""
    email = queue_mail("erasure_asked", to=row.address, context={})
    row.dispatch = Dispatch.objects.get(pk=email.pk)
    row.save(update_fields=["dispatch"])


@pytest.fixture(scope="module")
def sending(lasting) -> Campaign:
    """A campaign to candidates of Belfort, approved: six people."""
    belfort = CommuneFactory(belfort=True)
    for name in ("reste", "part", "retire", "ferme", "efface", "assez"):
        candidate(email=f"{name}@exemple.test", commune=belfort)
    criteria = {**EVERY_CANDIDATE, "communes": ["90010"]}
    made = campaign(officer(), Source.CANDIDATES, criteria)
    freeze(campaign=made, now=timezone.now())
    return approved(made)


def dropped(row: Campaign) -> dict[str, str]:
    addresses = list(row.recipients.values_list("address", flat=True))
    found = no_longer_chosen(campaign=row, addresses=addresses, now=timezone.now())
    return {address.split("@")[0]: reason for address, reason in found.items()}


def test_nobody_is_dropped_while_nothing_changed(sending) -> None:
    assert dropped(sending) == {}


def test_list_shrinks_by_what_became_of_each(sending) -> None:
    def of(name: str) -> Any:
        return User.objects.filter(email=f"{name}@exemple.test")

    CandidateProfile.objects.filter(user__in=of("part")).update(commune=None)
    of("retire").get().consents.update(withdrawn_at=timezone.now() + timedelta(seconds=1))
    of("ferme").update(is_active=False)
    of("efface").update(is_active=False, erased_at=timezone.now())
    for _ in range(2):
        queued(earlier_campaign(sending.author, "assez@exemple.test").recipients.get())
    # In two lists that have not left: they count at an approval, and not here.
    for _ in range(2):
        earlier_campaign(sending.author, "reste@exemple.test")
    # Somebody more is chosen now: nothing of them is heard.
    candidate(email="nouvelle@exemple.test", commune=CommuneFactory(belfort=True))
    assert dropped(sending) == {
        "part": Withheld.NO_LONGER,
        "retire": Withheld.NO_CONSENT,
        "ferme": Withheld.NO_LONGER,
        "efface": Withheld.ERASED,
        "assez": Withheld.TOO_MANY,
    }


def test_criterion_that_is_gone_says_nothing_of_anybody(sending) -> None:
    """The campaign waits for a person; no row of it is burnt."""
    Campaign.objects.filter(pk=sending.pk).update(criteria={})
    with pytest.raises(AudienceError):
        dropped(Campaign.objects.get(pk=sending.pk))


def test_address_that_came_by_another_way_is_dropped(author) -> None:
    """The reason that its person would read is no longer true."""
    company = organisation(email="marc@exemple.test")
    join(company, "manager", email="autre@exemple.test")
    member = join(company, email="marc@exemple.test")
    made = campaign(author)
    freeze(campaign=made, now=timezone.now())
    approved(made)
    assert dropped(made) == {}
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    assert dropped(made) == {"marc": Withheld.NO_LONGER}


def test_suspended_organisation_is_dropped(author) -> None:
    company = organisation(email="fiche@exemple.test")
    made = campaign(author)
    freeze(campaign=made, now=timezone.now())
    approved(made)
    Organisation.objects.filter(pk=company.pk).update(
        suspended_at=timezone.now(), suspended_by=author, suspension_reason="Fausses annonces"
    )
    assert dropped(made) == {"fiche": Withheld.NO_LONGER}


def test_agent_who_agreed_is_no_candidate(author) -> None:
    agree(author)
    assert left_out(author) == {}
