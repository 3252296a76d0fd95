"""The messages of this app."""

from portal.recruitment import mails_person
from snippets.mail.kinds import MailKind

KINDS: tuple[MailKind, ...] = (*mails_person.KINDS,)
