"""Sponsors: whom criteria choose and why; the coordination writes to them, and to nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from portal.accounts.models import User
from portal.mailing.audiences.estimate import estimate
from portal.mailing.audiences.registry import audience_of
from portal.mailing.audiences.still import no_longer_chosen
from portal.mailing.errors import AudienceError
from portal.mailing.models import Source
from portal.mailing.models.campaign import sources_for
from portal.mailing.sending import send_round
from portal.mailing.services.freezing import freeze
from portal.mailing.states import Status
from portal.sponsorship.sponsors.states import State
from search.parameters.named_fields import CommuneField
from snippets.mail.models import MailRefusal
from snippets.models import RomeDomain
from snippets.site import site_settings
from tests.factories import CommuneFactory, UserFactory
from tests.portal.accounts.people import signed_in
from tests.portal.mailing.sendings import act, ready
from tests.portal.mailing.world import EVERY_CANDIDATE, EVERY_SPONSOR, campaign, candidate
from tests.portal.sponsorship.people import coordinator, make_sponsor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def author(lasting) -> User:
    return coordinator()


def sponsor(name: str, state: str = State.ACCEPTED, **fields):
    """A sponsor at an address of this name."""
    return make_sponsor(state, user=UserFactory(email=f"{name}@exemple.test"), **fields)


def listed(author: User, **criteria) -> dict:
    made = campaign(author, Source.SPONSORS, {**EVERY_SPONSOR, **criteria})
    freeze(campaign=made, now=timezone.now())
    return {row.address.split("@")[0]: row for row in made.recipients.all()}


def test_sponsors_are_chosen_by_where_they_stand(author: User) -> None:
    for state in State:
        sponsor(state.value, state)
    sponsor("unsigned", signed=False)
    User.objects.filter(pk=sponsor("closed").user_id).update(is_active=False)
    assert set(listed(author)) == {"accepted", "paused"}
    assert set(listed(author, states=["paused"])) == {"paused"}
    rows = listed(author, states=["active"])
    assert rows["accepted"].reason == "Vous êtes parrain ou marraine sur Déclic."
    assert rows["accepted"].origin == "sponsor"


def test_sponsors_are_chosen_by_trade_and_place_and_read_why(author: User) -> None:
    belfort = CommuneFactory(belfort=True)
    near = CommuneFactory(
        name="Sermamagny", latitude=belfort.latitude + 9.9 / 111.195, longitude=belfort.longitude
    )
    far = CommuneFactory(
        name="Plus loin", latitude=belfort.latitude + 10.1 / 111.195, longitude=belfort.longitude
    )
    welcomed = sponsor("ici", commune=belfort, domains=["F", "M"], days_ago=9)
    sponsor("pres", State.PAUSED, commune=near, domains=["G"])
    sponsor("loin", commune=far, domains=["F"])
    sponsor("nulle-part", domains=[])
    around = {"communes": ["90010"], "radius_km": 10}
    assert set(listed(author, **around)) == {"ici", "pres"}
    assert set(listed(author, domains=["F"])) == {"ici", "loin"}
    rows = listed(author, **around, domains=["M", "G"])
    assert rows["ici"].since == welcomed.decided_at
    assert rows["ici"].reason == (
        "Vous êtes parrain ou marraine sur Déclic. Votre commune\u00a0: Belfort. "
        f"Vous connaissez\u00a0: {RomeDomain('M').label}."
    )
    assert rows["pres"].reason == (
        "Vous êtes parrain ou marraine sur Déclic, en pause. Votre commune\u00a0: Sermamagny. "
        f"Vous connaissez\u00a0: {RomeDomain('G').label}."
    )


def test_a_sponsor_needs_no_other_consent_and_may_refuse(author: User) -> None:
    sponsor("oui")
    sponsor("stop")
    MailRefusal.objects.create(
        address="stop@exemple.test", category="campaigns_sponsors", source="one_click"
    )
    found = estimate(source=Source.SPONSORS, criteria=EVERY_SPONSOR, user=author)
    assert (found.count, found.excluded) == (1, {"declined": 1})


def test_who_leaves_before_the_sending_receives_nothing(author: User) -> None:
    left, stays = sponsor("part"), sponsor("reste")
    made = campaign(author, Source.SPONSORS)
    freeze(campaign=made, now=timezone.now())
    type(left).objects.filter(pk=left.pk).update(state=State.LEFT)
    type(stays).objects.filter(pk=stays.pk).update(state=State.PAUSED)
    addresses = ["part@exemple.test", "reste@exemple.test"]
    withheld = no_longer_chosen(campaign=made, addresses=addresses, now=timezone.now())
    assert set(withheld) == {"part@exemple.test"}


def test_variables_are_the_sponsors_own_in_as_many_queries(author: User) -> None:
    belfort = CommuneFactory(belfort=True)
    one = make_sponsor(user=UserFactory(email="s0@exemple.test", first_name="Ana"), commune=belfort)
    make_sponsor(user=UserFactory(email="s1@exemple.test", first_name=""))
    made = campaign(author, Source.SPONSORS)
    audience = audience_of(Source.SPONSORS)
    site_settings()

    def asked(*addresses: str) -> tuple[dict, int]:
        with CaptureQueriesContext(connection) as queries:
            return audience.values(made, list(addresses)), len(queries)

    few, cost = asked(one.user.email)
    assert few == {"s0@exemple.test": {"first_name": "Ana", "commune": "Belfort"}}
    many, same = asked("s0@exemple.test", "s1@exemple.test", "inconnue@exemple.test")
    assert many == {**few, "s1@exemple.test": {"first_name": "", "commune": ""}}
    assert same == cost


def test_an_estimate_costs_the_same_for_1_and_20(author: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            estimate(source=Source.SPONSORS, criteria=EVERY_SPONSOR, user=author)
        return len(queries)

    make_sponsor()
    site_settings()
    first = cost()
    for _ in range(19):
        make_sponsor()
    assert cost() == first


def test_the_form_keeps_what_was_chosen(author: User) -> None:
    belfort = CommuneFactory(belfort=True)
    row = campaign(author, Source.SPONSORS, {})
    browser, address = signed_in(author), f"/communication/campagnes/{row.pk}/public/"
    chosen = {
        "states": ["active", "paused"],
        "communes": "some",
        "commune_1": CommuneField().label_of(belfort),
        "radius_km": 10,
        "trades": "some",
        "domains": ["F", "G"],
    }
    for wrong in ({"domains": []}, {"trades": "all"}, {"states": []}, {"commune_1": ""}):
        answer = browser.post(address, {"version": 0, **chosen, **wrong})
        assert answer.status_code == 422, wrong
    assert browser.post(address, {"version": 0, **chosen}).status_code == 302
    row.refresh_from_db()
    assert row.criteria == {
        "states": ["active", "paused"],
        "communes": ["90010"],
        "radius_km": 10,
        "domains": ["F", "G"],
    }
    shown = browser.get(address).context["form"].initial
    assert {key: shown[key] for key in chosen} == chosen


def test_the_coordination_writes_and_sends_to_sponsors_and_to_nobody_else(author: User) -> None:
    sponsor("oui")
    candidate(email="autre@exemple.test")
    made = ready(
        author, source=Source.SPONSORS, body="Bonjour, nous nous retrouvons le 14 janvier."
    )
    made.fallbacks.all().delete()
    row = act("start", act("submit", made))
    assert row.status == Status.SENDING
    send_round(campaign_id=row.pk)
    assert [address for (address,) in Email.objects.values_list("to")] == [["oui@exemple.test"]]
    assert sources_for(author) == {Source.SPONSORS}
    with pytest.raises(AudienceError):
        estimate(source=Source.CANDIDATES, criteria=EVERY_CANDIDATE, user=author)
