"""Applications in every state, for an employer, an association and a candidate of the demo."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from demo.data_files import read_folder, slug_of
from demo.guests import cv_of, guest_number
from pages.models import JobOfferPage, VolunteeringPage
from portal.accounts.actors import Actor
from portal.accounts.models import Membership, User
from portal.applications.models import Application
from portal.applications.services.applying import apply
from portal.applications.services.deciding import decide, mark_seen
from portal.applications.states import Refusal, Status
from portal.cv.models import Cv
from portal.participation.helping import Helper
from portal.participation.models import Agreement, Channel, Participant
from portal.participation.services.cvs import freeze_cv
from portal.participation.services.participants import participant_of

CANDIDATE = "eloise.martin@declic.example"
PARTNER = "jeanne.collin@plan-passerelles.example"
S = Status
# An announcement, the number of its first guest, and where each application stands.
_RECEIVED: dict[str, tuple[int, tuple[Status, ...]]] = {
    "electricien-renovation-delle": (
        0,
        (
            S.SENT,
            S.SENT,
            S.SENT,
            S.SEEN,
            S.SEEN,
            S.SHORTLISTED,
            S.SHORTLISTED,
            S.INTERVIEW,
            S.OFFERED,
            S.REFUSED,
            S.REFUSED,
        ),
    ),
    "apprenti-electricien-valdoie": (12, (S.SENT, S.SEEN, S.INTERVIEW, S.HIRED)),
    "installateur-solaire-lariviere": (18, (S.SENT, S.REFUSED)),
    "soudeur-debutant-bourogne": (22, (S.SENT, S.SENT, S.SHORTLISTED, S.HIRED)),
    "benevole-distribution-belfort": (30, (S.SENT, S.SHORTLISTED, S.HIRED)),
}
_MESSAGE = "Bonjour, ce poste me plaît et je peux commencer tout de suite."
_REPLIES: dict[Status, str] = {
    S.SHORTLISTED: "Votre candidature nous intéresse. Nous vous rappelons cette semaine.",
    S.INTERVIEW: "Nous aimerions vous rencontrer. Nous vous appelons pour fixer une date.",
    S.OFFERED: "Nous serions heureux de travailler avec vous. Voici notre proposition.",
    S.HIRED: "Bienvenue dans l’équipe\u00a0! Nous vous attendons lundi à 8\u00a0h.",
    S.REFUSED: "Nous avons choisi quelqu’un qui a plus d’expérience. Bonne recherche à vous.",
}


def load_applications() -> int:
    """Make them once; return how many. Offers, members and CVs come before."""
    if Application.objects.exists():
        return 0
    pages = _pages()
    for key, (first, states) in _RECEIVED.items():
        _receive(pages[key], first, states)
    _of_candidate(pages)
    _of_partner(pages["chef-equipe-voirie-meroux"])
    return Application.objects.count()


def _pages() -> dict[str, Any]:
    """Each offer and mission by its key in the data files."""
    found: dict[str, Any] = {}
    for folder, model in (("offers", JobOfferPage), ("volunteering", VolunteeringPage)):
        by_slug = {page.slug: page for page in model.objects.select_related("organisation")}
        for record in read_folder(folder):
            if slug_of(record) in by_slug:
                found[record["key"]] = by_slug[slug_of(record)]
    return found


def _receive(page: Any, first: int, states: Iterable[Status]) -> None:
    """One guest for each state; the oldest application is past its reminder."""
    recruiter = _recruiter(page)
    for rank, state in enumerate(states):
        person = guest_number(first + rank)
        sent_at = timezone.now() - timedelta(days=1 + rank, hours=rank)
        application = _send(page, person, Actor(None, guest_name=person.name), sent_at)
        _answer(application, state, recruiter, sent_at + timedelta(hours=20))


def _send(page: Any, person: Participant, actor: Actor, sent_at: datetime) -> Application:
    application = apply(
        page=page,
        participant=person,
        agreed=True,
        actor=actor,
        cv=cv_of(person) if person.user is None else None,
        message=_MESSAGE,
        keep_in_mind=person.pk % 2 == 0,
    )
    return _aged(application, sent_at)


def _aged(application: Application, sent_at: datetime) -> Application:
    """As if it had been sent then."""
    application.changes.update(at=sent_at)
    Application.objects.filter(pk=application.pk).update(
        created_at=sent_at, sent_at=sent_at, changed_at=sent_at
    )
    application.refresh_from_db()
    return application


def _answer(application: Application, state: Status, recruiter: User | None, now: datetime) -> None:
    """What the organisation answered; nothing while it has not opened it, or has no account."""
    if state == S.SENT or recruiter is None:
        return
    actor = Actor(recruiter)
    if state == S.SEEN:
        mark_seen(application=application, actor=actor, now=now)
        return
    decide(
        application=application,
        to=state,
        actor=actor,
        refusal=Refusal.EXPERIENCE if state == S.REFUSED else "",
        message=_REPLIES[state],
        now=now,
    )


def _recruiter(page: Any) -> User | None:
    """Who answers for an organisation: its manager, else the officer."""
    managers = Membership.objects.managers().filter(organisation=page.organisation)
    found = managers.order_by("pk").first()
    return (
        found.user if found else User.objects.filter(email="sophie.kessler@declic.example").first()
    )


def _of_candidate(pages: dict[str, Any]) -> None:
    """Éloïse waits for one answer, has an interview, and was refused once."""
    user = User.objects.get(email=CANDIDATE)
    person = participant_of(user=user)
    stored = Cv.objects.owned_by(user).first()
    for days, (key, state) in enumerate(
        (
            ("commis-cuisine-belfort", S.INTERVIEW),
            ("cuisinier-collectivite-bavilliers", S.SENT),
            ("employe-rayon-essert", S.REFUSED),
        ),
        start=2,
    ):
        cv = freeze_cv(participant=person, cv=stored) if stored else None
        made = apply(
            page=pages[key],
            participant=person,
            agreed=True,
            actor=Actor(user),
            cv=cv,
            message=_MESSAGE,
        )
        sent_at = timezone.now() - timedelta(days=days)
        recruiter = _recruiter(pages[key])
        _answer(_aged(made, sent_at), state, recruiter, sent_at + timedelta(hours=20))


def _of_partner(page: Any) -> None:
    """Jeanne, of an employment partner, applied for two people who agreed."""
    user = User.objects.get(email=PARTNER)
    partner = Membership.objects.active().get(user=user).organisation
    for number in (40, 41):
        person = guest_number(number)
        apply(
            page=page,
            participant=person,
            agreed=True,
            actor=Actor(user),
            cv=cv_of(person),
            channel=Channel.ADVISER,
            helper=Helper(user, partner),
            how=Agreement.How.IN_PERSON,
        )
