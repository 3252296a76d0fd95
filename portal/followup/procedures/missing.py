"""What a procedure still needs before it goes on: read by the screen, decided by nobody."""

from dataclasses import dataclass
from datetime import date

from portal.followup.board.models import ReviewCase
from portal.followup.procedures import bounds
from portal.followup.procedures.models import Appeal, SanctionPeriod, SanctionProcedure
from portal.followup.procedures.services.conducting import WAITING
from portal.followup.procedures.services.deciding import is_total
from portal.followup.procedures.states import S


@dataclass(frozen=True, slots=True)
class Missing:
    """A sentence, and the act that gives it; none when one can only wait."""

    sentence: str
    act: str = ""


def missing_of(procedure: SanctionProcedure, today: date) -> list[Missing]:
    """What is awaited, the most pressing first."""
    row = procedure
    if row.is_held:
        return [Missing(f"En attente depuis le {row.held_on:%d/%m/%Y}\u00a0: {row.hold_reason}")]
    found = _of_appeal(row)
    match row.state:
        case S.OPENED:
            found.append(Missing("Envoyez le courrier, puis notez sa réception.", "notifier"))
        case S.NOTIFIED | S.BOARD:
            found += _before_decision(row, today)
        case S.DECIDED:
            found.append(
                Missing("Envoyez la décision, puis notez sa réception.", "notifier-decision")
            )
        case S.IN_FORCE:
            found += _of_period(row, today)
        case S.ANNULLED if row.removal_proposed_on or row.right_ended_on:
            found.append(
                Missing(
                    "La décision est annulée\u00a0: la radiation et la fin de droit sont à "
                    "reprendre avec France Travail, la CAF ou la MSA."
                )
            )
    return found


def _before_decision(row: SanctionProcedure, today: date) -> list[Missing]:
    found = []
    is_over = row.observations_until is not None and today > row.observations_until
    if not is_over:
        found.append(
            Missing(
                f"Le délai d’observations court jusqu’au {row.observations_until:%d/%m/%Y} inclus."
            )
        )
    if not row.observations.exists():
        found.append(Missing("Aucune observation n’est notée\u00a0: notez celles de la personne."))
    waiting = ReviewCase.unscoped.filter(procedure=row, state__in=WAITING).select_related("session")
    review = waiting.first()
    if review is not None:
        where = f"à la {str(review.session).lower()}" if review.session else "sans séance encore"
        found.append(Missing(f"L’avis de l’équipe pluridisciplinaire est attendu, {where}."))
    elif not row.opinion and len(bounds.stages_of(row)) > 1:
        found.append(
            Missing("Une suppression demanderait l’avis de l’équipe pluridisciplinaire.", "equipe")
        )
    if is_over and review is None:
        found.append(Missing("La décision peut être prise, avec ses quatre motifs.", "decider"))
    return found


def _of_period(row: SanctionProcedure, today: date) -> list[Missing]:
    found = []
    period = SanctionPeriod.unscoped.filter(procedure=row).first()
    if period is not None and today >= period.ends_on:
        found.append(Missing("La sanction a fini son temps\u00a0: notez-le.", "terminer"))
    if period is not None and period.done.filter(resumed=True).exists():
        found.append(
            Missing("La personne tient ses engagements\u00a0: la levée se décide.", "lever")
        )
    if is_total(row) and row.removal_proposed_on is None:
        found.append(
            Missing("La radiation peut être proposée à France Travail\u00a0; rien n’y oblige.")
        )
    return found


def _of_appeal(row: SanctionProcedure) -> list[Missing]:
    appeal: Appeal | None = row.appeals.first()
    if appeal is None:
        return []
    if appeal.decided_on is None:
        return [Missing("Un recours attend la réponse d’une autre personne.")]
    if appeal.answer_received_on is None:
        return [Missing("Envoyez la réponse au recours, puis notez sa réception.", "reponse")]
    return []
