"""What the register of personal data says of the closed area, on the side of accounts.

A person's case is no data of their account: who is followed reads it by asking the Département
(`docs/data-protection.md`). What professionals write stays in the cases, with the name they signed
with, as long as the case is kept.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.models import F, ForeignKey, Func, JSONField, Q, Value
from django.utils import timezone

from portal.accounts.models import User
from portal.followup.models import AccountLink, Professional
from portal.followup.rows.scope import Scope, system_scope
from portal.personal_data.register import Holding, OnErasure, by_user, open_with, register

# What a linked person writes: it stays in the case, as what they said.
_BY_THE_PERSON = ("AccountLink", "StepWord", "FileRequest", "Observation")
_LOG = "Douze mois, puis effacé."


def _forget_link(user: Any) -> None:
    """The history of links, and of what the person said, has neither their account nor its name."""
    said = [_events_of(name) for name in _BY_THE_PERSON]
    _forget(user, said, "user", "address", "name")


def _forget_declarations(user: Any) -> None:
    """What they declared stays in the case, as its own; their account leaves it."""
    _forget(user, [_events_of("ActivityLog")], "user", "address", "name")


def _forget_place(user: Any) -> None:
    """Histories keep the name that signed; neither the account nor where it wrote from."""
    everything = [
        _events_of(model.__name__)
        for model in apps.get_app_config("followup").get_models()
        if hasattr(model, "events")
    ]
    _forget(user, everything, "user", "address")


def _events_of(name: str) -> Any:
    return apps.get_model("followup", f"{name}Event")


def _forget(user: Any, histories: Iterable[Any], *said: str) -> None:
    """Empty what names an account in these histories; `said` of the context where it wrote."""
    without = Func(
        F("pgh_context"),
        *map(Value, said),
        arg_joiner=" - ",
        template="(%(expressions)s)",
        output_field=JSONField(),
    )
    for events in histories:
        rows = events._default_manager  # noqa: SLF001 - a documented API
        rows.filter(pgh_context__user=user.pk).update(pgh_context=without)
        for field in events._meta.get_fields():  # noqa: SLF001
            if isinstance(field, ForeignKey) and field.related_model is User:
                rows.filter(**{field.name: user.pk}).update(**{field.name: None})


LINK = Holding(
    "followup.AccountLink",
    "Le lien entre votre compte et votre accompagnement",
    "Vous montrer le résumé de votre accompagnement dans votre espace.",
    "Tant que le lien existe. Coupé, il n’en reste que les dates, sans votre compte.",
    by_user("user"),
    {
        "linked_at": "Dater le lien.",
        "cut_at": "Dater sa fin.",
        "cut_by": "Savoir qui l’a coupé.",
    },
    left_out=frozenset({"id", "user", "beneficiary", "code"}),
    on_erasure=OnErasure.REDACT,
    redacted={"user": None},
    forget_history=_forget_link,
)
DRAFTS = Holding(
    "followup.Draft",
    "Les textes que vous êtes en train d’écrire dans des dossiers",
    "Ne rien perdre de ce que vous tapez.",
    "Jusqu’à ce que vous l’envoyiez.",
    by_user("user"),
    {
        "form": "Savoir dans quel formulaire.",
        "fields": "Vous rendre votre texte.",
        "updated_at": "Dater le texte.",
        "returned_at": "Savoir qu’il vous a été rendu.",
    },
    left_out=frozenset({"id", "user", "beneficiary"}),
)
FILTERS = Holding(
    "followup.SavedFilter",
    "Les filtres de dossiers que vous gardez en onglets",
    "Retrouver vos dossiers comme vous les triez.",
    "Jusqu’à ce que vous les retiriez.",
    by_user("user"),
    {
        "name": "Nommer l’onglet.",
        "query": "Savoir ce qu’il montre.",
        "created_at": "Ranger vos onglets.",
    },
    left_out=frozenset({"id", "user"}),
)
EXPORTS = Holding(
    "followup.CaseExport",
    "Les exports de dossiers que vous avez demandés",
    "Vous donner le fichier, et savoir pourquoi il a été demandé.",
    "Le fichier 24\u00a0heures, la ligne douze mois.",
    by_user("user"),
    {
        "state": "Savoir s’il est prêt.",
        "extension": "Faire le fichier.",
        "reason": "Savoir pourquoi.",
        "count": "Savoir combien de dossiers il contient.",
        "asked_at": "Dater la demande.",
        "ends_at": "Savoir quand il est supprimé.",
        "opened_at": "Savoir s’il a été ouvert.",
    },
    # What is in the file is of others, and goes with it.
    left_out=frozenset({"id", "user", "query", "file", "keys"}),
)
PLACE = Holding(
    "followup.Professional",
    "Votre place de professionnel·le du suivi",
    "Savoir quels dossiers vous ouvrez, et qui a signé chaque acte.",
    "Le nom signé reste dans les dossiers que vous avez suivis, aussi longtemps qu’eux.",
    by_user("user"),
    {
        "name": "Dire qui a signé.",
        "profession": "Savoir quelles notes confidentielles vous lisez.",
        "unit": "Savoir où vous travaillez.",
        "structure": "Savoir qui vous emploie.",
        "phone": "Vous joindre.",
        "left_on": "Savoir que vous êtes parti·e.",
    },
    left_out=frozenset({"id", "user"}),
    on_erasure=OnErasure.REDACT,
    redacted={"user": None, "phone": ""},
    forget_history=_forget_place,
)
READINGS = Holding(
    "followup.AccessEntry",
    "Les dossiers que vous avez ouverts, ou demandés",
    "Savoir qui a lu un dossier.",
    _LOG,
    by_user("user"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)
EMERGENCIES = Holding(
    "followup.BreakGlass",
    "Les dossiers que vous avez ouverts en urgence",
    "Savoir qui a lu un dossier, et pourquoi.",
    "Aussi longtemps que le dossier.",
    by_user("user"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)
BOARD_SEATS = Holding(
    "followup.BoardMember",
    "Les séances de l’équipe pluridisciplinaire où vous êtes convoqué·e",
    "Savoir qui a donné un avis.",
    "Aussi longtemps que les dossiers examinés.",
    by_user("user"),
    {
        "name": "Dire qui était présent.",
        "quality": "Savoir pour qui vous siégez.",
        "is_present": "Compter le quorum.",
    },
    left_out=frozenset({"id", "user", "session"}),
    on_erasure=OnErasure.REDACT,
    redacted={"user": None},
)
APPEALS = Holding(
    "followup.Appeal",
    "Les recours auxquels vous avez répondu, et ceux contre vos décisions",
    "Savoir qui a décidé.",
    "Aussi longtemps que le dossier.",
    lambda user: Q(decided_by=user) | Q(first_decider=user),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)

DECLARED_HOURS = Holding(
    "followup.ActivityLog",
    "Les heures d’activité que vous avez déclarées",
    "Compter vos activités, une fois confirmées.",
    "Elles restent dans votre accompagnement, sans votre compte.",
    lambda user: Q(created_by=user, by_person=True),
    {
        "week": "Savoir dans quelle semaine.",
        "day": "Savoir quel jour.",
        "starts_at": "Voir les activités qui se recouvrent.",
        "ends_at": "Voir les activités qui se recouvrent.",
        "hours": "Compter.",
        "comment": "Savoir de quoi il s’agit.",
        "state": "Savoir si elles comptent.",
        "reason": "Vous dire pourquoi elles ne comptent pas.",
        "correction": "Vous dire pourquoi elles ont été changées.",
        "created_at": "Dater la déclaration.",
    },
    left_out=frozenset(
        {"id", "beneficiary", "created_by", "author_name", "source", "key", "title", "kind"}
        | {"by_person", "decided_at", "decided_by", "decider_name"}
    ),
    on_erasure=OnErasure.REDACT,
    redacted={"created_by": None},
    forget_history=_forget_declarations,
)
DECIDED_HOURS = Holding(
    "followup.ActivityLog",
    "Les heures d’activité que vous avez confirmées, ou non retenues",
    "Savoir qui a décidé.",
    "Aussi longtemps que le dossier.",
    by_user("decided_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)


@contextmanager
def own_rows(user: Any, *, is_erased: bool) -> Iterator[None]:
    """Let the register read, or erase, the rows of one person that the locks hide."""
    with system_scope(Scope.ERASURE if is_erased else Scope.OWN_FILE):
        yield


def end_place(sender: Any, user: Any, **_: Any) -> None:
    """While an account is erased: its link is cut, its place in the area ends."""
    with system_scope(Scope.ERASURE):
        AccountLink.objects.in_system_scope().filter(Q(cut_at__isnull=True), user=user).update(
            cut_at=timezone.now(), cut_by=AccountLink.Side.PERSON
        )
        Professional.objects.in_system_scope().filter(user=user, left_on__isnull=True).update(
            left_on=timezone.localdate()
        )


def register_holdings() -> None:
    """Declare them: called when the app is ready."""
    register(DECLARED_HOURS, DECIDED_HOURS)
    register(LINK, DRAFTS, FILTERS, EXPORTS, PLACE, READINGS, EMERGENCIES, BOARD_SEATS, APPEALS)
    open_with(own_rows)
