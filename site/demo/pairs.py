"""Pairs of the demo, made through the services: proposed, in course, on pause, completed."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from demo.accounts import DEMO_PASSWORD
from demo.sponsorship import COORDINATOR
from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.accounts.services.addresses import verify_address
from portal.accounts.sign_in.signup import welcome
from portal.sponsorship.models import Sponsor, Sponsorship, SponsorshipRequest
from portal.sponsorship.pairing.services.answering import Shown, accept
from portal.sponsorship.pairing.services.coordinating import waive_first_meeting
from portal.sponsorship.pairing.services.proposing import propose
from portal.sponsorship.pairs.services.alerts import raise_alert
from portal.sponsorship.pairs.services.contact import say_spoken
from portal.sponsorship.pairs.services.coordinating import complete_pair
from portal.sponsorship.pairs.services.meetings import Said, note_meeting, plan_meeting
from portal.sponsorship.pairs.services.objectives import add_objective
from portal.sponsorship.pairs.states import Side
from portal.sponsorship.requests.services.asking import Wish, ask_for_oneself
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.services import vetting
from portal.sponsorship.sponsors.services.applying import Answers, apply
from portal.sponsorship.sponsors.services.describing import Description, describe
from portal.sponsorship.sponsors.services.signing import sign_charter
from snippets.models import Commune


def load_pairs() -> int:
    """Make them once; return how many. Sponsors and requests come before."""
    if Sponsorship.objects.exists():
        return 0
    actor = Actor(User.objects.get(email=COORDINATOR))
    sponsor = _welcomed("Patricia", "Humbert", "Directrice d’hôtel", ["G", "D"], actor)
    waiting = list(SponsorshipRequest.objects.pairable()[:2])
    for request in waiting:
        pair = propose(request=request, sponsor=sponsor, actor=actor)
        if request == waiting[0]:
            _begun(pair, actor)
            _go_on(pair)
    _others(actor)
    return Sponsorship.objects.count()


def _go_on(pair: Sponsorship) -> None:
    """It began a month ago: two meetings, an objective, the next meeting."""
    begun = timezone.now() - timedelta(days=32)
    Sponsorship.objects.filter(pk=pair.pk).update(
        proposed_at=begun,
        person_accepted_at=begun,
        sponsor_accepted_at=begun,
        accepted_at=begun,
        contacted_at=begun,
        changed_at=begun,
        started_on=timezone.localdate(begun),
    )
    pair.refresh_from_db()
    today = timezone.localdate()
    for side, days, mode, topics, word in (
        (Side.SPONSOR, 25, "phone", ["project"], "Un premier échange très agréable."),
        (Side.PERSON, 6, "in_person", ["cv", "interview"], "Mon CV est refait."),
    ):
        said = Said(today - timedelta(days=days), mode, 45, topics, word)
        note_meeting(pair=pair, side=side, said=said, actor=Actor(pair.user_of(side)))
    add_objective(
        pair=pair,
        side=Side.PERSON,
        text="Appeler trois hôtels",
        actor=Actor(pair.user_of(Side.PERSON)),
    )
    plan_meeting(
        pair=pair,
        side=Side.SPONSOR,
        day=today + timedelta(days=8),
        hour=time(17, 30),
        mode="in_person",
        actor=Actor(pair.user_of(Side.SPONSOR)),
    )


def _others(actor: Actor) -> None:
    """One on pause after an alert, one that led to a job."""
    sponsor = _welcomed("Bernard", "Lacroix", "Artisan plombier", ["F", "I"], actor)
    for first_name, last_name in (("Yanis", "Morel"), ("Sofia", "Perrin")):
        user = User.objects.create_user(
            f"{first_name}.{last_name}@courriel.example".lower(),
            DEMO_PASSWORD,
            first_name=first_name,
            last_name=last_name,
        )
        verify_address(user)
        welcome(user, "")
        wish = Wish(goal="Un emploi stable près de chez moi.")
        request = ask_for_oneself(user=user, wish=wish, agreed=True, actor=Actor(user))
        pair = propose(request=request, sponsor=sponsor, actor=actor)
        _begun(pair, actor)
        pair = Sponsorship.objects.get(pk=pair.pk)
        if first_name == "Yanis":
            reason = "Nos rendez-vous sont annulés au dernier moment."
            raise_alert(pair=pair, side=Side.PERSON, reason=reason, actor=Actor(user))
        else:
            complete_pair(pair=pair, outcome="job", day=timezone.localdate(), actor=actor)


def _begun(pair: Sponsorship, actor: Actor) -> None:
    """Both said yes, and they have talked."""
    word = "J’ai dirigé des équipes pendant vingt ans. Parlons de vos envies."
    for side, shown in (
        (Side.PERSON, Shown(profile=True, goal=True, email=True)),
        (Side.SPONSOR, Shown(profile=True, email=True, word=word)),
    ):
        pair = accept(pair=pair, side=side, shown=shown, actor=Actor(pair.user_of(side)))
    pair = waive_first_meeting(pair=pair, reason="Se sont vus au forum.", actor=actor)
    say_spoken(pair=pair, side=Side.SPONSOR, actor=Actor(pair.sponsor.user))


def _welcomed(
    first_name: str, last_name: str, profession: str, domains: list[str], actor: Actor
) -> Sponsor:
    """A sponsor of three places, who has signed the charter."""
    user = User.objects.create_user(
        f"{first_name}.{last_name}@courriel.example".lower(),
        DEMO_PASSWORD,
        first_name=first_name,
        last_name=last_name,
    )
    verify_address(user)
    welcome(user, "")
    said: dict[str, Any] = {
        "phone": "06 39 98 70 11",
        "profession": profession,
        "commune": Commune.objects.filter(pk="90010").first(),
        "domains": domains,
        "modes": ["in_person", "phone"],
        "availability": ["mon_eve", "sat_am"],
    }
    sponsor = apply(user=user, answers=Answers(**said), actor=Actor(user))
    at = timezone.now() - timedelta(days=40)
    Sponsor.objects.filter(pk=sponsor.pk).update(applied_at=at)
    sponsor.steps.update(at=at)
    sponsor = vetting.note_interview(sponsor=sponsor, note="Très disponible.", actor=actor)
    sponsor = vetting.accept(sponsor=sponsor, reason="Entretien", actor=actor)
    sponsor = describe(
        sponsor=sponsor, description=Description(capacity=3, **said), actor=Actor(user)
    )
    sign_charter(sponsor=sponsor, version=CHARTER.version, agreed=True, actor=Actor(user))
    return sponsor
