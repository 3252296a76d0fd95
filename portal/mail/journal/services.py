"""Reading the journal: each page that is read is a line of the audit log."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.accounts.actors import Actor
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record
from portal.mail.journal.lines import JournalLine
from snippets.addresses import normal_address
from snippets.models import Dispatch

PER_PAGE = 20
# Older than the module: the audit log has fingerprints made with it.
_SALT = "portal.accounts.mail_journal"


@dataclass(frozen=True)
class Reading:
    """One page of the journal: where it is, and its lines in words."""

    page: "Page[Dispatch]"
    lines: list[JournalLine]


@transaction.atomic
def read_journal(*, address: str, page: str | None, actor: Actor) -> Reading:
    """A page of what was sent to exactly this address, newest first; who read it is logged.

    An address without an account is logged as `fingerprint`: it can be checked, not read.
    """
    rows = (
        Dispatch.objects.for_the_journal().to_addresses([address]).prefetch_related("email__logs")
    )
    found = Paginator(rows, PER_PAGE).get_page(page)
    record(
        AuditEntry.Action.MAIL_JOURNAL_READ,
        actor=actor,
        subject=User.objects.filter(email=normal_address(address)).first(),
        details={"fingerprint": fingerprint(address), "page": found.number},
    )
    return Reading(found, [JournalLine.of(row) for row in found])


def fingerprint(address: str) -> str:
    """What the audit log keeps of an address."""
    return salted_hmac(_SALT, normal_address(address)).hexdigest()[:16]
