"""Pairs, and who may be in one, as the services leave them."""

from datetime import timedelta

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.sponsorship.models import (
    AdviserTold,
    CertificateRequest,
    CharterSignature,
    PairingSetting,
    Sharing,
    Sponsorship,
)
from portal.sponsorship.pairing.services.answering import Shown, accept
from portal.sponsorship.pairing.services.proposing import propose
from portal.sponsorship.pairs.states import Side, State
from portal.sponsorship.sponsors.charter import CHARTER
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with
from tests.portal.participation.people import make_frozen_cv
from tests.portal.sponsorship import people
from tests.portal.sponsorship.people import coordinator as make_coordinator

__all__ = ["make_coordinator"]
BY_MAIL = Shown(email=True)
# What is compared, and would be a reason where a test wants none.
NOTHING = {"domains": [], "modes": [], "availability": []}


def make_paired_sponsor(user=None, **fields):
    """A sponsor to whom pairs may be proposed, who said nothing else of themselves."""
    return people.make_sponsor(user=user, **(NOTHING | fields))


def make_request(user=None, *, days=10, **fields):
    """Somebody who has waited for `days` days."""
    asked_at = timezone.now() - timedelta(days=days)
    return people.make_request(user, asked_at=asked_at, **fields)


def make_proposal(*, request=None, sponsor=None, coordinator=None):
    return propose(
        request=request or make_request(),
        sponsor=sponsor or make_paired_sponsor(),
        actor=Actor(coordinator or make_coordinator()),
    )


def say_yes(pair, side, shown=BY_MAIL):
    return accept(pair=fresh(pair), side=side, shown=shown, actor=Actor(pair.user_of(side)))


def make_accepted(*, person=BY_MAIL, sponsor=BY_MAIL, sponsor_row=None, **fields):
    """A pair in which both said yes."""
    pair = make_proposal(sponsor=sponsor_row, **fields)
    say_yes(pair, Side.PERSON, person)
    return say_yes(pair, Side.SPONSOR, sponsor)


def place_pair(person=None, sponsor=None):
    """A pair that both accepted, written without asking: the person shows a CV."""
    asked = people.make_request(person or person_with(LevelName.CANDIDATE), state="ended")
    now = timezone.now()
    pair = Sponsorship.objects.create(
        request=asked,
        participant=asked.participant,
        sponsor=sponsor or people.make_sponsor(),
        state=State.ACCEPTED,
        answer_by=timezone.localdate(now),
        person_accepted_at=now,
        sponsor_accepted_at=now,
        accepted_at=now,
        contact_by=timezone.localdate(now),
    )
    cv = make_frozen_cv(asked.participant)
    Sharing.objects.create(pair=pair, side=Side.PERSON, email=True, cv=cv)
    Sharing.objects.create(pair=pair, side=Side.SPONSOR, email=True)
    return pair


def everything_of_sponsorship(user):
    """A row of each table of sponsorship about one person, who is on every side."""
    sponsor = people.make_sponsor("applied", user=user)
    sponsor.steps.create(state="applied", by=user)
    people.recruits(sponsor, OrganisationFactory())
    CharterSignature.objects.create(sponsor=sponsor, version=CHARTER.version, text=CHARTER.text)
    asked = people.make_request(user, by=user)
    asked.steps.create(state="waiting", by=user)
    pair = place_pair(user, sponsor)
    pair.proposed_by = user
    pair.save()
    pair.steps.create(state="accepted", by=user, reason="Un motif")
    pair.steps.create(state="declined", by=user, side="sponsor", reason="Pas le temps")
    PairingSetting.objects.create(name="near", value=5, changed_by=user)
    CertificateRequest.objects.create(sponsor=sponsor)
    people.make_certificate(sponsor, issued_by=user)
    AdviserTold.objects.create(participant=asked.participant, version="2026-12")


def fresh(pair):
    rows = Sponsorship.objects.select_related("request", "participant__user", "sponsor__user")
    return rows.get(pk=pair.pk)
