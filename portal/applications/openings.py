"""To which opportunities one may apply here, and why not to the others."""

from typing import Any

from wagtail.models import Page

from pages.models import JobOfferPage, VolunteeringPage
from pages.models.opportunity import ApplyBy
from portal.applications.errors import ApplicationError

APPLIED_TO = (JobOfferPage, VolunteeringPage)
GONE = "Cette annonce n’existe plus."
OVER = "Cette annonce n’est plus en ligne\u00a0: il n’est plus possible d’y répondre."
FILLED = {
    JobOfferPage.kind: "Cette offre est pourvue\u00a0: il n’est plus possible d’y répondre.",
    VolunteeringPage.kind: "Cette mission a trouvé ses bénévoles\u00a0: "
    "il n’est plus possible d’y répondre.",
}
ELSEWHERE = "L’organisation demande qu’on lui réponde autrement\u00a0: l’annonce dit comment."
SUSPENDED = "Cette organisation ne reçoit pas de candidatures en ce moment."


class ClosedError(ApplicationError):
    """Nobody applies to this one any more, or not here."""


def opportunity(pk: int) -> Any:
    """The offer or volunteering opportunity with this key that was online once, or None.

    None as well for one that not everybody may read.
    """
    for model in APPLIED_TO:
        rows = model.objects.select_related("organisation", "commune")
        page = rows.filter(pk=pk, first_published_at__isnull=False).first()
        if page is not None:
            return None if page.get_view_restrictions().exists() else page
    return None


def why_closed(page: Any) -> str:
    """The sentence that says why nobody may apply now; empty while one may."""
    if not page.is_open:
        return FILLED[page.kind] if page.gone_reason == "filled" else OVER
    if page.filled_at:
        return FILLED[page.kind]
    if page.apply_by != ApplyBy.PLATFORM:
        return ELSEWHERE
    if page.organisation is None or page.organisation.suspended_at:
        return SUSPENDED
    return ""


def lock_open(pk: int | None) -> Any:
    """The opportunity as it is now, which nobody closes before the transaction ends.

    Raises ClosedError.
    """
    if pk is None:
        raise ClosedError(GONE)
    # What closes a page locks the same row: an application is in before, or refused after.
    Page.objects.select_for_update(no_key=True).filter(pk=pk).first()
    page = opportunity(pk)
    if page is None:
        raise ClosedError(GONE)
    if reason := why_closed(page):
        raise ClosedError(reason)
    return page
