"""Two pairs of the demo, made through the services: one that runs, one that waits for answers."""

from datetime import timedelta
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
from portal.sponsorship.pairs.services.contact import say_spoken
from portal.sponsorship.pairs.states import Side
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
    return Sponsorship.objects.count()


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
