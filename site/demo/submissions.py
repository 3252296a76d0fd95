"""What members of two organisations have proposed, through their space, in its different states."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from demo.accounts import DEMO_PASSWORD
from demo.data_files import DemoError
from demo.publication import Staff
from pages.models import JobOfferPage, OpportunityPage, State, VolunteeringPage
from pages.moderation.decisions import decide
from pages.moderation.locking import content_digest
from pages.moderation.models import ChecklistItem, RefusalReason
from portal.accounts.actors import SITE
from portal.accounts.models import Membership, User
from portal.accounts.services.memberships import add_member
from portal.submissions import services
from snippets.models import Organisation


@dataclass(frozen=True)
class Author:
    """A member, made here when nothing else has made them."""

    email: str
    first_name: str
    last_name: str
    organisation: str


ELODIE = Author(
    "elodie.vauclair@vauclair-electricite.example", "Élodie", "Vauclair", "vauclair-electricite"
)
AMINA = Author("amina.traore@la-table-des-coteaux.example", "Amina", "Traoré", "table-coteaux")
_JOB: dict[str, Any] = {
    "occupation_id": "F1602",
    "contract": "cdi",
    "weekly_hours": Decimal(35),
    "salary_min": Decimal(1950),
    "salary_max": Decimal(2250),
    "salary_period": "month",
    "commune_id": "90032",
    "address": "18 rue du Bosmont",
    "contact_name": "Élodie Vauclair",
    "contact_name_public": True,
}
_MISSION: dict[str, Any] = {
    "cause": "food_aid",
    "hours": Decimal(3),
    "places": 4,
    "commune_id": "90010",
    "address": "24 rue de la Colline",
    "contact_name": "Amina Traoré",
    "contact_name_public": True,
}
# Who, in which state, and what.
_PROPOSALS: tuple[tuple[str, Author, State, type[OpportunityPage], dict[str, Any]], ...] = (
    (
        "chantier",
        ELODIE,
        State.LIVE,
        JobOfferPage,
        {
            **_JOB,
            "title": "Électricien ou électricienne de rénovation",
            "summary": "Vous refaites l’électricité de logements occupés, à deux.",
            "description": "<p>Vous remplacez les tableaux, tirez les lignes et posez les "
            "prises. Vous expliquez aux habitants ce que vous faites.</p>",
        },
    ),
    (
        "ecoles",
        ELODIE,
        State.IN_REVIEW,
        JobOfferPage,
        {
            **_JOB,
            "title": "Aide électricien ou aide électricienne pour les écoles",
            "contract": "cdd",
            "duration_months": 6,
            "summary": "Vous aidez une équipe qui rénove l’éclairage de six écoles.",
            "description": "<p>Vous préparez le matériel, posez les luminaires et rangez le "
            "chantier avant le retour des enfants.</p>",
        },
    ),
    (
        "affaires",
        ELODIE,
        State.REFUSED,
        JobOfferPage,
        {
            **_JOB,
            "title": "Chef ou cheffe d’équipe en électricité",
            "salary_min": None,
            "salary_max": None,
            "salary_period": "",
            "collective_agreement": "selon profil",
            "summary": "Vous organisez le travail de trois personnes.",
            "description": "<p>Vous préparez les chantiers et vous formez deux apprentis.</p>",
        },
    ),
    (
        "magasin",
        ELODIE,
        State.FILLED,
        JobOfferPage,
        {
            **_JOB,
            "title": "Monteur ou monteuse de tableaux électriques",
            "summary": "Vous câblez des tableaux à l’atelier.",
            "description": "<p>Vous suivez un plan et vous contrôlez votre travail.</p>",
        },
    ),
    (
        "apprenti",
        ELODIE,
        State.DRAFT,
        JobOfferPage,
        {"title": "Apprenti ou apprentie en électricité"},
    ),
    (
        "paniers",
        AMINA,
        State.LIVE,
        VolunteeringPage,
        {
            **_MISSION,
            "title": "Préparer les paniers du vendredi",
            "days": ["fri"],
            "summary": "Vous triez les légumes et composez les paniers, en équipe.",
            "description": "<p>On vous montre tout. On finit par un café avec les familles.</p>",
        },
    ),
    (
        "collecte",
        AMINA,
        State.IN_REVIEW,
        VolunteeringPage,
        {
            **_MISSION,
            "title": "Conduire la camionnette de la collecte",
            "days": ["tue", "thu"],
            "summary": "Vous allez chercher les invendus de quatre magasins.",
            "description": "<p>À deux, le matin. Le permis B suffit.</p>",
        },
    ),
)


def load_submissions() -> int:
    """Propose what is missing; return how many opportunities were made."""
    moderator = Staff.find().moderator
    return sum(_propose(*proposal, moderator) for proposal in _PROPOSALS)


def _propose(
    key: str,
    author: Author,
    state: State,
    model: type[OpportunityPage],
    fields: dict[str, Any],
    moderator: User,
) -> bool:
    """Write it, and bring it to its state; False when it was there."""
    organisation = Organisation.objects.get(slug=author.organisation)
    user = _member(author, organisation)
    created = services.create(
        organisation=organisation,
        draft=model(**fields),
        key=uuid5(NAMESPACE_URL, f"declic:demo:{key}"),
        user=user,
        submit=state != State.DRAFT,
    )
    if not created.is_new:
        return False
    page = model.objects.get(pk=created.page.pk)
    if state == State.REFUSED:
        _decide(
            page,
            moderator,
            "reject",
            reason=_pay_reason(page.kind),
            comment="Indiquez un salaire, ou le nom exact de la convention collective.",
        )
    elif state in (State.LIVE, State.FILLED):
        checks = list(ChecklistItem.objects.proposed_for(page.kind).values_list("key", flat=True))
        _decide(page, moderator, "approve", checks=checks)
    if state == State.FILLED:
        page.refresh_from_db()
        services.mark_filled(organisation=organisation, page=page, user=user)
    return True


def _decide(page: Any, moderator: User, action: str, **answers: Any) -> None:
    """Decide as a moderator does in the dialog."""
    decide(
        task=page.current_workflow_task,
        task_state=page.current_workflow_task_state,
        user=moderator,
        action=action,
        answers={"content_digest": content_digest(page.latest_revision), **answers},
    )


def _pay_reason(kind: str) -> str:
    """The reason about pay, or the last of a list that staff have changed."""
    keys = list(RefusalReason.objects.proposed_for(kind).values_list("key", flat=True))
    return "pay" if "pay" in keys else keys[-1]


def _member(author: Author, organisation: Organisation) -> User:
    """The author's account, a member of their organisation. Raises DemoError when they left it."""
    user = User.objects.filter(email=author.email).first()
    if user is None:
        user = User.objects.create_user(
            author.email, DEMO_PASSWORD, first_name=author.first_name, last_name=author.last_name
        )
    memberships = Membership.objects.filter(user=user, organisation=organisation)
    if not memberships.exists():
        add_member(
            organisation=organisation,
            user=user,
            role=Membership.Role.MANAGER,
            actor=SITE,
        )
        user = User.objects.get(pk=user.pk)
    elif not memberships.active().exists():
        message = f"{user} n’est plus dans {organisation}."
        raise DemoError(message)
    return user
