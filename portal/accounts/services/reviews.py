"""The review of levels, twice a year: opening it, reminding, ending what nobody confirmed.

Every step may be run again, and killed at any point: each change and its mail are one transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.errors import AccountError
from portal.accounts.holders import people_who_may
from portal.accounts.level_names import OF_STAFF, LevelName
from portal.accounts.models import LevelGrant, LevelReview, User
from portal.accounts.models.reviews import DURATION, EVERY
from portal.accounts.services.grants import end_grant, lock_administrators, lock_person
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

# Days left when the administrators are told again.
REMINDERS = (14, 3)


def run_reviews() -> None:
    """What each day asks: end the review that is over, remind, open the next one."""
    review = LevelReview.objects.open().first()
    if review is None:
        open_review_when_due()
    elif review.days_left() < 0:
        close_review(review=review)
    else:
        remind(review=review)


@transaction.atomic
def open_review(*, review_lasts: timedelta = DURATION) -> LevelReview:
    """Open a review now and tell the administrators. One is open at a time: IntegrityError."""
    review = LevelReview.objects.create(due_on=timezone.localdate() + review_lasts)
    _tell_administrators("review_opened", review)
    return review


def open_review_when_due() -> LevelReview | None:
    """Open a review six months after the last one, or after the first level that was given."""
    last = LevelReview.objects.first()
    first_grant = LevelGrant.objects.active().filter(level__in=OF_STAFF).order_by("granted_at")
    if last is not None:
        since = last.opened_at
    elif grant := first_grant.first():
        since = grant.granted_at
    else:
        return None
    return open_review() if since + EVERY <= timezone.now() else None


@transaction.atomic
def remind(*, review: LevelReview) -> bool:
    """Tell the administrators, once for each of `REMINDERS`; return whether they were told."""
    locked = LevelReview.objects.select_for_update().get(pk=review.pk)
    days = locked.days_left()
    due = [step for step in REMINDERS if days <= step < locked.told_days_left]
    if locked.closed_at or not due or not locked.waiting().exists():
        return False
    locked.told_days_left = min(due)
    locked.save(update_fields=["told_days_left"])
    _tell_administrators("review_reminder", locked)
    return True


def close_review(*, review: LevelReview) -> int:
    """End the grants that nobody confirmed and close the review; return how many ended.

    The last administrator of rights stays: somebody must be there to give the levels back.
    """
    ended = sum(_lapse(grant, review) for grant in review.waiting().select_related("user"))
    LevelReview.objects.open().filter(pk=review.pk).update(closed_at=timezone.now())
    return ended


@transaction.atomic
def _lapse(grant: LevelGrant, review: LevelReview) -> bool:
    """End one grant and tell the person; False when it stays, or is answered meanwhile."""
    if grant.level == LevelName.RIGHTS_ADMINISTRATOR:
        lock_administrators()
    lock_person(grant.user)
    locked = LevelGrant.objects.select_related("user").get(pk=grant.pk)
    if not review.waiting().filter(pk=locked.pk).exists():
        return False
    reason = f"Niveau non confirmé à la revue du {timezone.localdate(review.opened_at):%d/%m/%Y}."
    try:
        end_grant(grant=locked, reason=reason, actor=SITE)
    except AccountError:
        return False
    queue_mail(
        "level_lapsed",
        to=locked.user.email,
        context={"level": locked.get_level_display(), "opened_on": review.opened_at},
    )
    return True


def administrators() -> list[User]:
    """Who gives rights, and can sign in."""
    return list(people_who_may(MANAGE_RIGHTS))


def _tell_administrators(key: str, review: LevelReview) -> None:
    address = absolute_url("administration:review")
    for user in administrators():
        queue_mail(
            key,
            to=user.email,
            context={
                "waiting": review.waiting().count(),
                "due_on": review.due_on,
                "review_url": address,
            },
        )
