"""What a capability is: who holds it, how far, and what it gives in the CMS."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.accounts.level_names import LevelName


class Reach(StrEnum):
    """How far a level holds a capability; the value is what the matrix shows."""

    ALL = "oui"
    GUEST = "sans compte"
    OWN = "le sien"
    OWN_ACCOUNT = "son compte"
    OWN_SUMMARY = "son résumé"
    OWN_TASKS = "ses tâches"
    OWN_ORGANISATION = "son organisation"
    CONSENTED = "son organisation, avec accord"
    CONSENTED_PEOPLE = "avec accord"
    FUNNEL = "le parcours de son organisation"
    OWN_PAIRS = "ses binômes"
    ASK = "demander"
    FOR_SOMEONE = "pour quelqu’un"
    THEIR_PEOPLE = "les personnes suivies"
    REFERENT_OR_TEAM = "référent ou groupe de suivi"
    IDENTITY_AND_ORIENTATION = "identité et orientation"
    ORIENTATION = "orientation"
    OWN_UNIT = "son unité"
    SAME_PROFESSION = "sa profession, dans le groupe"
    OWN_CASELOAD = "ses dossiers"
    OWN_LOAD = "sa charge"
    UNIT_ACCESS_LOG = "accès aux dossiers de l’unité"
    AGENDA = "l’ordre du jour, pendant la séance"
    OTHERS_DECISIONS = "sauf ses propres décisions"
    ORGANISATIONS = "organisations"
    SPONSORS = "parrains et marraines"
    OFFERS = "offres"
    OFFERS_AND_SESSIONS = "offres, sessions"
    SPONSORSHIP = "parrainage"


class Area(StrEnum):
    """What a capability is about."""

    CONTENT = "Contenus"
    PERSON = "Sa propre personne"
    CANDIDATES = "Candidats"
    ORGANISATIONS = "Organisations"
    SPONSORSHIP = "Parrainage"
    CASES = "Dossiers RSA"
    JUDGED_CASES = "Équipe pluridisciplinaire et recours"
    STEERING = "Pilotage"
    RIGHTS = "Droits"


class TreePlace(StrEnum):
    """A page of the tree that permissions are given on; they hold for all that is below."""

    HOME = "home"
    JOBS = "jobs"
    VOLUNTEERING = "volunteering"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class Cms:
    """What a capability gives in the CMS, besides its door, to the levels that reach everything.

    `permissions` are Django's (`app.codename`). Pages are added and changed at `places`: `publish`
    is given nowhere. `collection` are permissions on every collection of images and documents.
    `reviews` puts the level among those of the moderation task.
    """

    permissions: frozenset[str] = frozenset()
    places: frozenset[TreePlace] = frozenset()
    collection: frozenset[str] = frozenset()
    reviews: bool = False


@dataclass(frozen=True, slots=True)
class Capability:
    """One row of the matrix; `anonymous` is what is open without an account.

    A capability that `needs_level` says False of is everybody's who has an account, levels or none.
    `verified_kinds`: members hold it only through an organisation of one of these kinds that is
    verified and not suspended. One that is not built yet is shown nowhere, and nothing asks it.
    """

    name: str
    label: str
    area: Area
    holders: Mapping[LevelName, Reach]
    anonymous: Reach | None = None
    cms: Cms | None = field(default=None, kw_only=True)
    verified_kinds: frozenset[str] = field(default=frozenset(), kw_only=True)
    needs_level: bool = field(default=True, kw_only=True)
    is_built: bool = field(default=True, kw_only=True)

    def reach(self, level: str) -> Reach | None:
        """How far a level holds it, or None."""
        return self.holders.get(LevelName(level))

    def everywhere(self) -> frozenset[LevelName]:
        """The levels that reach every object of it."""
        return frozenset(level for level, reach in self.holders.items() if reach == Reach.ALL)
