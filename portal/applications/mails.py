"""The messages of this app."""

from portal.applications.person_mails import PERSON_KINDS
from snippets.mail.kinds import MailKind

KINDS: tuple[MailKind, ...] = (*PERSON_KINDS,)
