"""Invented members of organisations: made through the services, as people would."""

from dataclasses import dataclass

from demo.accounts import DEMO_PASSWORD
from portal.accounts.actors import Actor
from portal.accounts.models import JoinRequest, Membership, User
from portal.accounts.services.addresses import verify_address
from portal.accounts.services.invitations import invite_to_organisation
from portal.accounts.services.memberships import add_member
from portal.organisations.services.joining import ask_to_join
from portal.organisations.services.registration import register_organisation
from portal.organisations.services.suspension import suspend_organisation
from portal.organisations.services.verification import decide_verification
from portal.organisations.standing import standing
from snippets.models import Organisation

OFFICER = "sophie.kessler@declic.example"
MANAGER, MEMBER = Membership.Role.MANAGER, Membership.Role.MEMBER


@dataclass(frozen=True)
class DemoMember:
    """One person; `organisation` is the slug of one that is there, or empty."""

    email: str
    first_name: str
    last_name: str
    level_label: str
    organisation: str = ""
    role: Membership.Role = MANAGER


ASKER = DemoMember(
    "paul.richard@vauclair-electricite.example",
    "Paul",
    "Richard",
    "Demande à rejoindre Vauclair Électricité",
)
WAITING = DemoMember(
    "lena.schmitt@menuiserie-du-salbert.example",
    "Léna",
    "Schmitt",
    "Gestionnaire, Menuiserie du Salbert (à vérifier)",
)
SUSPENDED = DemoMember(
    "bruno.faivre@pose-et-depose.example",
    "Bruno",
    "Faivre",
    "Gestionnaire, Pose et dépose (suspendue)",
)
_REGISTERED: dict[DemoMember, dict[str, str]] = {
    WAITING: {
        "kind": Organisation.Kind.COMPANY,
        "name": "Menuiserie du Salbert",
        "siret": "82345678500018",
        "naf_code": "43.32A",
        "description": "Six personnes y fabriquent et posent des fenêtres et des portes en bois.",
        "address": "6 rue de la Scierie",
        "commune_id": "90010",
        "phone": "03 53 01 64 20",
        "email": "contact@menuiserie-du-salbert.example",
    },
    SUSPENDED: {
        "kind": Organisation.Kind.COMPANY,
        "name": "Pose et dépose",
        "siret": "84567890300012",
        "naf_code": "43.39Z",
        "address": "2 impasse des Tanneurs",
        "commune_id": "90010",
        "phone": "03 53 01 88 41",
        "email": "contact@pose-et-depose.example",
    },
}


def demo_members() -> list[DemoMember]:
    """The members of the demo's organisations, and who asks to be one."""
    return [
        DemoMember(
            "elodie.vauclair@vauclair-electricite.example",
            "Élodie",
            "Vauclair",
            "Gestionnaire, Vauclair Électricité",
            "vauclair-electricite",
        ),
        DemoMember(
            "malik.ferrand@vauclair-electricite.example",
            "Malik",
            "Ferrand",
            "Membre, Vauclair Électricité",
            "vauclair-electricite",
            MEMBER,
        ),
        DemoMember(
            "jeanne.collin@plan-passerelles.example",
            "Jeanne",
            "Collin",
            "Gestionnaire, partenaire emploi",
            "plan-passerelles",
        ),
        DemoMember(
            "amina.traore@la-table-des-coteaux.example",
            "Amina",
            "Traoré",
            "Gestionnaire, La Table des Coteaux (association)",
            "table-coteaux",
        ),
        WAITING,
        SUSPENDED,
        ASKER,
    ]


def load_members() -> int:
    """Make who is missing and what they did; return how many people were made."""
    return sum(_load(member) for member in demo_members())


def _load(member: DemoMember) -> bool:
    if User.objects.filter(email=member.email).exists():
        return False
    user = User.objects.create_user(
        member.email, DEMO_PASSWORD, first_name=member.first_name, last_name=member.last_name
    )
    verify_address(user)
    if member.organisation:
        _enter(user, member)
    elif member in _REGISTERED:
        _register(user, member)
    else:
        _ask(user)
    return True


def _enter(user: User, member: DemoMember) -> None:
    organisation = Organisation.objects.get(slug=member.organisation)
    add_member(organisation=organisation, user=user, role=member.role, actor=_officer())
    if member.role == MEMBER:
        invite_to_organisation(
            email="ines.moreau@vauclair-electricite.example",
            organisation=organisation,
            role=MEMBER,
            actor=_officer(),
        )


def _register(user: User, member: DemoMember) -> None:
    organisation = register_organisation(
        organisation=Organisation(**_REGISTERED[member]), actor=Actor(user)
    )
    if member is not SUSPENDED:
        return
    decide_verification(
        organisation=organisation,
        outcome="verified",
        message="",
        seen=standing(organisation).seen,
        actor=_officer(),
    )
    suspend_organisation(
        organisation=organisation,
        reason="Deux candidats disent qu’on leur a demandé de l’argent. Nous vérifions.",
        withdraw_opportunities=True,
        actor=_officer(),
    )


def _ask(user: User) -> JoinRequest:
    return ask_to_join(
        organisation=Organisation.objects.get(slug="vauclair-electricite"),
        message="Je suis chef d’équipe depuis mars. Je cherche deux apprentis.",
        actor=Actor(user),
    )


def _officer() -> Actor:
    return Actor(User.objects.get(email=OFFICER))
