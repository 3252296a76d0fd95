"""The opportunities of one organisation: what its members see, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import WorkflowState
from wagtail.query import PageQuerySet

from pages.every_kind import every_opportunity
from pages.models import State
from portal.submissions.kinds import BY_NAME, KINDS, Kind
from portal.submissions.rules import can_act
from portal.submissions.states import Action, Review, Standing
from snippets.models import Organisation


def opportunities_of(organisation: Organisation) -> PageQuerySet:
    """Rows of Page of every kind that this organisation offers, whoever wrote them.

    What staff write for it in the CMS is its own as well. A page that is not online belongs to
    whom its latest text names.
    """
    return every_opportunity().filter(organisation_key=organisation.pk)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    page: Any
    kind: Kind
    standing: Standing

    @property
    def title(self) -> str:
        """The latest one."""
        return self.page.draft_title or self.page.title

    @property
    def expires_at(self) -> datetime | None:
        """The end of publication, while it is online."""
        return self.page.expire_at if self.standing.state == State.LIVE else None


def rows_of(organisation: Organisation) -> list[Row]:
    """Every opportunity of an organisation, the latest written first: two queries a kind."""
    ids = opportunities_of(organisation).values("pk")
    rows = []
    for kind in KINDS:
        pages = kind.model.objects.filter(pk__in=ids).with_state().with_workflow()
        rows += [Row(page, kind, _standing(page)) for page in pages]
    return sorted(rows, key=lambda row: (_last_change(row.page), row.page.pk), reverse=True)


def find(organisation: Organisation, page_id: int) -> Row | None:
    """One opportunity of the organisation, or None for what is not its own."""
    page = opportunities_of(organisation).filter(pk=page_id).first()
    if page is None:
        return None
    kind = BY_NAME[page.specific_class.kind]
    return Row(*_read(kind, page_id))


def standing_of(page: Any) -> Standing:
    """Where a page stands now, read again."""
    return _read(BY_NAME[page.specific_class.kind], page.pk)[2]


def allowed(row: Row, organisation: Organisation, user: Any) -> frozenset[Action]:
    """What a person may do with it now."""
    return frozenset(
        action
        for action in row.standing.actions
        if can_act(user, organisation, row.kind.name, action)
    )


def _read(kind: Kind, page_id: int) -> tuple[Any, Kind, Standing]:
    page = kind.model.objects.with_state().with_workflow().get(pk=page_id)
    return page, kind, _standing(page)


def _standing(page: Any) -> Standing:
    """From a page read with its state and its workflow."""
    workflow = page.current_workflow_state
    review, is_corrected = Review.NONE, False
    if workflow:
        in_progress = workflow.status == WorkflowState.STATUS_IN_PROGRESS
        review = Review.IN_PROGRESS if in_progress else Review.REFUSED
        step = workflow.current_task_state
        is_corrected = not in_progress and step.revision_id != page.latest_revision_id
    state = State(page.state)
    is_scheduled = state == State.SCHEDULED
    return Standing(
        state=state,
        review=review,
        has_changes=page.has_later_text if is_scheduled else page.has_unpublished_changes,
        is_locked=page.locked,
        is_corrected=is_corrected,
        is_prolongable=page.is_prolongable,
    )


def _last_change(page: Any) -> datetime:
    moment: datetime = page.latest_revision_created_at or page.last_published_at
    return moment
