"""What a linked person says in their space: a step done, observations, a request for their file.

Each holds the link first: a link that is cut at the same moment lets nothing through.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.followup.contract.models import ActionStep
from portal.followup.contract.states import OPEN_STEPS
from portal.followup.models import AccountLink
from portal.followup.own_side import clock
from portal.followup.own_side.errors import (
    ForbiddenMoveError,
    NoLinkError,
    OwnSideError,
    TooLateError,
)
from portal.followup.own_side.models import FileRequest, StepWord
from portal.followup.own_side.seen import procedure_of, steps_shown
from portal.followup.own_side.states import OPEN, Role, S, may_go
from portal.followup.procedures.models import Observation, SanctionProcedure
from portal.followup.procedures.services.conducting import add_observation
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from snippets import french


@contextmanager
def _as_oneself(user: User, actor: Actor) -> Iterator[int]:
    """The scope in which a person writes in their own case; its key. Raises NoLinkError."""
    with transaction.atomic(), system_scope(Scope.OWN_WORDS, actor=actor):
        link = (
            AccountLink.objects.in_system_scope()
            .select_for_update(of=("self",))
            .filter(user=user, cut_at__isnull=True)
            .first()
        )
        if link is None:
            raise NoLinkError
        yield link.beneficiary_id


def say_done(*, step_pk: int, user: User, actor: Actor) -> StepWord:
    """Tell the team that a step is done; said already, nothing changes.

    Raises OwnSideError, or ActionStep.DoesNotExist for a step that is not the person's to read.
    """
    with _as_oneself(user, actor) as case:
        step = steps_shown(case).select_for_update(of=("self",)).get(pk=step_pk)
        said = StepWord.unscoped.filter(step=step, taken_back_at__isnull=True).first()
        if said is not None:
            return said
        if not step.by_person or step.state not in OPEN_STEPS:
            message = "Cette étape n’est plus à faire\u00a0: votre équipe l’a notée."
            raise OwnSideError(message)
        return StepWord.unscoped.create(beneficiary_id=case, step=step)


def take_back(*, step_pk: int, user: User, actor: Actor) -> None:
    """It was said by mistake. Raises ActionStep.DoesNotExist."""
    with _as_oneself(user, actor) as case:
        step: ActionStep = steps_shown(case).get(pk=step_pk)
        StepWord.unscoped.filter(step=step, taken_back_at__isnull=True).update(
            taken_back_at=timezone.now()
        )


def observe(*, text: str, user: User, actor: Actor, helped_by: str = "") -> Observation:
    """Write one's observations in the procedure that waits for them, until the last day included.

    Raises TooLateError, which says why, ProcedureError.
    """
    today = timezone.localdate()
    with _as_oneself(user, actor) as case:
        procedure = procedure_of(case)
        if procedure is None:
            message = (
                "Plus aucune observation n’est attendue ici\u00a0: une décision est prise, ou la "
                "procédure est close."
            )
            raise TooLateError(message)
        _check_in_time(procedure, today)
        return add_observation(
            procedure=procedure,
            on=today,
            way=Observation.Way.WRITTEN,
            text=text,
            helped_by=helped_by,
            by_person=True,
            actor=actor,
        )


def ask_for_file(*, user: User, actor: Actor, about: str = "") -> FileRequest:
    """Ask for one's whole file; the delay starts today. Raises OwnSideError."""
    today = timezone.localdate()
    with _as_oneself(user, actor) as case:
        try:
            with transaction.atomic():
                made: FileRequest = FileRequest.unscoped.create(
                    beneficiary_id=case,
                    way=FileRequest.Way.SPACE,
                    received_on=today,
                    due_on=clock.due_on(today),
                    about=about.strip(),
                    **written_by(actor),
                )
        except IntegrityError as error:
            message = "Vous avez déjà demandé votre dossier\u00a0: la réponse arrive."
            raise OwnSideError(message) from error
        return made


def give_up_request(*, user: User, actor: Actor) -> None:
    """Withdraw the request that waits. Raises ForbiddenMoveError."""
    with _as_oneself(user, actor) as case:
        rows = FileRequest.unscoped.select_for_update(of=("self",))
        row = rows.filter(beneficiary=case, state__in=OPEN).first()
        if row is None:
            state = "Aucune demande en cours"
            raise ForbiddenMoveError(state)
        if not may_go(row.state, S.WITHDRAWN, Role.PERSON):
            raise ForbiddenMoveError(row.get_state_display())
        row.state = S.WITHDRAWN
        row.answered_on = timezone.localdate()
        row.version += 1
        clock.drop_file(row)
        row.save()


def _check_in_time(procedure: SanctionProcedure, today: date) -> None:
    until = procedure.observations_until
    if until is not None and today > until:
        message = (
            f"Le délai pour écrire ici a fini le {french.full_date(until)}. Appelez vite le "
            "service\u00a0: il peut encore noter ce que vous dites avant la décision."
        )
        raise TooLateError(message)
