"""What a member does with their organisation's opportunities: one function per use case.

Each is one transaction. The membership is locked and read again first, then the page: a person
who was taken out meanwhile changes nothing. All raise SubmissionError, or the ModerationError of
the service of `pages.moderation` that they call; the messages are for people.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.log_actions import LogContext

from pages.models import OpportunityPage, State
from pages.moderation import copying
from pages.moderation import services as moderation
from pages.moderation.locking import content_digest, lock_page
from pages.moderation.meanwhile import acts_since
from portal.accounts.models import Membership
from portal.submissions.errors import (
    InReviewError,
    NotAMemberError,
    StaleError,
    SubmissionError,
    SuspendedError,
)
from portal.submissions.kinds import BY_NAME
from portal.submissions.models import CreationKey
from portal.submissions.queries import opportunities_of, standing_of
from portal.submissions.rules import can_act
from portal.submissions.states import Action, Review, Standing
from snippets.models import Organisation

NOT_VERIFIED = (
    "Votre organisation n’est pas encore vérifiée\u00a0: vous pouvez enregistrer des brouillons, "
    "pas encore les envoyer."
)
SUSPENDED = (
    "Votre organisation est suspendue\u00a0: rien n’a été enregistré. Joignez le service emploi."
)
IN_REVIEW = (
    "Cette annonce est en relecture\u00a0: ce qui est relu est ce qui sera publié. "
    "Pour la modifier, reprenez-la d’abord."
)
LOCKED = "L’équipe du site travaille sur cette annonce\u00a0: elle est verrouillée pour le moment."
STALE = "Quelqu’un a modifié cette annonce entre-temps. Rien n’est encore enregistré."


@dataclass(frozen=True, slots=True)
class Created:
    """The page of a form that was sent; `is_new` is False when it had been sent already."""

    page: Any
    is_new: bool


def create(
    *, organisation: Organisation, draft: OpportunityPage, key: UUID, user: Any, submit: bool
) -> Created:
    """Make a page of this draft under the index of its kind, and send it to review if asked.

    `key` is the form's: a second call with the same one makes nothing.
    """
    found = _made_with(key, organisation)
    if found is not None:
        return Created(found, is_new=False)
    try:
        return Created(
            _create(organisation=organisation, draft=draft, key=key, user=user, submit=submit),
            is_new=True,
        )
    except IntegrityError:
        found = _made_with(key, organisation)
        if found is not None:
            return Created(found, is_new=False)
        if not CreationKey.objects.filter(key=key).exists():
            raise
        message = "Ce formulaire a déjà servi\u00a0: ouvrez-en un nouveau."
        raise SubmissionError(message) from None


@transaction.atomic
def _create(
    *, organisation: Organisation, draft: OpportunityPage, key: UUID, user: Any, submit: bool
) -> Any:
    with LogContext(user=user):
        organisation = _authorise(user, organisation, draft.kind, Action.EDIT)
        if submit:
            _authorise(user, organisation, draft.kind, Action.SUBMIT)
        draft.organisation = organisation
        draft.owner = user
        draft.live = False
        draft.has_unpublished_changes = True
        index = BY_NAME[draft.kind].index.objects.get()
        index.add_child(instance=draft)
        CreationKey.objects.create(key=key, page=draft)
        draft.save_revision(user=user, clean=False, log_action=True)
        return moderation.submit(page=draft, user=user) if submit else draft


def _made_with(key: UUID, organisation: Organisation) -> Any:
    """The page that a form made, if it is this organisation's."""
    pages = opportunities_of(organisation).filter(creation_key__key=key)
    page = pages.first()
    return page and page.specific


def save(
    *,
    organisation: Organisation,
    page: Any,
    draft: OpportunityPage | None,
    version: str,
    user: Any,
    base: int | None = None,
    submit: bool = False,
    take_back: bool = False,
) -> Any:
    """Save a draft over the text of which `version` is the digest; send it if asked.

    A `draft` of None says that nothing was changed. Raises StaleError when somebody has saved
    another text, or did something to the page since the revision `base`, InReviewError while it is
    reviewed unless `take_back` ends that review first.
    """
    with _acting(organisation, page, user, Action.EDIT, take_back=take_back) as current:
        if base is not None and acts_since(current.pk, base):
            raise StaleError(STALE)
        if draft is not None:
            if content_digest(current.latest_revision) != version:
                raise StaleError(STALE)
            draft.organisation = current.get_latest_revision_as_object().organisation
            draft.save_revision(user=user, clean=False, log_action=True)
        if submit:
            return _send(organisation, current, user)
    return current


def submit(*, organisation: Organisation, page: Any, user: Any) -> Any:
    """Send the latest text to review, for the first time or again."""
    with _acting(organisation, page, user, Action.SUBMIT) as current:
        return moderation.submit(page=current, user=user)


def take_back(*, organisation: Organisation, page: Any, user: Any) -> Any:
    """Stop the review, to change the text."""
    with _acting(organisation, page, user, Action.TAKE_BACK) as current:
        return moderation.take_back(page=current, user=user)


def withdraw(*, organisation: Organisation, page: Any, user: Any, reason: str) -> Any:
    """Take it off line, with a reason; its author is told when it is somebody else."""
    with _acting(organisation, page, user, Action.WITHDRAW) as current:
        return moderation.withdraw(
            page=current, user=user, reason=reason, tell_author=current.owner_id != user.pk
        )


def prolong(*, organisation: Organisation, page: Any, user: Any) -> Any:
    """Put off its end."""
    with _acting(organisation, page, user, Action.PROLONG) as current:
        return moderation.prolong(page=current, user=user)


def mark_filled(*, organisation: Organisation, page: Any, user: Any) -> Any:
    """Say that somebody was found."""
    with _acting(organisation, page, user, Action.FILL) as current:
        return moderation.mark_filled(page=current, user=user)


def duplicate(*, organisation: Organisation, page: Any, user: Any) -> Any:
    """Start another draft from its latest text."""
    with _acting(organisation, page, user, Action.DUPLICATE) as current:
        return copying.duplicate(page=current, user=user)


def delete(*, organisation: Organisation, page: Any, user: Any) -> None:
    """Throw away a draft that was never online and that nobody reads."""
    with _acting(organisation, page, user, Action.DELETE) as current:
        DeletePageAction(current, user=user).execute(skip_permission_checks=True)


@contextmanager
def _acting(
    organisation: Organisation, page: Any, user: Any, action: Action, *, take_back: bool = False
) -> Iterator[Any]:
    """One transaction in which this person may do this to this page, which is locked."""
    with transaction.atomic(), LogContext(user=user):
        organisation = _authorise(user, organisation, page.kind, action)
        current = lock_page(page.pk)
        if not opportunities_of(organisation).filter(pk=current.pk).exists():
            message = "Cette annonce n’est plus celle de votre organisation."
            raise SubmissionError(message)
        standing = standing_of(current)
        if take_back and standing.review == Review.IN_PROGRESS:
            current = moderation.take_back(page=current, user=user)
            standing = standing_of(current)
        if action not in standing.actions:
            raise _refusal(standing, action)
        if action == Action.EDIT and current.permissions_for_user(user).page_locked():
            raise SubmissionError(LOCKED)
        yield current


def _send(organisation: Organisation, page: Any, user: Any) -> Any:
    """Submit the text that has just been saved."""
    _authorise(user, organisation, page.kind, Action.SUBMIT)
    standing = standing_of(page)
    if Action.SUBMIT not in standing.actions:
        raise _refusal(standing, Action.SUBMIT)
    return moderation.submit(page=page, user=user)


def _authorise(user: Any, organisation: Organisation, kind: str, action: Action) -> Organisation:
    """The organisation, read again, for which this person may do this now."""
    memberships = Membership.objects.active().filter(user=user, organisation=organisation)
    if not list(memberships.select_for_update().values_list("pk", flat=True)):
        message = (
            f"Vous n’êtes plus membre de «\u00a0{organisation}\u00a0»\u00a0: rien n’a été changé."
        )
        raise NotAMemberError(message)
    organisation = Organisation.objects.get(pk=organisation.pk)
    if can_act(user, organisation, kind, action):
        return organisation
    if organisation.suspended_at:
        raise SuspendedError(SUSPENDED)
    if not organisation.verified_at and can_act(user, organisation, kind, Action.EDIT):
        raise SubmissionError(NOT_VERIFIED)
    message = "Votre organisation ne peut pas proposer ce type d’annonce."
    raise SubmissionError(message)


def _refusal(standing: Standing, action: Action) -> SubmissionError:
    """Why the state refuses."""
    if standing.review == Review.IN_PROGRESS and action in (Action.EDIT, Action.SUBMIT):
        return InReviewError(IN_REVIEW)
    if standing.is_locked and action in (Action.EDIT, Action.SUBMIT, Action.DELETE):
        return SubmissionError(LOCKED)
    if action == Action.SUBMIT and standing.state == State.SCHEDULED:
        return SubmissionError("Rien n’a changé depuis son approbation.")
    if action == Action.SUBMIT and standing.state == State.LIVE:
        return SubmissionError("Rien n’a changé depuis sa mise en ligne.")
    return SubmissionError(
        f"Ce n’est pas possible\u00a0: cette annonce est maintenant dans l’état "
        f"«\u00a0{standing.label}\u00a0»."
    )
