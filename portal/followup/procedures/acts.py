"""Every act of who conducts a procedure, as its screen offers them: one line each.

The right and the state are checked by the service; `states` says when the button is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.forms import VersionForm
from portal.followup.procedures import forms as f
from portal.followup.procedures import services
from portal.followup.procedures.errors import ProcedureError
from portal.followup.procedures.models import SanctionProcedure
from portal.followup.procedures.services.deciding import is_total
from portal.followup.procedures.states import BEFORE_DECISION, GOES_ON, STANDS, S

Call = Callable[[SanctionProcedure, Any, Actor], object]


def _always(row: SanctionProcedure) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """`title` of its screen, `button`, the sentence `done`; `call` asks the service."""

    slug: str
    title: str
    button: str
    done: str
    form: type[forms.Form]
    states: frozenset[S]
    call: Call
    notice: str = ""
    when: Callable[[SanctionProcedure], bool] = _always

    def is_offered(self, row: SanctionProcedure) -> bool:
        """Whether its button is shown now."""
        if row.is_held and self.slug not in {"reprendre", "recours", "reponse"}:
            return False
        return S(row.state) in self.states and self.when(row)

    def initial(self, row: SanctionProcedure) -> Mapping[str, Any]:
        """What its form begins with."""
        today = timezone.localdate()
        return {
            "version": row.version,
            "received_on": today,
            "on": today,
            "starts_on": max(row.effect_on or today, today),
            "effect_on": today + timedelta(days=15),
        }


def _by(service: Callable[..., object], *names: str) -> Call:
    """A service that is given the values of these fields."""

    def call(row: SanctionProcedure, form: Any, actor: Actor) -> object:
        values = {name: form.cleaned_data[name] for name in names}
        version = form.cleaned_data["version"]
        return service(procedure=row, actor=actor, version=version, **values)

    return call


def _decide(row: SanctionProcedure, form: Any, actor: Actor) -> object:
    return services.decide(
        procedure=row,
        decision=form.decision,
        observations_seen=form.cleaned_data["observations_seen"],
        actor=actor,
        version=form.cleaned_data["version"],
    )


def _notify_answer(row: SanctionProcedure, form: Any, actor: Actor) -> object:
    """The version that the form read is the appeal's. Raises ProcedureError without an appeal."""
    appeal = row.appeals.first()
    if appeal is None:
        message = "Aucun recours n’est enregistré contre cette décision."
        raise ProcedureError(message)
    return services.notify_answer(
        appeal=appeal,
        received_on=form.cleaned_data["received_on"],
        actor=actor,
        version=form.cleaned_data["version"],
    )


def _has_time_left(row: SanctionProcedure) -> bool:
    return row.state != S.IN_FORCE or row.period.starts_on > _today()


def _is_over(row: SanctionProcedure) -> bool:
    return row.period.ends_on <= _today()


def _today() -> date:
    return timezone.localdate()


def _may_be_answered(row: SanctionProcedure) -> bool:
    return row.appeals.filter(decided_on__isnull=False, answer_received_on__isnull=True).exists()


def _may_end_right(row: SanctionProcedure) -> bool:
    return bool(row.removal_proposed_on and not row.right_ended_on and _is_over(row))


ACTS = {
    act.slug: act
    for act in (
        Act(
            "notifier",
            "Noter la réception du courrier",
            "Enregistrer",
            "C’est noté\u00a0: le délai d’observations court depuis ce jour.",
            f.NoticeForm,
            frozenset({S.OPENED}),
            _by(services.notify, "received_on", "proof"),
            "Imprimez d’abord le courrier d’ouverture. Le délai part du jour de sa réception.",
        ),
        Act(
            "equipe",
            "Demander l’avis de l’équipe pluridisciplinaire",
            "Demander l’avis",
            "La demande attend une séance.",
            f.QuestionForm,
            frozenset({S.NOTIFIED}),
            _by(services.ask_board, "question"),
            "Obligatoire avant une suppression, possible avant toute décision.",
            lambda row: not row.opinion,
        ),
        Act(
            "retirer-equipe",
            "Retirer la demande d’avis",
            "Retirer la demande",
            "La demande d’avis est retirée.",
            f.ReasonForm,
            frozenset({S.BOARD}),
            _by(services.leave_board, "reason"),
            when=lambda row: not row.opinion,
        ),
        Act(
            "decider",
            "Décider",
            "Enregistrer la décision",
            "La décision est enregistrée\u00a0: elle reste à notifier.",
            f.DecisionForm,
            frozenset({S.NOTIFIED, S.BOARD}),
            _decide,
            "Aucune sanction n’est automatique. Aucun montant n’est calculé\u00a0: le taux et la "
            "durée sont ce qui sera demandé à la CAF ou à la MSA.",
            lambda row: bool(row.observations_until and row.observations_until < _today()),
        ),
        Act(
            "notifier-decision",
            "Noter la réception de la décision",
            "Enregistrer",
            "C’est noté\u00a0: le délai de recours court depuis ce jour.",
            f.DecisionNoticeForm,
            frozenset({S.DECIDED}),
            _by(services.notify_decision, "received_on", "proof", "starts_on"),
            "Imprimez d’abord la décision, avec les voies de recours. Demandez ensuite "
            "l’application à la CAF ou à la MSA.",
        ),
        Act(
            "lever",
            "Lever la sanction",
            "Lever la sanction",
            "La sanction est levée.",
            f.LiftForm,
            frozenset({S.DECIDED, S.IN_FORCE}),
            _by(services.lift, "on", "reason"),
            "Demandez ensuite la reprise du versement à la CAF ou à la MSA.",
        ),
        Act(
            "terminer",
            "Noter la fin de la sanction",
            "Noter la fin",
            "La fin de la sanction est notée.",
            VersionForm,
            frozenset({S.IN_FORCE}),
            _by(services.end),
            when=_is_over,
        ),
        Act(
            "radiation",
            "Proposer la radiation à France Travail",
            "Proposer la radiation",
            "La proposition est enregistrée\u00a0: la décision appartient à France Travail.",
            f.ReasonForm,
            frozenset({S.IN_FORCE, S.ENDED}),
            _by(services.propose_removal, "reason"),
            "Un acte séparé de la suppression. Rien n’y oblige.",
            lambda row: is_total(row) and not row.removal_proposed_on,
        ),
        Act(
            "fin-de-droit",
            "Mettre fin au droit",
            "Mettre fin au droit",
            "La fin de droit est décidée\u00a0: demandez-la à la CAF ou à la MSA.",
            f.ReasonForm,
            frozenset({S.IN_FORCE, S.ENDED}),
            _by(services.end_right, "reason"),
            "Un acte séparé de la suppression et de la proposition de radiation. Rien n’y oblige.",
            _may_end_right,
        ),
        Act(
            "recours",
            "Enregistrer un recours",
            "Enregistrer le recours",
            "Le recours est enregistré\u00a0: une autre personne y répondra.",
            f.AppealForm,
            STANDS,
            _by(services.record_appeal, "received_on", "grounds"),
            when=lambda row: not row.appeals.exists(),
        ),
        Act(
            "reponse",
            "Noter la réception de la réponse au recours",
            "Enregistrer",
            "C’est noté.",
            f.AppealNoticeForm,
            STANDS | {S.ANNULLED},
            _notify_answer,
            when=_may_be_answered,
        ),
        Act(
            "reporter",
            "Reporter",
            "Reporter",
            "La nouvelle date est enregistrée.",
            f.UntilForm,
            frozenset({S.NOTIFIED, S.BOARD, S.DECIDED, S.IN_FORCE}),
            _by(services.postpone, "until", "reason"),
            "Avant la décision, le dernier jour pour les observations\u00a0; après, le premier "
            "jour de la sanction.",
            _has_time_left,
        ),
        Act(
            "attente",
            "Mettre en attente",
            "Mettre en attente",
            "La procédure est en attente.",
            f.HoldForm,
            frozenset(GOES_ON),
            _by(services.hold, "reason"),
        ),
        Act(
            "reprendre",
            "Reprendre la procédure",
            "Reprendre",
            "La procédure reprend.",
            VersionForm,
            frozenset(GOES_ON),
            _by(services.resume),
            when=lambda row: row.is_held,
        ),
        Act(
            "clore",
            "Clore sans sanction",
            "Clore sans sanction",
            "La procédure est close, sans sanction.",
            f.ReasonForm,
            BEFORE_DECISION,
            _by(services.close, "reason"),
            "Aucune décision n’est prise. Le motif reste dans le dossier.",
        ),
    )
}


def offered(row: SanctionProcedure) -> list[Act]:
    """The acts of which a procedure shows the buttons now, the next one first."""
    return [act for act in ACTS.values() if act.is_offered(row)]
