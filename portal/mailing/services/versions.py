"""Two colleagues and one campaign: the second is told what the first did."""

from django.db.models import F

from portal.accounts.models import User
from portal.mailing.errors import CampaignError, ChangedMeanwhileError
from portal.mailing.models import Campaign, CampaignChange
from portal.mailing.states import EDITABLE
from snippets import french

GONE = "Cette campagne a été supprimée."
NOT_A_DRAFT = (
    "Cette campagne n’est plus un brouillon\u00a0: elle ne se modifie plus. "
    "Reprenez d’abord la main dessus, ou faites-en une nouvelle à partir d’elle."
)


def locked(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """The campaign, locked and read again, if it is still at the version that was read.

    Raises ChangedMeanwhileError, or CampaignError when it was deleted or is out of reach.
    """
    row = (
        Campaign.objects.visible_to(user)
        .select_for_update(of=("self",))
        .filter(pk=campaign.pk)
        .first()
    )
    if row is None:
        raise CampaignError(GONE)
    if row.version != version:
        raise ChangedMeanwhileError(row, what_happened(row))
    return row


def locked_draft(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """The same, of a campaign whose text and audience may still change."""
    row = locked(campaign=campaign, user=user, version=version)
    if row.status not in EDITABLE:
        raise CampaignError(NOT_A_DRAFT)
    return row


def what_happened(row: Campaign) -> str:
    """Who did what last: a change of state, or of the text or the audience; a try is neither."""
    changes = CampaignChange.objects.filter(campaign=row).exclude(from_status=F("to_status"))
    change = changes.order_by("-at", "-pk").first()
    if change is not None and change.at >= row.changed_at:
        who, at = change.actor_name or "Le site", change.at
        what = f"est maintenant «\u00a0{change.get_to_status_display()}\u00a0»"
        return f"{who} a agi le {_when(at)}\u00a0: la campagne {what}."
    who = row.changed_by_name or "Quelqu’un"
    return f"{who} a modifié cette campagne le {_when(row.changed_at)}."


def _when(at: object) -> str:
    return f"{french.full_date(at)} à {french.hour(at)}"  # type: ignore[arg-type]
