"""Requests of somebody without an account, and what erasing anybody does to theirs."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portal.accounts.actors import SITE, Actor
from portal.accounts.models import User
from portal.participation import guests
from portal.participation.models import Agreement, Participant
from portal.participation.signals import participant_erasing
from portal.personal_data.signals import account_erasing
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.services.closing import withdraw
from portal.sponsorship.requests.states import Role
from portal.sponsorship.requests.texts import ASK
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import change, lock_sponsor
from portal.sponsorship.sponsors.states import Role as SponsorRole
from portal.sponsorship.sponsors.states import State, may_go

TWICE = "La personne avait déjà une demande avec son compte."


def connect() -> None:
    """Called once the app is ready."""
    guests.register(purpose=ASK.purpose, withdrawal=take_back, mover=move, activity=activity)
    participant_erasing.connect(erase_guest, dispatch_uid="sponsorship.erase_guest")
    account_erasing.connect(erase_account, dispatch_uid="sponsorship.erase_account")


def take_back(agreement: Agreement, actor: Actor) -> None:
    """Take back the request that this agreement let be made."""
    for request in SponsorshipRequest.objects.filter(agreement=agreement):
        withdraw(request=request, actor=actor)


def move(guest: Participant, own: Participant) -> None:
    """All of them; of two that wait, the account's own waits and the guest's is taken back."""
    rows = SponsorshipRequest.objects.filter(participant=guest)
    if SponsorshipRequest.objects.open().filter(participant=own).exists():
        for request in rows.open():
            withdraw(request=request, actor=SITE, role=Role.SITE, reason=TWICE)
    rows.update(participant=own)


def activity(since: datetime) -> "QuerySet[Any, Any]":
    """Whose request changed since: nobody is paired without an account, and waits for ever."""
    return SponsorshipRequest.objects.filter(changed_at__gte=since).values("participant")


def erase_guest(sender: Any, participant: Participant, **kwargs: Any) -> None:
    """Nothing is looked for any more for somebody who is erased."""
    for request in SponsorshipRequest.objects.filter(participant=participant):
        withdraw(request=request, actor=SITE, role=Role.SITE)


def erase_account(sender: Any, user: User, **kwargs: Any) -> None:
    """The same; and whoever had offered to be a sponsor no longer does.

    A sponsor left with the level, which ended before.
    """
    for request in SponsorshipRequest.objects.owned_by(user):
        withdraw(request=request, actor=SITE, role=Role.SITE)
    for sponsor in Sponsor.objects.owned_by(user):
        found = lock_sponsor(sponsor)
        found.employers.all().delete()
        if may_go(found.state, State.WITHDRAWN, SponsorRole.SITE):
            change(found, State.WITHDRAWN, role=SponsorRole.SITE, actor=SITE)
