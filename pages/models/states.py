"""Where an opportunity stands between its first draft and its end, as one column of a query."""

from django.db import models
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.utils import timezone
from wagtail.models import Revision, WorkflowState
from wagtail.query import PageQuerySet

from snippets.folding import fold_name

MAX_WORDS = 8
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"


class State(models.TextChoices):
    """States that staff tell apart in lists."""

    DRAFT = "draft", "Brouillon"
    IN_REVIEW = "in_review", "En relecture"
    REFUSED = "refused", "Refusée"
    SCHEDULED = "scheduled", "Programmée"
    LIVE = "live", "En ligne"
    EXPIRED = "expired", "Expirée"
    WITHDRAWN = "withdrawn", "Retirée"
    FILLED = "filled", "Pourvue"


class OpportunityQuerySet(PageQuerySet):
    """Lists of opportunities for staff."""

    def with_state(self) -> "OpportunityQuerySet":
        """Annotate `state` (a value of State); the first condition that holds wins.

        A page sent back to review after its withdrawal is in review: the workflow comes first
        while the page is offline, unless its approved text waits for its hour. `has_later_text`
        says whether a scheduled page has been corrected since.
        """
        over = Q(expire_at__lte=timezone.now())
        return self.annotate_approved_schedule().annotate(
            state=Case(
                When(Q(live=True) & over, then=Value(State.EXPIRED)),
                When(live=True, then=Value(State.LIVE)),
                When(_approved_schedule=True, then=Value(State.SCHEDULED)),
                When(_has_workflow(WorkflowState.STATUS_IN_PROGRESS), then=Value(State.IN_REVIEW)),
                When(_has_workflow(WorkflowState.STATUS_NEEDS_CHANGES), then=Value(State.REFUSED)),
                When(filled_at__isnull=False, then=Value(State.FILLED)),
                When(withdrawn_at__isnull=False, then=Value(State.WITHDRAWN)),
                When(
                    Q(expired=True) | (Q(first_published_at__isnull=False) & over),
                    then=Value(State.EXPIRED),
                ),
                When(first_published_at__isnull=False, then=Value(State.WITHDRAWN)),
                default=Value(State.DRAFT),
                output_field=CharField(max_length=10),
            ),
            has_later_text=~Exists(
                Revision.objects.filter(
                    pk=OuterRef("latest_revision"), approved_go_live_at__isnull=False
                )
            ),
        )

    def with_workflow(self) -> "OpportunityQuerySet":
        """Fetch the active workflow and its step with the rows.

        Wagtail's own method looks for the content type of `Page`, unless `specific()` was called.
        """
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        return self.prefetch_related(
            Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
        )

    def find(self, text: str) -> "OpportunityQuerySet":
        """Pages of which the title, the organisation or the commune has words that begin so.

        Accents and capitals never matter; each word typed must be found somewhere. Nothing
        legible finds nothing.
        """
        words = fold_name(text).split()
        if not words:
            return self.none()
        haystack = Concat(
            Value(" "),
            _folded("draft_title"),
            Value(" "),
            Coalesce(F("organisation__folded_name"), Value("")),
            Value(" "),
            Coalesce(F("commune__folded_name"), Value("")),
            output_field=TextField(),
        )
        condition = Q()
        for word in words[:MAX_WORDS]:
            condition &= Q(haystack__contains=f" {word}")
        return self.alias(haystack=haystack).filter(condition)


def _folded(column: str) -> Func:
    """A column as `fold_name` writes it, nearly: in core SQL, without accents nor punctuation."""
    text = Lower(column, output_field=TextField())
    plain = Func(
        text, Value(_ACCENTED), Value(_PLAIN), function="translate", output_field=TextField()
    )
    ligatures = Func(plain, Value("œ"), Value("oe"), function="replace", output_field=TextField())
    return Func(
        ligatures,
        Value("[^a-z0-9]+"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


def _has_workflow(status: str) -> Exists:
    """Whether the page has a workflow in that status."""
    states: QuerySet[WorkflowState] = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=Cast(OuterRef("pk"), CharField()),
        status=status,
    )
    return Exists(states)
