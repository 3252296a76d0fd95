"""What the two of a pair, and who coordinates, are told. No mail says who the other is."""

from django.urls import reverse

from portal.accounts.capabilities import COORDINATE_SPONSORS
from portal.accounts.holders import people_who_may
from portal.sponsorship.pairs.links import contact_paths
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Side
from portal.sponsorship.sponsors.models import Sponsor
from snippets import french
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.site import absolute

_PAGES = {Side.PERSON: "sponsorship:own_pair", Side.SPONSOR: "sponsorship:pair"}


def page_url(pair: Sponsorship, side: Side) -> str:
    """Where one of the two reads and answers."""
    return absolute(reverse(_PAGES[side], args=[pair.pk]))


def tell_proposed(pair: Sponsorship) -> None:
    """To both: somebody is proposed, and until when they may answer."""
    for side, key in (
        (Side.PERSON, "sponsorship_proposed"),
        (Side.SPONSOR, "sponsorship_proposed_to_sponsor"),
    ):
        _tell(pair, side, key, answer_by=pair.answer_by)


def tell_over(pair: Sponsorship, side: Side) -> None:
    """To one of the two: nothing comes of this proposal."""
    _tell(
        pair,
        side,
        "sponsorship_proposal_over"
        if side == Side.PERSON
        else "sponsorship_proposal_over_for_sponsor",
    )


def tell_ended(pair: Sponsorship, side: Side) -> None:
    """To one of the two: the other has left."""
    _tell(pair, side, "sponsorship_ended")


def tell_accepted(pair: Sponsorship) -> None:
    """To both: each reads what the other shows, and until when they talk a first time."""
    for side in Side:
        _tell(pair, side, "sponsorship_accepted", contact_by=pair.contact_by)


def tell_first_meeting(pair: Sponsorship) -> None:
    """To both: when and where they meet with the coordinator."""
    if pair.first_meeting_at is None:
        return
    told = {"when": french.when(pair.first_meeting_at, None), "place": pair.first_meeting_place}
    for side in Side:
        _tell(pair, side, "sponsorship_first_meeting", **told)


def tell_first_meeting_waived(pair: Sponsorship) -> None:
    """To both: they meet by themselves, without the coordinator."""
    for side in Side:
        _tell(pair, side, "sponsorship_first_meeting_waived")


def ask_whether_they_talked(pair: Sponsorship) -> None:
    """To both: two links, one tap each."""
    for side in Side:
        spoken, not_yet = (absolute(path) for path in contact_paths(pair, side))
        _tell(
            pair,
            side,
            "sponsorship_contact",
            contact_by=pair.contact_by,
            spoken_url=spoken,
            not_yet_url=not_yet,
        )


def tell_paused(sponsor: Sponsor) -> None:
    """To a sponsor: proposals stop, until they say that they are back."""
    queue_mail(
        "sponsor_paused_unanswered",
        to=sponsor.user.email,
        context={
            "recipient_name": sponsor.user.get_short_name(),
            "space_url": absolute(reverse("sponsorship:space")),
        },
    )


def tell_returned(count: int) -> None:
    """To who coordinates: pairs in which nobody said that they have talked."""
    pairs = french.counted(count, "binôme ne s’est pas parlé", "binômes ne se sont pas parlé")
    for user in people_who_may(COORDINATE_SPONSORS).order_by("pk"):
        queue_mail(
            "sponsorship_returned",
            to=user.email,
            context={
                "recipient_name": user.get_short_name(),
                "pairs": pairs,
                "board_url": absolute(reverse("sponsorship:board")),
            },
        )


def _tell(pair: Sponsorship, side: Side, key: str, **context: MailValue) -> None:
    user = pair.user_of(side)
    if not user.is_active:
        return
    queue_mail(
        key,
        to=user.email,
        context={
            "recipient_name": user.get_short_name(),
            "page_url": page_url(pair, side),
            **context,
        },
    )
