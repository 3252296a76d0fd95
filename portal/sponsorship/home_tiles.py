"""What sponsorship shows on the home page of a person's space."""

from django.urls import reverse

from portal.accounts.capabilities import ASK_SPONSOR
from portal.accounts.holders import may
from portal.accounts.models import User
from portal.candidates.home_registry import Overview, Tile, register_overview
from portal.sponsorship.pairing.home_tiles import own_pair
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.states import OPEN, State

_ICON = "person-plus"
_STATES: dict[str, str] = {
    State.PROPOSED: "Une personne vous est proposée.",
    State.PAIRED: "Vous avez un parrain ou une marraine.",
}


def register_overviews() -> None:
    """Declare them: called when the app is ready."""
    register_overview(request_tile, order=55)
    register_overview(own_pair, order=56)


def request_tile(user: User) -> Overview:
    """The rank of who waits, or how to ask: two queries at most."""
    if not may(user, ASK_SPONSOR):
        return Overview()
    request = SponsorshipRequest.objects.owned_by(user).filter(state__in=OPEN).first()
    if request is None:
        return Overview(
            Tile(
                "Parrainage",
                _ICON,
                "Une personne de la vie active peut vous aider dans votre recherche.",
                "Demander un parrain ou une marraine",
                reverse("sponsorship:ask"),
            )
        )
    rank = request.rank
    state = f"{ranked(rank)}." if rank else _STATES[request.state]
    return Overview(
        Tile("Parrainage", _ICON, state, "Voir ma demande", reverse("sponsorship:own_request"))
    )


def ranked(rank: int) -> str:
    """« Vous êtes 1er sur la liste d’attente »."""
    return f"Vous êtes en {rank}{'re' if rank == 1 else 'e'} place sur la liste d’attente"
