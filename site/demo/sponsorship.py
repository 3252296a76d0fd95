"""Sponsors in three states and five people who wait, made through the services."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from demo.accounts import DEMO_PASSWORD
from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.accounts.services.addresses import verify_address
from portal.accounts.sign_in.signup import welcome
from portal.participation.models import Agreement
from portal.sponsorship.models import Sponsor, SponsorshipRequest
from portal.sponsorship.requests.services.asking import (
    Identity,
    Wish,
    ask_for_oneself,
    ask_for_somebody,
)
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.services import vetting
from portal.sponsorship.sponsors.services.applying import Answers, apply
from portal.sponsorship.sponsors.services.describing import Description, describe
from portal.sponsorship.sponsors.services.signing import sign_charter
from snippets.folding import fold_name
from snippets.models import Commune

COORDINATOR = "helene.mercier@declic.example"
CANDIDATE, PARTNER = "eloise.martin@declic.example", "jeanne.collin@plan-passerelles.example"
_EVENINGS = ["mon_eve", "wed_eve", "sat_am"]
_DAYS = ["tue_am", "thu_am", "thu_pm"]


def load_sponsorship() -> int:
    """Make them once; return how many sponsors and requests. Candidates and members come before."""
    if Sponsor.objects.exists() or SponsorshipRequest.objects.exists():
        return 0
    _load_sponsors()
    _load_requests()
    return Sponsor.objects.count() + SponsorshipRequest.objects.count()


def _load_sponsors() -> None:
    """One whom nobody has called in time, one who was met, one who is welcomed and has signed."""
    actor = Actor(User.objects.get(email=COORDINATOR))
    _sponsor("Bruno", "Cartier", "Comptable à la retraite", ["M", "C"], _DAYS, 14)
    met = _sponsor("Aïcha", "Lemaire", "Cheffe de rayon", ["D"], _EVENINGS, 8)
    vetting.note_contact(sponsor=met, actor=actor)
    vetting.note_interview(sponsor=met, note="À l’écoute. Disponible surtout le soir.", actor=actor)
    make_welcomed("Denis", "Vuillemin", "Chef de chantier", ["F", "I"], actor, days=60)


def make_welcomed(
    first_name: str,
    last_name: str,
    profession: str,
    domains: list[str],
    actor: Actor,
    *,
    capacity: int = 1,
    days: int,
) -> Sponsor:
    """A sponsor who was welcomed and has signed the charter, all of it `days` ago."""
    sponsor = _sponsor(first_name, last_name, profession, domains, _EVENINGS, 0)
    vetting.note_interview(sponsor=sponsor, note="À l’écoute, très disponible.", actor=actor)
    sponsor = vetting.accept(sponsor=sponsor, reason="Bon entretien", actor=actor)
    own = Actor(sponsor.user)
    description = Description(**_answers(profession, domains, _EVENINGS), capacity=capacity)
    sponsor = describe(sponsor=sponsor, description=description, actor=own)
    sign_charter(sponsor=sponsor, version=CHARTER.version, agreed=True, actor=own)
    ago = timedelta(days=days)
    dates = ("applied_at", "contacted_at", "interviewed_at", "decided_at", "changed_at")
    Sponsor.objects.filter(pk=sponsor.pk).update(**{name: F(name) - ago for name in dates})
    sponsor.steps.update(at=F("at") - ago)
    sponsor.signatures.update(signed_at=F("signed_at") - ago)
    sponsor.refresh_from_db()
    return sponsor


def _sponsor(
    first_name: str,
    last_name: str,
    profession: str,
    domains: list[str],
    slots: list[str],
    days: int,
) -> Sponsor:
    user = make_account(first_name, last_name)
    motivation = "J’aimerais transmettre ce que mon métier m’a appris."
    answers = Answers(**_answers(profession, domains, slots), motivation=motivation)
    sponsor = apply(user=user, answers=answers, actor=Actor(user))
    at = timezone.now() - timedelta(days=days)
    Sponsor.objects.filter(pk=sponsor.pk).update(applied_at=at)
    sponsor.steps.update(at=at)
    return sponsor


def _answers(profession: str, domains: list[str], slots: list[str]) -> dict[str, Any]:
    """What a sponsor says of themselves."""
    return {
        "phone": "06 39 98 70 10",
        "profession": profession,
        "commune": Commune.objects.filter(pk="90010").first(),
        "domains": domains,
        "modes": ["in_person", "phone"],
        "availability": slots,
    }


def _load_requests() -> None:
    """Four by themselves, one with the help of an employment partner."""
    wishes = (
        ("Reprendre la cuisine dans une petite équipe.", ["G"], 35),
        ("Un premier emploi dans le bâtiment.", ["F"], 28),
        ("Préparer mes entretiens, je n’en ai pas passé depuis dix ans.", ["D"], 21),
        ("Changer de métier pour la logistique.", ["N"], 9),
    )
    people = [
        User.objects.get(email=CANDIDATE),
        make_account("Mehdi", "Robert"),
        make_account("Sylvie", "Chapuis"),
        make_account("Lucas", "Ferreira"),
    ]
    for user, (goal, domains, days) in zip(people, wishes, strict=True):
        make_request(user, goal, domains, days=days)
    helper = User.objects.get(email=PARTNER)
    made = ask_for_somebody(
        user=helper,
        identity=Identity(first_name="Odile", last_name="Grandjean"),
        wish=Wish(goal="Retrouver confiance pour chercher.", phone="06 39 98 70 20"),
        agreed=True,
        how=Agreement.How.IN_PERSON,
        actor=Actor(helper),
    )
    _aged(made, timezone.now() - timedelta(days=3))


def make_request(user: User, goal: str, domains: list[str], *, days: int) -> SponsorshipRequest:
    """Somebody asked for a sponsor themselves, `days` ago."""
    wish = Wish(
        goal=goal,
        commune=Commune.objects.filter(pk="90010").first(),
        domains=domains,
        modes=["phone"],
        availability=_EVENINGS,
    )
    made = ask_for_oneself(user=user, wish=wish, agreed=True, actor=Actor(user))
    _aged(made, timezone.now() - timedelta(days=days))
    return made


def _aged(request: SponsorshipRequest, at: datetime) -> None:
    """As if it had been asked then."""
    SponsorshipRequest.objects.filter(pk=request.pk).update(asked_at=at, changed_at=at)
    request.steps.update(at=at)


def make_account(first_name: str, last_name: str) -> User:
    """A candidate with a confirmed address made from their name."""
    address = fold_name(f"{first_name} {last_name}").replace(" ", ".")
    user = User.objects.create_user(
        f"{address}@courriel.example", DEMO_PASSWORD, first_name=first_name, last_name=last_name
    )
    verify_address(user)
    welcome(user, "")
    return user
