"""The editor's requests on one page, one after the other, none over what it has not read.

Wagtail checks that an autosave is the newest and then writes, without a lock. An autosave still
under way when its author submits then puts the older text back over the submitted one (a pin
placed at the last moment was lost so). Under the lock the second request reads the page again:
a late autosave is refused by Wagtail's own check.

What a person saves or sends themselves is not checked by Wagtail: its tab asks first, if it has
learned in time that somebody else saved. Here an opportunity that changed meanwhile is shown
again, with both texts brought together, before anything is written.

What moderation refuses is a message here, where Wagtail's views would answer 500.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import editing_sessions
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from pages.editor.merging import EditorMerge, merge
from pages.models import OpportunityPage
from pages.moderation.endings import NO_LONGER
from pages.moderation.errors import ModerationError
from pages.moderation.meanwhile import acts_since, saves_since
from pages.moderation.services import ALREADY_IN_REVIEW
from pages.moderation.trace import as_written
from snippets.numbers import whole_number

_CHANGED = "Cette annonce a changé entre-temps\u00a0: rien n’est encore enregistré."
_LOCK_SPACE = 9001


@contextmanager
def one_at_a_time(page_id: int) -> Iterator[None]:
    """Hold the page's lock for the block, other requests waiting for it.

    It belongs to the session, not to a transaction: the view commits in several steps, and what it
    saved before it refuses a decision stays. Transaction pooling must not come between.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK_SPACE, page_id])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, page_id])


class SerialMixin(EditView):
    """Wagtail's editor of a page, whose writes wait for each other."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the lock before the page is read; say what moderation refuses."""
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        try:
            with one_at_a_time(kwargs["page_id"]):
                response = super().dispatch(request, *args, **kwargs)
                # The answer shows what was written: rendered while nobody else writes.
                if hasattr(response, "render"):
                    response.render()
                return response
        except ModerationError as error:
            messages.error(request, str(error))
            return redirect("wagtailadmin_pages:edit", kwargs["page_id"])

    def get_object(self) -> Any:
        """The page, which goes on naming the review that a decision is about.

        Wagtail asks it for the review at each step, when somebody may have ended it meanwhile.
        `decisions.decide` looks whether it is still open, under the lock.
        """
        page = super().get_object()
        if self.request.POST.get("action-workflow-action"):
            page._current_workflow_states = self.real_page_record._current_workflow_states  # noqa: SLF001 - what `prefetch_workflow_states` fills
        return page

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show an opportunity again when it is not any more what the tab has loaded."""
        is_ours = isinstance(self.page, OpportunityPage)
        if is_ours and not self.expects_json_response and self.is_out_of_date:
            return self._show_again()
        return super().post(request, *args, **kwargs)

    def workflow_action_is_valid(self) -> bool:
        """Refuse a decision on a page that is in no review."""
        if self.page.current_workflow_task is None:
            raise ModerationError(NO_LONGER)
        return bool(super().workflow_action_is_valid())

    def submit_action(self) -> HttpResponse:
        """Send the page to review."""
        return self._send(super().submit_action)

    def restart_workflow_action(self) -> HttpResponse:
        """Stop the review and begin again."""
        return self._send(super().restart_workflow_action)

    def _send(self, action: Callable[[], HttpResponse]) -> HttpResponse:
        """Raise ModerationError when the page was sent meanwhile: what was typed stays saved.

        A second review meets the constraint, in the database or in `full_clean`.
        """
        try:
            return action()
        except (IntegrityError, ValidationError) as error:
            if not Page.objects.get(pk=self.page.pk).workflow_in_progress:
                raise
            raise ModerationError(ALREADY_IN_REVIEW) from error

    def _show_again(self) -> HttpResponse:
        """The form with what was typed and what others changed; nothing is written."""
        known = self._known_revision_id()
        merged = merge(
            make_form=self._make_form,
            data=self.request.POST,
            base=self._base(known),
            latest=self.real_page_record.get_latest_revision_as_object(),
            labels=dict(_headings(self.edit_handler)),
        )
        self.form = self._make_form(merged.data, self.page)
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        # A person reads first: the automatic save would write at once.
        self.autosave_enabled = False
        self.merged: EditorMerge | None = merged
        messages.warning(self.request, _CHANGED)
        self.meanwhile = [
            *acts_since(self.page.pk, known),
            *saves_since(
                self.page,
                known,
                read_at=self.request.POST.get("loaded_revision_created_at", ""),
                reader=self.request.user,
            ),
        ]
        return self.render_to_response(self.get_context_data())

    def _make_form(self, data: Any, page: Any) -> Any:
        """The editor's form of this page; `data` is None for what it shows at first."""
        files = None if data is None else self.request.FILES
        return self.form_class(
            data,
            files,
            instance=page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def _known_revision_id(self) -> int:
        """The revision that the tab has loaded, or written itself since."""
        posted = self.request.POST
        number = posted.get("overwrite_revision_id") or posted.get("loaded_revision_id", "")
        return whole_number(number) or 0

    def _base(self, revision_id: int) -> Any:
        """The text that the person began with; None when it is not known word for word."""
        revision = self.real_page_record.revisions.filter(pk=revision_id).first()
        posted = self.request.POST.get("loaded_revision_created_at")
        if revision is None or self.is_reverting:
            return None
        is_own = bool(self.request.POST.get("overwrite_revision_id"))
        is_as_loaded = revision.created_at.isoformat() == posted
        return as_written(revision) if is_own or is_as_loaded else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "meanwhile": getattr(self, "meanwhile", []),
            "merged": getattr(self, "merged", None),
        }


class ExplainedCreateView(CreateView):
    """The editor of a page that is made."""

    def submit_action(self) -> HttpResponse:
        """Send the page to review, or say why it cannot be; it is made in either case."""
        try:
            return super().submit_action()
        except ModerationError as error:
            messages.error(self.request, str(error))
            return redirect("wagtailadmin_pages:edit", self.page.pk)


class SerialEditView(SerialMixin):
    """The editor."""


class SerialRevertView(SerialMixin, RevisionsRevertView):
    """« Rétablir cette version »."""


def _headings(panel: Any) -> Iterator[tuple[str, str]]:
    """The name of every field of an editor, and what it is called there."""
    if isinstance(panel, FieldPanel):
        yield panel.field_name, str(panel.heading)
    for child in getattr(panel, "children", ()):
        yield from _headings(child)


def ping(request: HttpRequest, **names: Any) -> HttpResponse:
    """Wagtail's answer to the tab that asks who else edits, and what was done beside the editor."""
    response: HttpResponse = editing_sessions.ping(request, **names)
    revision_id = whole_number(request.POST.get("revision_id", ""))
    is_page = (names["app_label"], names["model_name"]) == ("wagtailcore", "page")
    if response.status_code != 200 or not is_page or revision_id is None:
        return response
    acts = acts_since(int(names["object_id"]), revision_id)
    if not acts:
        return response
    answer = json.loads(response.content)
    answer["html"] += render_to_string("pages/moderation/told_in_tab.html", {"acts": acts})
    return JsonResponse(answer)
