"""The second person: what they read before they agree, what they agree to, who needs them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.models import User
from portal.mailing.errors import CampaignError
from portal.mailing.messages import send_test
from portal.mailing.models import Campaign, CampaignChange
from portal.mailing.services.versions import what_happened
from portal.mailing.states import Status
from snippets.mail.models import SuppressedAddress
from tests.portal.accounts.people import officer, signed_in
from tests.portal.mailing.sendings import act, mails, ready
from tests.portal.mailing.world import organisation
from tests.states import fresh

pytestmark = pytest.mark.django_db
HOME = "/communication/campagnes/"
_INPUT = re.compile(r'name="(version|read)" value="(\d+)"')


@pytest.fixture(scope="module")
def author(lasting: None) -> User:
    return officer(first_name="Amina", last_name="Diallo")


@pytest.fixture(scope="module")
def colleague(author: User) -> User:
    return officer(first_name="Bruno", last_name="Keller")


@pytest.fixture(scope="module")
def draft(author: User) -> Campaign:
    for name in ("Menuiserie Richard", "Garage Lebrun", "Ferme Petit"):
        organisation(name=name, email=f"{name.split()[0].lower()}@exemple.test")
    organisation(name="Hôtel fermé", email="stop@exemple.test")
    SuppressedAddress.objects.create(address="stop@exemple.test", reason="unknown")
    return ready(author, replies_read_by="Marie Petit")


@pytest.fixture
def large(settings: Any) -> None:
    """Three recipients are many."""
    settings.CAMPAIGN_APPROVAL_ABOVE = 2


@pytest.fixture
def submitted(draft: Campaign, colleague: User, large: None) -> Campaign:
    return act("submit", draft)


@pytest.fixture
def reader(colleague: User) -> Client:
    return signed_in(colleague)


def of(row: Campaign, path: str = "") -> str:
    return f"{HOME}{row.pk}/{path}"


def read(page: str) -> dict[str, str]:
    """What the button of the agreement sends."""
    form = page.partition("accorder/")[2].partition("</form>")[0]
    return dict(_INPUT.findall(form))


def test_who_is_asked_reads_whom_it_is_for_and_what_they_would_get(
    submitted: Campaign, reader: Client
) -> None:
    page = reader.get(of(submitted)).content.decode()
    for said in (
        "Les organisations inscrites",
        "3\u00a0personnes recevraient ce message",
        "<strong>1</strong>&nbsp;: l’adresse ne reçoit plus nos messages",
        "Menuiserie Richard",
        "Garage Lebrun",
        "Ferme Petit",
    ):
        assert said in page
    preview = reader.get(of(submitted, "apercu/"))
    assert preview.context["count"] == 3
    assert "le forum a lieu" in preview.context["preview"].plain
    assert "le forum a lieu" in reader.get(of(submitted, "apercu/message/")).content.decode()
    assert reader.get(of(submitted, "destinataires/")).status_code == 404


def test_the_agreement_is_to_the_number_that_was_read(
    submitted: Campaign, colleague: User, reader: Client
) -> None:
    sent = read(reader.get(of(submitted)).content.decode())
    assert sent["read"] == "3"
    more = organisation(name="De plus", email="plus@exemple.test")
    page = reader.post(of(submitted, "accorder/"), sent, follow=True).content.decode()
    assert "4\u00a0destinataires, et non 3" in page
    assert (fresh(submitted).status, submitted.recipients.count()) == (Status.SUBMITTED, 0)
    # Shorter is fine, and a page that says no number is an old one.
    type(more).objects.filter(name__in=("De plus", "Ferme Petit")).update(email="")
    for wrong in ("", "x", "-1"):
        reader.post(of(submitted, "accorder/"), {**sent, "read": wrong})
        assert fresh(submitted).status == Status.SUBMITTED
    reader.post(of(submitted, "accorder/"), sent)
    row = fresh(submitted)
    assert (row.status, row.approved_by, row.frozen_count) == (Status.APPROVED, colleague, 2)


def test_an_audience_that_holds_no_more_is_not_agreed_to(
    submitted: Campaign, reader: Client
) -> None:
    broken = {**submitted.criteria, "kinds": []}
    Campaign.objects.filter(pk=submitted.pk).update(criteria=broken)
    page = reader.get(of(submitted)).content.decode()
    assert "field-error" in page
    assert "Donner mon accord" not in page


def test_a_try_of_who_is_asked_does_not_take_their_agreement_away(
    submitted: Campaign, colleague: User, reader: Client
) -> None:
    reader.post(of(submitted, "essai/"), {"lecteur": "1"})
    assert Email.objects.filter(to=[colleague.email], subject__startswith="[Essai]").exists()
    page = reader.get(of(submitted)).content.decode()
    assert "Donner mon accord" in page
    reader.post(of(submitted, "accorder/"), read(page))
    assert fresh(submitted).approved_by == colleague


def test_a_try_is_not_what_a_colleague_did_to_the_campaign(draft: Campaign) -> None:
    send_test(campaign=draft, user=officer(last_name="Essayeur"), values={})
    assert "Essayeur" not in what_happened(fresh(draft))


# --- Words


def test_nobody_is_said_to_be_told_when_nobody_was(
    draft: Campaign, author: User, large: None
) -> None:
    asker = officer(first_name="Paul", last_name="Girardot")
    User.objects.exclude(pk__in=(author.pk, asker.pk)).update(is_active=False)
    row = fresh(draft)
    answer = signed_in(asker).post(
        of(row, "arreter-la-liste/"), {"version": row.version}, follow=True
    )
    page = answer.content.decode()
    assert "sont prévenus" not in page
    assert "personne d’autre" in page
    assert "d’autre que vous" not in page
    told = [("campaign_waits", email) for email in sorted((author.email, asker.email))]
    assert sorted(mails("campaign_to_approve", "campaign_waits")) == told


def test_colleagues_who_may_agree_are_said_to_be_told(
    draft: Campaign, colleague: User, large: None
) -> None:
    row, browser = fresh(draft), signed_in(draft.author)
    sent = browser.post(of(row, "arreter-la-liste/"), {"version": row.version}, follow=True)
    assert "Vos collègues sont prévenus" in sent.content.decode()


def test_the_home_asks_those_who_may_agree_and_no_other(draft: Campaign, large: None) -> None:
    asker, other = officer(), officer()
    act("submit", draft, asker)
    asks = "Relire et donner mon accord"
    pages = [signed_in(user).get(HOME).content.decode() for user in (asker, draft.author, other)]
    assert [asks in page for page in pages] == [False, False, True]


# --- The threshold over seven days


@pytest.fixture
def small(settings: Any) -> None:
    """Five are few, six many: one list of three passes, a second does not."""
    settings.CAMPAIGN_APPROVAL_ABOVE = 5


def another(row: Campaign, **fields: Any) -> Campaign:
    """A new campaign of the same person with the same message."""
    return ready(row.author, **fields)


def test_two_small_lists_of_a_week_are_a_large_one(
    draft: Campaign, colleague: User, small: None
) -> None:
    act("submit", draft)
    second = another(draft)
    page = signed_in(draft.author).get(of(second)).content.decode()
    assert "déjà approuvé 3\u00a0destinataires" in page
    assert "Demander l’accord" in page
    with pytest.raises(CampaignError, match="approuvé 3 pour ce public"):
        act("approve", second, read=3)
    assert act("submit", second).status == Status.SUBMITTED
    with pytest.raises(CampaignError, match="une autre personne"):
        act("approve", second, read=3)
    # Another person, who has approved nothing, agrees.
    assert act("approve", second, colleague, read=3).status == Status.APPROVED


NOT_COUNTED: dict[str, Any] = {
    "a week and a day ago": {"days": 8},
    "to another public": {"source": "partners"},
    "taken back": {"act": "take_back"},
    "cancelled before it left": {"act": "cancel"},
    "agreed to by a colleague": {"agreed": True},
}


@pytest.mark.parametrize("what", NOT_COUNTED)
def test_what_counts_as_approved_alone(
    draft: Campaign, colleague: User, small: None, what: str
) -> None:
    given = NOT_COUNTED[what]
    row = act("submit", draft)
    if "act" in given:
        act(given["act"], row)
    if "agreed" in given:
        CampaignChange.objects.filter(to_status="approved").update(from_status="submitted")
    if "source" in given:
        Campaign.objects.filter(pk=row.pk).update(source=given["source"])
    if "days" in given:
        at = timezone.now() - timedelta(days=given["days"])
        Campaign.objects.filter(pk=row.pk).update(frozen_at=at)
    assert act("submit", another(draft)).status == Status.APPROVED
