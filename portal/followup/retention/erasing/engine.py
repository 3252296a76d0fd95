"""Anonymise some people: rows, histories, files, mails, lines of imports. In the scope `retention`.

Rows keep their dates, states and places: the indicators stay as they were. Called inside the
transaction that marks them anonymised; repeated, it changes nothing.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from post_office.models import Attachment, Email

from portal.accounts.models import User
from portal.followup.models import (
    AccountLink,
    Beneficiary,
    BookingMessage,
    Household,
    ImportAction,
    ImportLine,
    ReviewBoardSession,
    ReviewCase,
)
from portal.followup.retention.erasing.declared import ERASED, RULES
from snippets.mail.models import Dispatch, SuppressedAddress
from snippets.models import Commune

# Of whose inhabitants a birth year and a title single out nobody.
LARGE_COMMUNE = 5_000
NAME = "Personne"
PERSON = "La personne"
_OURS = "followup"


def anonymise(keys: Collection[int]) -> None:
    """Leave nothing that says who these people are. Files go once the transaction is over."""
    keys = with_pointers(keys)
    people = list(Beneficiary.objects.in_system_scope().filter(pk__in=keys))
    # Read before their rows go.
    households = _households(people)
    accounts = _accounts(keys)
    mails = _mails(keys)
    addresses = {person.email for person in people if person.email} | _written_to(keys)
    _forget_lines(people)
    _forget_sessions(keys)
    _forget_files(keys)
    for name, rule in RULES.items():
        if rule.apart or name in {"ImportLine", "ImportAction", "Household", "ReviewBoardSession"}:
            continue
        model = apps.get_model(_OURS, name)
        if rule.is_dropped:
            continue
        rows = model.objects.in_system_scope().filter(_names(rule.key.split(), keys))
        if values := _values(rule) | _special(name):
            rows.update(**values)
        if accounts and "created_by" in rule.keep.split():
            rows.filter(created_by__in=accounts).update(created_by=None, author_name=PERSON)
    # A link names its code: links go first.
    for name in ("AccountLink", "LinkCode", "SearchKey", "Draft", *_others_dropped()):
        apps.get_model(_OURS, name).objects.in_system_scope().filter(beneficiary__in=keys).delete()
    gone = _empty_households(households)
    _forget_mails(mails, addresses)
    _purge_histories(keys, gone)


def with_pointers(keys: Collection[int]) -> list[int]:
    """These cases, and those that were merged into them: the same people."""
    found: set[int] = set()
    wave = {*keys}
    while wave:
        found |= wave
        rows = Beneficiary.objects.in_system_scope().filter(merged_into__in=wave)
        wave = {*rows.values_list("pk", flat=True)} - found
    return sorted(found)


def _households(people: Iterable[Beneficiary]) -> set[int]:
    """Those that they are in, or were: a merge and a correction leave one without anybody."""
    events = apps.get_model(_OURS, "BeneficiaryEvent")._base_manager  # noqa: SLF001 - documented
    keys = [person.pk for person in people]
    told = events.filter(pgh_obj__in=keys).values_list("household", flat=True)
    now = {person.household_id for person in people}
    return {key for key in (*told, *now) if key is not None}


def _names(fields: Collection[str], keys: list[int]) -> Q:
    """Rows that name these people by one of these fields."""
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__in": keys})
    return found


def _values(rule: Any) -> dict[str, Any]:
    written = {
        name: Case(When(**{name: ""}, then=Value("")), default=Value(ERASED))
        for name in rule.text.split()
    }
    blank: dict[str, Any] = dict.fromkeys(rule.blank.split(), "")
    return written | blank | dict.fromkeys(rule.null.split())


def _special(name: str) -> dict[str, Any]:
    """The fields that no plain rule covers; those of tables that are not changed here are apart."""
    own = Cast(F("pk"), CharField())
    year = Func(Value("year"), F("birth_date"), function="date_trunc")
    large = Commune.objects.filter(population__gte=LARGE_COMMUNE).values_list("pk", flat=True)
    found: dict[str, dict[str, Any]] = {
        "Beneficiary": {
            "number": -F("pk"),
            "household": None,
            "birth_name": NAME,
            "first_name": ERASED,
            "birth_date": Cast(year, Beneficiary._meta.get_field("birth_date")),  # noqa: SLF001
            "identity_key": Concat(Value("|"), own),
            "commune": Case(When(commune__in=[*large], then=F("commune")), default=None),
        },
        "Invitation": {"token": Concat(Value("-"), own)},
        "Suggestion": {"token": Concat(Value("-"), own)},
        "CaseDocument": {"file": ""},
        # A file that is said to be ready has a name.
        "FileRequest": {"file": Case(When(state="ready", then=Value(ERASED)), default=Value(""))},
        "CaseMerge": {"choices": Value({}, JSONField())},
    }
    return found.get(name, {})


def _others_dropped() -> list[str]:
    known = {"AccountLink", "LinkCode", "SearchKey", "Draft", "ImportLine", "ImportAction"}
    return [name for name, rule in RULES.items() if rule.is_dropped and name not in known]


def _accounts(keys: list[int]) -> set[int]:
    """Accounts that the person ever had linked, by histories too: they sign what they wrote."""
    links = AccountLink.objects.in_system_scope().filter(beneficiary__in=keys)
    events = apps.get_model(_OURS, "AccountLinkEvent")._base_manager  # noqa: SLF001
    told = events.filter(beneficiary__in=keys).values_list("user", flat=True)
    found = {*links.values_list("user", flat=True), *told} - {None}
    return set(User.objects.filter(pk__in=found).values_list("pk", flat=True))


def _mails(keys: list[int]) -> set[int]:
    rows = BookingMessage.objects.in_system_scope().filter(beneficiary__in=keys)
    return set(rows.exclude(mail_key=None).values_list("mail_key", flat=True))


def _written_to(keys: list[int]) -> set[str]:
    rows = BookingMessage.objects.in_system_scope().filter(beneficiary__in=keys)
    return set(rows.exclude(address="").values_list("address", flat=True))


def _forget_lines(people: Iterable[Beneficiary]) -> None:
    """Lines of files about them, and what was decided of each: duplicates too."""
    keys = [person.pk for person in people]
    identities = [person.identity_key for person in people]
    told = Q(beneficiary__in=keys) | Q(identity_key__in=identities)
    lines = ImportLine.objects.in_system_scope().filter(told)
    actions = ImportAction.objects.in_system_scope()
    doubtful = actions.exclude(candidates=[]).values_list("pk", "candidates", "line")
    wanted = set(keys)
    may_be = [(pk, line) for pk, candidates, line in doubtful if wanted & set(candidates)]
    pks = {*lines.values_list("pk", flat=True), *(line for _, line in may_be if line)}
    actions.filter(
        Q(beneficiary__in=keys) | Q(line__in=pks) | Q(pk__in=[pk for pk, _ in may_be])
    ).delete()
    ImportLine.objects.in_system_scope().filter(pk__in=pks).delete()


def _forget_sessions(keys: list[int]) -> None:
    """The minutes of the boards that saw them, in their histories too."""
    reviews = ReviewCase.objects.in_system_scope().filter(beneficiary__in=keys)
    sessions = set(reviews.exclude(session=None).values_list("session", flat=True))
    emptied = {
        name: Case(When(**{name: ""}, then=Value("")), default=Value(ERASED))
        for name in ("report", "cancel_reason")
    }
    ReviewBoardSession.objects.in_system_scope().filter(pk__in=sessions).update(**emptied)
    events = apps.get_model(_OURS, "ReviewBoardSessionEvent")._base_manager  # noqa: SLF001
    events.filter(pgh_obj__in=sessions).update(**emptied)


def _forget_files(keys: list[int]) -> None:
    """Delete their documents after the commit; what is killed before is an orphan of the night."""
    names: set[str] = set()
    for name in ("CaseDocument", "CaseDocumentEvent", "FileRequest", "FileRequestEvent"):
        rows: Any = apps.get_model(_OURS, name)._base_manager  # noqa: SLF001 - documented
        names |= {*rows.filter(beneficiary__in=keys).values_list("file", flat=True)}
    names -= {"", ERASED}
    storage = storages["private"]

    def delete() -> None:
        for name in names:
            storage.delete(name)

    transaction.on_commit(delete)


def _empty_households(households: set[int]) -> list[int]:
    """Households without anybody left: deleted. Spouses share the numbers of theirs."""
    rows = Household.objects.in_system_scope().filter(pk__in=households)
    members = Beneficiary.objects.in_system_scope().filter(household=OuterRef("pk"))
    gone = list(rows.filter(~Exists(members)).values_list("pk", flat=True))
    Household.objects.in_system_scope().filter(pk__in=gone).delete()
    return gone


def _forget_mails(mails: set[int], addresses: set[str]) -> None:
    """Messages of the area to them, and their address where nobody else has it."""
    others = Beneficiary.objects.in_system_scope().filter(email__in=addresses)
    shared = {*others.values_list("email", flat=True)}
    shared |= {*User.objects.filter(email__in=addresses).values_list("email", flat=True)}
    alone = addresses - shared
    sent = Dispatch.objects.filter(
        Q(pk__in=mails) | Q(key__startswith=_OURS, address__in=alone)
    ).values_list("pk", flat=True)
    gone = mails | set(sent)
    Attachment.emails.through.objects.filter(email_id__in=gone).delete()
    Email.objects.filter(pk__in=gone).delete()
    SuppressedAddress.objects.filter(address__in=alone).delete()


def _purge_histories(keys: list[int], households: list[int]) -> None:
    """Every event of them goes: what the rows were, and who wrote it."""
    for model in apps.get_app_config(_OURS).get_models():
        if not hasattr(model, "pgh_obj"):
            continue
        rows: Any = model._base_manager  # noqa: SLF001 - a documented API
        tracked = model.pgh_tracked_model  # type: ignore[attr-defined]
        if tracked is Beneficiary:
            rows.filter(pgh_obj__in=keys).delete()
        elif tracked is Household:
            rows.filter(pgh_obj__in=households).delete()
        elif naming := [
            field.name
            for field in model._meta.concrete_fields  # noqa: SLF001
            if field.related_model is Beneficiary
        ]:
            rows.filter(_names(naming, keys)).delete()
