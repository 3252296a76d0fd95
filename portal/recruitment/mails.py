"""The messages of this app."""

from snippets.mail.kinds import MailKind

KINDS: tuple[MailKind, ...] = ()
