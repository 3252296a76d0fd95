"""Making, reading and using a link.

The signature says who made it, for what, and when; a row that the database keeps unique says that
it was used.
"""

from dataclasses import dataclass

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from snippets.errors import DomainError
from snippets.mail.actions import kinds
from snippets.mail.actions.kinds import ActionKind, Outcome, Proposal
from snippets.mail.models import UsedLink

INCOMPLETE = "Il est incomplet, ou il n’existe pas. Vérifiez que vous l’avez copié en entier."
USED = "Ce lien a déjà servi\u00a0: c’est fait."
# Older than the module: links that were mailed are signed with it.
_SALT = "snippets.action_links"


class LinkError(DomainError):
    """A link that does not act, with the reason for whoever opened it."""


class TooOldError(LinkError):
    """The link is past its time; `kind` says where to do the same."""

    def __init__(self, kind: ActionKind) -> None:
        super().__init__(kind.too_old)
        self.kind = kind


@dataclass(frozen=True)
class Link:
    """What a token says."""

    kind: ActionKind
    subject: str


def token_of(purpose: str, subject: str) -> str:
    """The secret part of a new link. Raises KeyError for a purpose that nobody declared."""
    return signing.dumps([kinds.get(purpose).purpose, subject], salt=_SALT)


def path_of(purpose: str, subject: str) -> str:
    """The path of a new link."""
    return reverse("snippets:action_link", args=[token_of(purpose, subject)])


def read_token(token: str) -> Link:
    """What a token says. Raises LinkError when it is forged or too old."""
    try:
        content = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise LinkError(INCOMPLETE) from error
    purpose, subject = content
    return dated(Link(_known(purpose), subject), token, salt=_SALT)


def dated(link: Link, token: str, *, salt: str) -> Link:
    """The link itself. Raises TooOldError when its token, signed with `salt`, is past its time."""
    try:
        signing.loads(token, salt=salt, max_age=link.kind.lifetime)
    except signing.SignatureExpired as error:
        raise TooOldError(link.kind) from error
    return link


def propose(link: Link) -> Proposal:
    """What the link would do. Raises LinkError."""
    if UsedLink.objects.filter(purpose=link.kind.purpose, subject=link.subject).exists():
        raise LinkError(USED)
    return link.kind.propose(link.subject)


@transaction.atomic
def use(link: Link) -> Outcome:
    """Do what the link says, once. Raises DomainError, and then nothing is done nor spent."""
    try:
        with transaction.atomic():
            UsedLink.objects.create(purpose=link.kind.purpose, subject=link.subject)
    except IntegrityError as error:
        raise LinkError(USED) from error
    return link.kind.act(link.subject)


def _known(purpose: object) -> ActionKind:
    kind = kinds.find(purpose)
    if kind is None:
        raise LinkError(INCOMPLETE)
    return kind
