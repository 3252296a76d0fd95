"""How far a profile goes, and the one question that would help most now."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.candidates.models import CandidateProfile


@dataclass(frozen=True, slots=True)
class Question:
    """One answer of the profile: the step that asks it, and why it helps."""

    step: str
    ask: str
    why: str
    is_answered: Callable[[CandidateProfile], bool]


QUESTIONS = (
    Question(
        "metiers",
        "Dire quel métier vous cherchez",
        "C’est ce qui aide le plus à trouver des offres pour vous.",
        lambda profile: bool(profile.trades.all()),
    ),
    Question(
        "lieu",
        "Dire où vous cherchez",
        "Pour voir d’abord les offres près de chez vous.",
        lambda profile: profile.commune_id is not None,
    ),
    Question(
        "trajets",
        "Dire comment vous vous déplacez",
        "Pour écarter les offres où vous ne pouvez pas aller.",
        lambda profile: bool(profile.transports),
    ),
    Question(
        "contrat",
        "Dire quels contrats vous conviennent",
        "Et si vous cherchez un temps plein ou un temps partiel.",
        lambda profile: bool(profile.contracts or profile.working_time),
    ),
    Question(
        "disponibilite",
        "Dire quand vous pouvez commencer",
        "Beaucoup d’employeurs le demandent en premier.",
        lambda profile: bool(profile.availability),
    ),
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many questions have an answer, and the next one, if any."""

    answered: int
    total: int
    next_question: Question | None


def completeness(profile: CandidateProfile) -> Completeness:
    """Read a profile."""
    missing = [question for question in QUESTIONS if not question.is_answered(profile)]
    return Completeness(
        len(QUESTIONS) - len(missing), len(QUESTIONS), missing[0] if missing else None
    )
