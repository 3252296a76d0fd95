"""The list of a session follows its page: when it is published, moved, cancelled, taken down."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from pages.models import RecruitmentSessionPage
from pages.models.session import SessionStatus
from pages.session_times import places_per_slot, registration_closes, slot_times, total_places
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import CompanyLink, Registration, Roster, SessionNews
from portal.recruitment.services import slots
from portal.recruitment.services.announcing import BEFORE_DEPARTURE, announce, announce_departure
from portal.recruitment.services.changing import write_for_all
from portal.recruitment.services.offers import offer_places, take_back
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import CONCERNED, Status
from snippets.folding import fold_name
from snippets.one_by_one import sum_of_each

INCOMPLETE = "Cette session n’a pas de date ni de lieu\u00a0: sa liste ne peut pas être ouverte."
News = SessionNews.Kind
_COPIED = (
    "title",
    "session_type",
    "audience",
    "status",
    "organisation_id",
    "starts_at",
    "ends_at",
    "place_name",
    "address",
    "commune_id",
    "what_to_bring",
    "waiting_list_size",
)
_NEEDED = ("starts_at", "ends_at", "organisation_id", "commune_id")


def is_complete(page: RecruitmentSessionPage) -> bool:
    """Whether a page says enough to have a list."""
    return all(getattr(page, name) for name in _NEEDED)


@transaction.atomic
def follow_page(*, page: RecruitmentSessionPage, now: datetime | None = None) -> Roster:
    """Copy the live page into its list, made the first time; tell its people what concerns them.

    Another date, place or status is told to all who may come; a title that is mended, to nobody.
    A place more is offered at once. Raises RecruitmentError for a page without date or place.
    """
    now = now or timezone.now()
    if not is_complete(page):
        raise RecruitmentError(INCOMPLETE)
    wanted = _wanted(page)
    roster, is_new = Roster.objects.get_or_create(page=page, defaults=wanted)
    roster = lock_roster(roster)
    before = {name: getattr(roster, name) for name in wanted}
    for name, value in wanted.items():
        setattr(roster, name, value)
    roster.taken_down_at = None
    roster.save()
    partners = [partner.organisation_id for partner in page.partners.all()]
    roster.organisations.set({page.organisation_id, *partners})
    moved = before["starts_at"] != roster.starts_at
    lost = slots.rebuild(roster, slot_times(page), places_per_slot(page), keeps_ranks=moved)
    if is_new:
        return roster
    if roster.is_for_rsa:
        _close_to_others(roster, now)
    if roster.ends_at > now:
        _tell(
            roster, before, now, hours_lost=lost or (roster.has_slots and not before["has_slots"])
        )
    if not roster.news.filter(told_at__isnull=True).exists():
        offer_places(roster=roster, now=now)
    return roster


def roster_of(page: Page | int) -> Roster | None:
    """The list of a page, made now for one that was published before there were lists."""
    pk = page if isinstance(page, int) else page.pk
    found = Roster.objects.filter(page_id=pk).first()
    if found is not None:
        return found
    session = RecruitmentSessionPage.objects.filter(pk=pk, live=True).first()
    return follow_page(page=session) if session and is_complete(session) else None


def follow_missing() -> int:
    """Make the lists of the live pages that have none; return how many."""
    known = Roster.objects.filter(page__isnull=False).values("page")
    missing = RecruitmentSessionPage.objects.filter(live=True).exclude(pk__in=known)
    return sum_of_each(
        filter(is_complete, missing),
        lambda page: bool(follow_page(page=page)),
        failed="the list of page %s was not made",
    )


@transaction.atomic
def close_registration(*, page: RecruitmentSessionPage, now: datetime | None = None) -> None:
    """Nobody is sought any more: no one registers, nothing is offered; who has a place keeps it.

    A page that comes back says again until when one registers (`follow_page`).
    """
    now = now or timezone.now()
    found = Roster.objects.filter(page_id=page.pk, closes_at__gt=now).first()
    if found is not None:
        roster = lock_roster(found)
        roster.closes_at = now
        roster.save(update_fields=["closes_at"])


@transaction.atomic
def take_down(*, page: RecruitmentSessionPage, now: datetime | None = None) -> None:
    """The page has left before the session was over: nothing is offered, its people are told soon.

    Not at once: a withdrawal may be undone within minutes, and nobody is worried for nothing.
    """
    now = now or timezone.now()
    found = Roster.objects.filter(page_id=page.pk).first()
    if found is None:
        return
    roster = lock_roster(found)
    if roster.ends_at <= now or roster.taken_down_at is not None:
        return
    roster.taken_down_at = now
    roster.save(update_fields=["taken_down_at"])
    take_back(roster=roster, now=now, note="Annonce retirée du site")
    announce_departure(roster)


@transaction.atomic
def cancel_departed(*, roster_id: int, now: datetime | None = None) -> bool:
    """Cancel a session whose page has not come back, and tell its people; False otherwise."""
    now = now or timezone.now()
    roster = lock_roster(roster_id)
    if roster.taken_down_at is None or roster.status == SessionStatus.CANCELLED:
        return False
    # Back, then gone again: the job of the second time decides.
    is_early = now < roster.taken_down_at + BEFORE_DEPARTURE
    if is_early or roster.ends_at <= now:
        return False
    roster.status = SessionStatus.CANCELLED
    roster.save(update_fields=["status"])
    _touch(roster, now)
    concerned = roster.registrations.filter(status__in=CONCERNED)
    write_for_all(concerned, at=now, note=News.CANCELLED.label)
    announce(roster, News.CANCELLED, now)
    return True


def cancel_all_departed(*, now: datetime) -> int:
    """Cancel the sessions whose own job failed; return how many."""
    gone = Roster.objects.filter(
        taken_down_at__lte=now - BEFORE_DEPARTURE, ends_at__gt=now
    ).exclude(status=SessionStatus.CANCELLED)
    return sum_of_each(
        gone.order_by("pk").values_list("pk", flat=True),
        lambda pk: cancel_departed(roster_id=pk, now=now),
        failed="the session of list %s was not cancelled",
    )


def _wanted(page: RecruitmentSessionPage) -> dict[str, Any]:
    """What the list copies from its page."""
    ends = [moment for moment in (registration_closes(page), page.ends_at) if moment]
    return {
        **{name: getattr(page, name) for name in _COPIED},
        "opens_at": page.registration_opens_at,
        "closes_at": min(ends),
        "capacity": total_places(page) or 0,
        "has_slots": bool(slot_times(page)),
    }


def _tell(roster: Roster, before: dict[str, Any], now: datetime, *, hours_lost: bool) -> None:
    """Announce what concerns people, once each; ask again who comes when the date changes."""
    news = _news(roster, before)
    if news is not None:
        take_back(roster=roster, now=now, note=news.label)
        _ask_again(roster, news, now)
        write_for_all(roster.registrations.filter(status__in=CONCERNED), at=now, note=news.label)
        announce(roster, news, now)
        return
    if hours_lost and slots.without_hour(roster).exists():
        announce(roster, News.SLOTS, now)
    if _place_changed(roster, before):
        _touch(roster, now)
        announce(roster, News.PLACE, now)


def _news(roster: Roster, before: dict[str, Any]) -> SessionNews.Kind | None:
    changed = roster.status != before["status"]
    if roster.status == SessionStatus.CANCELLED:
        return News.CANCELLED if changed else None
    if roster.status == SessionStatus.POSTPONED:
        return News.POSTPONED if changed else None
    return News.MOVED if changed or roster.starts_at != before["starts_at"] else None


def _place_changed(roster: Roster, before: dict[str, Any]) -> bool:
    """Whether people would go elsewhere: a capital letter or a comma is no other place."""
    names = ("place_name", "address")
    return roster.commune_id != before["commune_id"] or any(
        fold_name(getattr(roster, name)) != fold_name(before[name]) for name in names
    )


def _ask_again(roster: Roster, news: SessionNews.Kind, now: datetime) -> None:
    """What people said of another date is no answer; of a date that is not known, none is asked."""
    asked_at = now if news == News.MOVED else None
    roster.registrations.filter(status=Status.CONFIRMED).update(
        coming_at=None, asked_at=asked_at, reminders_sent=0
    )
    _touch(roster, now)


def _touch(roster: Roster, now: datetime) -> None:
    """Calendars that people were sent take the version that is dated last."""
    roster.registrations.filter(status__in=CONCERNED).update(changed_at=now)


def _close_to_others(roster: Roster, now: datetime) -> None:
    """It is for RSA beneficiaries now: nobody outside the Département reads its list."""
    Registration.objects.filter(roster=roster, shares_identity=True).update(shares_identity=False)
    CompanyLink.objects.filter(roster=roster, revoked_at__isnull=True).update(revoked_at=now)
