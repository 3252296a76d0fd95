"""What is kept of campaigns and for how long: lists at rest, erased people, refusals."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.models import User
from portal.mailing import jobs
from portal.mailing.models import Campaign, CampaignRecipient
from portal.mailing.services.forgetting import forget_erased, forget_old
from portal.mailing.services.giving_up import UNTOUCHED, cancel_untouched
from portal.mailing.states import Status
from portal.personal_data.services import erase, purge
from snippets.mail.preferences.refusals import refuse_category, refused_categories
from snippets.models import MailRefusal
from tests.factories import JobOfferPageFactory, UserFactory
from tests.portal.accounts.people import manager_of, officer
from tests.portal.mailing.rows import make_campaign
from tests.portal.mailing.sendings import act, approved, companies, ledger, sending
from tests.portal.mailing.world import organisation
from tests.states import fresh

pytestmark = pytest.mark.django_db
PROFESSIONALS = "campaigns_organisations"


@pytest.fixture(scope="module")
def author(lasting) -> User:
    companies(3)
    return officer()


def at_rest(author: User, state: str) -> Campaign:
    """A campaign whose list is closed, in this state."""
    if state == Status.PAUSED:
        return act("pause", sending(author))
    row = approved(author)
    if state == Status.SCHEDULED:
        return act("schedule", row, scheduled_at=timezone.now() + timedelta(hours=1))
    return row


def told(author: User) -> int:
    return Email.objects.filter(dispatch__key="campaign_given_up", to=[author.email]).count()


@pytest.mark.parametrize("state", [Status.APPROVED, Status.SCHEDULED, Status.PAUSED])
def test_a_list_that_waits_for_half_a_year_ends_and_goes_a_year_later(
    author: User, state: str
) -> None:
    row, now = at_rest(author, state), timezone.now()
    assert cancel_untouched(now=now + UNTOUCHED - timedelta(hours=1)) == 0
    later = now + UNTOUCHED + timedelta(days=1)
    assert [cancel_untouched(now=later) for _ in range(2)] == [1, 0]
    row = fresh(row)
    assert (row.status, row.ended_at, told(author)) == (Status.CANCELLED, later, 1)
    change = row.changes.last()
    assert (change.actor, change.note) == (None, "Personne n’y a touché depuis six mois.")
    assert ledger(row).reasons == {"cancelled": 3}
    assert forget_old(now=later + timedelta(days=366)) == 3
    assert ledger(row).parts == ledger(row).total == 3


def test_what_is_to_leave_later_or_was_touched_is_left(author: User) -> None:
    far = approved(author)
    later = timezone.now() + UNTOUCHED + timedelta(days=1)
    act("schedule", far, scheduled_at=later + timedelta(days=9))
    touched = act("pause", sending(author))
    touched.changes.create(to_status=Status.PAUSED, at=later - timedelta(days=3))
    assert (cancel_untouched(now=later), told(author)) == (0, 0)


def test_rows_that_come_behind_an_erasure_go_at_night_and_the_parts_still_sum(lasting) -> None:
    user = manager_of(organisation(), email="gestion@exemple.test")
    row = approved(officer())
    assert row.recipients.filter(user=user).exists()
    # As when the list was being closed while the account was erased.
    User.objects.filter(pk=user.pk).update(is_active=False, erased_at=timezone.now())
    jobs.keep_lists(timestamp=0)
    assert not CampaignRecipient.objects.filter(user=user).exists()
    assert ledger(row).parts == ledger(row).total
    assert ledger(row).reasons == {"erased": 1}
    assert forget_erased() == 0


def erased(user: User) -> None:
    user.erasure_due_on = timezone.localdate()
    user.save()
    erase(user=user)


def test_replies_to_an_erased_colleague_are_forgotten(author: User) -> None:
    colleague = UserFactory(email="collegue@exemple.test")
    theirs = make_campaign(author=author, reply_to="collegue@exemple.test")
    other = make_campaign(author=author)
    erased(colleague)
    assert (fresh(theirs).reply_to, fresh(theirs).replies_read_by) == ("", "")
    assert fresh(other).reply_to == "nadia@exemple.test"


@pytest.mark.parametrize("where", ["sheet", "offer"])
def test_a_refusal_outlives_an_account_while_its_address_is_published(where: str) -> None:
    user = UserFactory(email="marc@exemple.test")
    if where == "sheet":
        giver, field = organisation(email=user.email), "email"
    else:
        page = JobOfferPageFactory.row(contact_email=user.email)
        giver, field = page, "contact_email"
    for key in (PROFESSIONALS, "reminders"):
        refuse_category(address=user.email, category=key, source=MailRefusal.Source.ONE_CLICK)
    erased(user)
    assert refused_categories("marc@exemple.test") == {PROFESSIONALS}
    purge(dry_run=False)
    assert refused_categories("marc@exemple.test") == {PROFESSIONALS}
    type(giver).objects.filter(pk=giver.pk).update(**{field: ""})
    purge(dry_run=False)
    assert refused_categories("marc@exemple.test") == set()


def test_a_refusal_goes_with_an_account_whose_address_nobody_publishes() -> None:
    user = UserFactory(email="marc@exemple.test")
    refuse_category(address=user.email, category=PROFESSIONALS, source=MailRefusal.Source.ONE_CLICK)
    erased(user)
    assert not MailRefusal.objects.exists()
