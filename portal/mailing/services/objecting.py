"""What outlives an account: the refusal of an address that campaigns can still find without it.

An organisation's sheet or an opportunity may give the address of somebody whose account is erased.
Forgotten with the account, their refusal would let the next campaign write to them.
"""

from django.db.models import Exists, OuterRef, Q

from pages.models import JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from portal.mailing.mails import ORGANISATIONS
from snippets.addresses import normal_address
from snippets.mail.models import MailRefusal
from snippets.models import Organisation

_OBJECTION = MailRefusal.Source.OBJECTION


def keep_objection(*, address: str) -> int:
    """Before an account is erased: keep its refusal if its address stays published.

    A draft counts: it may be on line tomorrow. One that was kept for nothing goes. Return how many
    rows are kept, one at most.
    """
    refusals = MailRefusal.objects.filter(address=normal_address(address))
    refusals.filter(~is_published(), source=_OBJECTION).delete()
    return refusals.filter(is_published(), category=ORGANISATIONS.key).update(source=_OBJECTION)


def is_published() -> Q:
    """The condition on a refusal that a sheet or an opportunity gives its address."""
    sheets = Organisation.objects.filter(email=OuterRef("address"))
    found = Q(Exists(sheets))
    for model in (JobOfferPage, VolunteeringPage, RecruitmentSessionPage):
        found |= Q(Exists(model.objects.filter(contact_email=OuterRef("address"))))
    return found
