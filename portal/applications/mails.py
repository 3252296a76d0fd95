"""The messages of this app."""

from portal.applications import manage_mails
from snippets.mail.kinds import MailKind

KINDS: tuple[MailKind, ...] = (*manage_mails.KINDS,)
