"""The messages of this app."""

from portal.applications import manage_mails, person_mails
from snippets.mail.kinds import MailKind

KINDS: tuple[MailKind, ...] = (*person_mails.KINDS, *manage_mails.KINDS)
