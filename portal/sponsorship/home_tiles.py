"""What sponsorship shows on the home page of a person's space."""

from django.urls import reverse

from portal.accounts.capabilities import ASK_SPONSOR
from portal.accounts.holders import may
from portal.accounts.models import User
from portal.candidates.home_registry import NextStep, Overview, Tile, register_overview
from portal.sponsorship.pairing.home_tiles import own_pair
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.states import OPEN, State
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.states import OUT
from portal.sponsorship.sponsors.states import State as SponsorState

_ICON = "person-plus"
_STATES: dict[str, str] = {
    State.PROPOSED: "Une personne vous est proposée.",
    State.PAIRED: "Vous avez un parrain ou une marraine.",
}
_OVER = "Votre dernière demande n’est plus en cours."
_WELCOMED = "Vous donnez de votre temps. Merci."
_APPLICATIONS: dict[str, str] = {
    SponsorState.APPLIED: "Votre candidature est reçue. La coordination vous appelle.",
    SponsorState.CONTACTED: "La coordination vous a parlé. L’entretien vient ensuite.",
    SponsorState.INTERVIEWED: "L’entretien a eu lieu. La coordination vous répond bientôt.",
}


def register_overviews() -> None:
    """Declare them: called when the app is ready."""
    register_overview(request_tile, order=55)
    register_overview(own_pair, order=56)
    register_overview(sponsor_tile, order=57)


def request_tile(user: User) -> Overview:
    """The rank of who waits, the way back to what is over, or how to ask: two queries at most."""
    if not may(user, ASK_SPONSOR):
        return Overview()
    requests = SponsorshipRequest.objects.owned_by(user)
    request = requests.filter(state__in=OPEN).first()
    if request is None and requests.exists():
        url = reverse("sponsorship:own_request")
        return Overview(Tile("Parrainage", _ICON, _OVER, "Voir ma demande", url))
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


def sponsor_tile(user: User) -> Overview:
    """The way back to one's application, or to one's pairs; the charter to sign: two queries.

    The header leads there from the level on: until then, this is the only way but the mail.
    """
    sponsor = Sponsor.objects.owned_by(user).exclude(state__in=OUT).first()
    if sponsor is None:
        return Overview()
    url = reverse("sponsorship:space")
    title = "Être parrain ou marraine"
    if not sponsor.is_member:
        return Overview(
            Tile(title, _ICON, _APPLICATIONS[sponsor.state], "Voir ma candidature", url)
        )
    steps: tuple[NextStep, ...] = ()
    if not sponsor.has_signed:
        text = "Aucune personne ne vous est proposée avant."
        charter = reverse("sponsorship:charter")
        steps = (NextStep(10, "Signer la charte", text, "Lire et signer la charte", charter),)
    state = "Vous êtes en pause." if sponsor.state == SponsorState.PAUSED else _WELCOMED
    return Overview(Tile(title, _ICON, state, "Voir mon parrainage", url), steps)


def ranked(rank: int) -> str:
    """« Vous êtes 1er sur la liste d’attente »."""
    return f"Vous êtes en {rank}{'re' if rank == 1 else 'e'} place sur la liste d’attente"
