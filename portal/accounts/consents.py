"""The texts that people say yes to. A text that changes gets another version, never an edit."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.accounts.errors import refuse
from portal.accounts.models import Consent, User
from snippets.models.site import SOFTWARE


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of what is asked. What is not `optional` ends with the account."""

    purpose: str
    version: str
    title: str
    text: str
    optional: bool


# What people agreed to before a site had a name of its own: kept as they read it.
_FORMER_TERMS = ConsentText(
    "terms",
    "2026-11",
    "Les règles d’utilisation",
    f"J’utilise {SOFTWARE} pour chercher ou proposer un emploi, une mission ou une rencontre. Je "
    "donne des informations justes, je respecte les autres, et j’ai lu quelles données sont "
    "gardées, pourquoi et combien de temps.",
    optional=False,
)
TERMS = ConsentText(
    "terms",
    "2026-12",
    "Les règles d’utilisation",
    "J’utilise ce site pour chercher ou proposer un emploi, une mission ou une rencontre. Je donne "
    "des informations justes, je respecte les autres, et j’ai lu quelles données sont gardées, "
    "pourquoi et combien de temps.",
    optional=False,
)
# What campaigns to candidates ask, registrants and applicants included: `portal.mailing` reads it.
CAMPAIGNS = ConsentText(
    "campaigns",
    "2026-11",
    "Les informations du service emploi",
    "J’accepte de recevoir de temps en temps, par e-mail, des informations du service "
    "emploi\u00a0: des rencontres, des annonces, des aides.",
    optional=True,
)
# The current version comes last.
TEXTS: tuple[ConsentText, ...] = (_FORMER_TERMS, TERMS, CAMPAIGNS)


def text_of(purpose: str, version: str) -> ConsentText | None:
    """The text that a row names, or None when the code no longer has it."""
    for text in TEXTS:
        if (text.purpose, text.version) == (purpose, version):
            return text
    return None


def current_text(purpose: str) -> ConsentText | None:
    """The version of a text that is asked now, or None for a purpose that does not exist."""
    return next((text for text in reversed(TEXTS) if text.purpose == purpose), None)


def not_given(user: User) -> list[ConsentText]:
    """The optional texts, as they are asked now, that a person has not said yes to."""
    given = set(Consent.objects.given().filter(user=user).values_list("purpose", flat=True))
    purposes = dict.fromkeys(text.purpose for text in TEXTS if text.optional)
    asked = [current_text(purpose) for purpose in purposes if purpose not in given]
    return [text for text in asked if text]


@transaction.atomic
def give_consent(*, user: User, text: ConsentText) -> Consent:
    """Record a yes; the answer to an older version of the same text ends."""
    given = Consent.objects.select_for_update().given().filter(user=user, purpose=text.purpose)
    same = given.filter(version=text.version).first()
    if same:
        return same
    given.update(withdrawn_at=timezone.now())
    return Consent.objects.create(user=user, purpose=text.purpose, version=text.version)


@transaction.atomic
def withdraw_consent(*, consent: Consent) -> Consent:
    """Record that a person changed their mind. Raises AccountError when the account needs it."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    text = text_of(consent.purpose, consent.version)
    if text and not text.optional:
        refuse("Sans cet accord, le compte ne peut pas rester\u00a0: effacez-le plutôt.")
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
    return consent
