"""Whoever knows an address but not the secret: nothing is read there, and nothing is changed.

Each walks every address of sponsorship that takes a key, a number or an extension, with those of a
world that is not theirs, reading and writing.
"""

from datetime import timedelta
from itertools import chain

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.models import Alert, ReviewAnswer
from portal.sponsorship.pairing.services import coordinating as first_meetings
from portal.sponsorship.pairing.services.proposing import ALONE, propose
from portal.sponsorship.pairs.services import alerts, contact, coordinating, reviews
from portal.sponsorship.pairs.services.changing import OWN
from portal.sponsorship.pairs.services.reminding import tell_review_due
from portal.sponsorship.pairs.states import Side, State
from portal.sponsorship.urls import private
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, person_with, signed_in
from tests.portal.followup.people_of_the_area import make_professional
from tests.portal.sponsorship.commitments.volunteers import (
    association,
    by_member,
    committed,
    confirmed,
)
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_accepted,
    make_coordinator,
    make_paired_sponsor,
    make_request,
)
from tests.portal.sponsorship.pairs.made import answer, fill, make_active
from tests.portal.sponsorship.people import make_certificate, recruits

pytestmark = pytest.mark.django_db
MARK = "MARQUE"
# What somebody would send, whatever the form.
TYPED = {
    "reason": "Un essai",
    "word": "Un essai",
    "text": "Un essai",
    "day": timezone.localdate().isoformat(),
    "hours": "1",
    "mode": "phone",
    "pace": "right",
    "use": "much",
    "another": "yes",
    "outcome": "job",
    "etat": "reached",
    "email": "on",
    "version": "0",
    "at": (timezone.localdate() + timedelta(days=3)).isoformat(),
    "hour": "14:00",
    "note": "Un essai",
}


class World:
    """A pair that runs and a volunteer, with a row of everything, marked."""

    def __init__(self):
        person = person_with(LevelName.CANDIDATE, first_name=MARK, last_name=MARK)
        self.request = make_request(person, goal=MARK)
        self.pair = make_accepted(request=self.request)
        sponsor = self.pair.sponsor
        sponsor.user.first_name = sponsor.user.last_name = MARK
        sponsor.user.save()
        self.objective, self.review, self.alert = fill(self.pair, person)
        answer(self.review, progress=MARK, missing=MARK)
        Alert.objects.update(reason=MARK)
        self.employer = recruits(sponsor, OrganisationFactory(name=MARK))
        self.sponsor = sponsor
        self.number = make_certificate(sponsor).number
        organisation, self.member = association(name="Les Jardins")
        self.commitment = committed(organisation, person)
        self.line = by_member(self.commitment, self.member)
        confirmed(self.commitment, self.member, ago=3)
        self.commitment.refresh_from_db()

    def paths(self):
        """Every address that names something of it."""
        return sorted({found for one in private if (found := self._path(one))})

    def _path(self, pattern):
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        keys = {
            "<str:number>": self.number,
            "<int:line_pk>": self.line.pk,
            "<int:objective>": self.objective.pk,
            "<int:review>": self.review.pk,
            "<int:alert>": self.alert.pk,
            "<str:extension>": "csv",
            "<int:pk>": self._key(route),
        }
        found = route
        for converter, value in keys.items():
            found = found.replace(converter, str(value))
        return f"/{found}" if found != route else ""

    def _key(self, route):
        if "benevolat" in route:
            return self.commitment.pk
        if "employeurs" in route:
            return self.employer.pk
        if "parrains/" in route:
            return self.sponsor.pk
        if "demandes/" in route or "choisir/" in route:
            return self.request.pk
        return self.pair.pk


def rows():
    """Everything that sponsorship keeps, and what was written to anybody."""
    models = [*apps.get_app_config("sponsorship").get_models(), Email]
    return list(chain.from_iterable(model.objects.order_by("pk").values_list() for model in models))


@pytest.fixture
def world():
    return World()


def other_sponsor(world):
    return make_active().sponsor.user


def other_candidate(world):
    return make_active().participant.user


def candidate_of_a_proposal(world):
    return make_request().participant.user


def other_association(world):
    manager = association(name="Une autre")[1]
    committed(association(name="Une troisième")[0], manager)
    return manager


def adviser_without_access(world):
    return make_professional().user


def sponsor_without_any_pair(world):
    return make_paired_sponsor().user


def officer_of_rights(world):
    return person_with(LevelName.RIGHTS_ADMINISTRATOR)


ATTACKERS = (
    other_sponsor,
    other_candidate,
    candidate_of_a_proposal,
    other_association,
    adviser_without_access,
    sponsor_without_any_pair,
    officer_of_rights,
)


def attack(client, paths, statuses):
    """Read and write at each; what answered otherwise."""
    found = []
    for path in paths:
        for response in (client.get(path), client.post(path, TYPED)):
            is_marked = MARK in getattr(response, "content", b"").decode()
            if response.status_code not in statuses or is_marked:
                found.append((path, response.request["REQUEST_METHOD"], response.status_code))
    return found


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_nothing_of_others_is_read_or_changed_by_its_address(world, attacker):
    client = signed_in(attacker(world))
    before = rows()
    # 405: an address that only reads, or only writes, of somebody who may come there.
    assert attack(client, world.paths(), {403, 404, 405}) == []
    assert rows() == before


def test_nor_by_whoever_is_signed_out(world):
    client, before = Client(), rows()
    paths = world.paths()
    assert attack(client, paths, {302}) == []
    assert all(client.get(path)["Location"].startswith("/compte/") for path in paths)
    assert rows() == before


@pytest.mark.parametrize("side", Side)
def test_a_coordinator_who_is_one_of_the_two_does_not_coordinate_their_pair(world, side):
    """They would read the alert that is about them, the other's reviews, and close it all."""
    user = world.pair.user_of(side)
    give(user, LevelName.SPONSORSHIP_COORDINATOR)
    client, before = signed_in(user), rows()
    root = f"/parrainage/coordination/binomes/{world.pair.pk}/"
    paths = [path for path in world.paths() if path.startswith(root)]
    assert len(paths) > 8
    assert attack(client, paths, {404, 405}) == []
    for path in ("", "suivis/", "suivis/?voir=suspendus"):
        page = client.get(f"/parrainage/coordination/binomes/{path}").content.decode()
        assert f"binomes/{world.pair.pk}/" not in page
    assert rows() == before


@pytest.mark.parametrize("side", Side)
def test_no_service_takes_them_for_who_coordinates_it(side):
    pair = make_active()
    user = pair.user_of(side)
    give(user, LevelName.SPONSORSHIP_COORDINATOR)
    actor, today = Actor(user), timezone.localdate()
    acts = [
        lambda: coordinating.suspend_pair(pair=pair, reason="x", actor=actor),
        lambda: coordinating.resume_pair(pair=pair, actor=actor),
        lambda: coordinating.break_pair(pair=pair, reason="x", wants_another=True, actor=actor),
        lambda: coordinating.complete_pair(pair=pair, outcome="job", actor=actor),
        lambda: alerts.handle_alert(pair=pair, alert=1, actor=actor),
        lambda: reviews.ask_final_review(pair=pair, tell=tell_review_due, actor=actor),
        lambda: contact.note_contact(pair=pair, actor=actor),
        lambda: first_meetings.waive_first_meeting(pair=pair, reason="x", actor=actor),
        lambda: first_meetings.cancel(pair=pair, reason="x", actor=actor),
    ]
    if side == Side.SPONSOR:
        acts.append(lambda: coordinating.enter_work(pair=pair, day=today, actor=actor))
    for act in acts:
        with pytest.raises(SponsorshipError, match=OWN):
            act()
    assert fresh(pair).state == State.ACTIVE


def test_the_alert_about_a_coordinator_reaches_their_colleagues_alone():
    colleague, pair = make_coordinator(), make_active()
    give(pair.sponsor.user, LevelName.SPONSORSHIP_COORDINATOR)
    Email.objects.all().delete()
    person = Actor(pair.participant.user)
    alerts.raise_alert(pair=pair, side=Side.PERSON, reason=MARK, actor=person)
    told = Email.objects.filter(dispatch__key="sponsorship_alert")
    addresses = {address for mail in told for address in mail.to}
    assert colleague.email in addresses
    assert pair.sponsor.user.email not in addresses
    page = signed_in(colleague).get(f"/parrainage/coordination/binomes/{pair.pk}/")
    assert MARK in page.content.decode()


def test_a_coordinator_without_a_colleague_is_in_no_pair():
    """Nobody would read the alert of the other."""
    sponsor, request = make_paired_sponsor(), make_request()
    give(sponsor.user, LevelName.SPONSORSHIP_COORDINATOR)
    actor = Actor(sponsor.user)
    with pytest.raises(SponsorshipError) as refused:
        propose(request=request, sponsor=sponsor, actor=actor)
    assert str(refused.value) == ALONE
    make_coordinator()
    assert propose(request=request, sponsor=sponsor, actor=actor).state == State.PROPOSED


def test_no_key_of_another_pair_is_taken_under_ones_own(world):
    """The address is one's own, what it names is not."""
    own = make_active()
    client, before = signed_in(own.sponsor.user), rows()
    root = f"/parrainage/binomes/{own.pk}/"
    client.post(f"{root}objectifs/{world.objective.pk}/", {"etat": "reached"})
    assert client.get(f"{root}bilan/{world.review.pk}/").status_code == 404
    assert client.post(f"{root}bilan/{world.review.pk}/", TYPED).status_code == 404
    chief = signed_in(make_coordinator())
    chief.post(f"/parrainage/coordination/binomes/{own.pk}/alertes/{world.alert.pk}/")
    assert rows() == before
    assert ReviewAnswer.objects.count() == 1


def test_a_pair_that_is_over_gives_nothing_to_its_sponsor(world):
    """Neither the calendar, nor the name, nor what was noted by the other."""
    coordinating.break_pair(
        pair=world.pair, reason="x", wants_another=True, actor=Actor(make_coordinator())
    )
    client = signed_in(world.sponsor.user)
    root = f"/parrainage/binomes/{world.pair.pk}/"
    assert client.get(f"{root}rendez-vous.ics").status_code == 404
    assert client.get(f"{root}cv/").status_code == 404
    for path in ("noter/", "rendez-vous/", "objectifs/", "accepter/", "contact/"):
        before = rows()
        client.post(f"{root}{path}", TYPED)
        assert rows() == before, path


def test_no_number_is_guessed_by_a_pattern(client, world):
    for path in ("/benevolat/attestation/", "/parrainage/attestation/verifier/"):
        for number in ("%25", "____-____-____", "AAAA-AAAA-AAAA", "1", "x" * 300):
            response = client.get(f"{path}{number}/")
            assert response.status_code == 404, number
            assert MARK not in response.content.decode()
