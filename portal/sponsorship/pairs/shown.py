"""What one of the two reads of the other: what was chosen, and nothing else.

What the other shows is read once the other has accepted; the name and the ways to be reached once
both have. After that, nothing: neither while the pair is suspended, nor once it is over, nor from
the moment that something keeps the two apart.
"""

from dataclasses import dataclass

from pages.models.job_offer import Contract
from portal.candidates.models import CandidateProfile
from portal.participation.models import FrozenCv
from portal.sponsorship.pairs.apart import is_kept_apart
from portal.sponsorship.pairs.models import Sharing, Sponsorship
from portal.sponsorship.pairs.states import REACHED, Side, State

__all__ = ["OTHER", "REACHED", "Seen", "seen_by"]
_READ = REACHED | {State.PROPOSED}
OTHER = {Side.PERSON: Side.SPONSOR, Side.SPONSOR: Side.PERSON}
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reads of the other. `lines` are labels and words of a profile."""

    name: str = ""
    email: str = ""
    phone: str = ""
    word: str = ""
    goal: str = ""
    lines: tuple[Line, ...] = ()
    cv: FrozenCv | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was shown besides a way to be reached."""
        return not (self.word or self.goal or self.lines or self.cv)


def seen_by(pair: Sponsorship, side: Side) -> Seen | None:
    """What this side reads of the other; None while there is nothing to read."""
    other = OTHER[side]
    if pair.state not in _READ or pair.accepted_by(other) is None or is_kept_apart(pair):
        return None
    sharing = pair.sharings.filter(side=other).select_related("cv").first()
    if sharing is None:
        return None
    user = pair.user_of(other)
    is_reached = pair.state in REACHED
    return Seen(
        name=str(user) if is_reached else "",
        email=user.email if is_reached and sharing.email else "",
        phone=sharing.phone if is_reached else "",
        word=sharing.word,
        goal=pair.request.goal if sharing.shows_goal else "",
        lines=_profile(pair, other) if sharing.shows_profile else (),
        cv=_cv(sharing),
    )


def _cv(sharing: Sharing) -> FrozenCv | None:
    return sharing.cv if sharing.cv is not None and sharing.cv.erased_at is None else None


def _profile(pair: Sponsorship, side: Side) -> tuple[Line, ...]:
    """The profile of a candidate; what a sponsor says of their work."""
    if side == Side.SPONSOR:
        sponsor = pair.sponsor
        found = [
            ("Métier", sponsor.profession),
            ("Domaines", ", ".join(sponsor.domain_labels)),
            ("Langues", ", ".join(sponsor.language_labels)),
        ]
    else:
        found = _candidate(pair)
    return tuple((label, words) for label, words in found if words)


def _candidate(pair: Sponsorship) -> list[Line]:
    profile = (
        CandidateProfile.objects.filter(user=pair.participant.user)
        .select_related("commune")
        .defer("commune__contour")
        .first()
    )
    if profile is None:
        return []
    trades = profile.trades.select_related("occupation")
    return [
        ("Métiers cherchés", ", ".join(trade.occupation.label for trade in trades)),
        ("Expérience", profile.get_experience_display()),
        ("Commune", profile.commune.name if profile.commune else ""),
        ("Contrats", ", ".join(str(Contract(one).label) for one in profile.contracts)),
        ("Temps de travail", profile.get_working_time_display()),
        ("Disponibilité", profile.get_availability_display()),
    ]
