"""Sponsors, people who wait and pairs, as the services leave them."""

from datetime import timedelta

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.participation.services.participants import participant_of
from portal.sponsorship.pairing.services.answering import Shown, accept
from portal.sponsorship.pairing.services.proposing import propose
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Side
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.models import CharterSignature, Sponsor
from portal.sponsorship.sponsors.states import State
from tests.portal.accounts.people import give, person_with
from tests.portal.participation.people import make_agreement

BY_MAIL = Shown(email=True)


def make_coordinator(**fields):
    return person_with(LevelName.SPONSORSHIP_COORDINATOR, **fields)


def make_paired_sponsor(user=None, **fields):
    """A sponsor to whom pairs may be proposed."""
    if user is None:
        user = person_with(LevelName.SPONSOR)
    elif LevelName.SPONSOR not in user.levels:
        give(user, LevelName.SPONSOR)
    now = timezone.now()
    values = {"state": State.ACCEPTED, "contacted_at": now, "interviewed_at": now}
    sponsor = Sponsor.objects.create(user=user, **(values | fields))
    CharterSignature.objects.create(sponsor=sponsor, version=CHARTER.version, text="Charte")
    return sponsor


def make_request(user=None, *, days=10, **fields):
    """Somebody who has waited for `days` days."""
    participant = participant_of(user=user or person_with(LevelName.CANDIDATE))
    asked_at = timezone.now() - timedelta(days=days)
    return SponsorshipRequest.objects.create(
        participant=participant,
        agreement=make_agreement(participant, purpose="sponsorship"),
        asked_at=asked_at,
        **fields,
    )


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


def fresh(pair):
    rows = Sponsorship.objects.select_related("request", "participant__user", "sponsor__user")
    return rows.get(pk=pair.pk)
