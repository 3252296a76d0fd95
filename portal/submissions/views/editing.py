"""Writing an opportunity: a new one, or the latest text of one that exists."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Revision

from pages.moderation.errors import ModerationError
from pages.moderation.locking import content_digest
from pages.moderation.meanwhile import acts_since
from pages.moderation.trace import as_written
from portal.accounts.rules import can_draft_for, can_submit_for
from portal.submissions import services
from portal.submissions.access import OpportunityView, OrganisationView
from portal.submissions.errors import (
    InReviewError,
    NotAMemberError,
    StaleError,
    SuspendedError,
)
from portal.submissions.forms import FORMS, SubmissionForm, what_is_missing
from portal.submissions.forms.merging import adopt, conflicts
from portal.submissions.forms.steps import step_of
from portal.submissions.history import changes_since
from portal.submissions.kinds import BY_SLUG, Kind
from portal.submissions.queries import standing_of
from portal.submissions.states import Action, Review
from snippets.form_views import REFUSED
from snippets.merging.screen import Conflict, ConflictMixin
from snippets.numbers import whole_number
from snippets.site import site_settings

CORRECTION_SAVED = "Votre correction est enregistrée. Elle n’est pas encore envoyée."
CONFLICT_STATUS = 409


class FormMixin(ConflictMixin):
    """What the two views share: the form of a kind, and its page."""

    # The step that an address without one begins with; empty for the whole form.
    first_step: ClassVar[str] = ""
    organisation: Any
    person: Any
    kind: Kind

    def check_right(self, kind: Kind) -> None:
        """Raise SuspendedError, or PermissionDenied for a kind that is not this organisation's."""
        if self.organisation.suspended_at:
            raise SuspendedError(services.SUSPENDED)
        if not can_draft_for(self.request.user, self.organisation, kind.name):
            raise PermissionDenied

    def form(self, page: Any, data: QueryDict | None = None, **initial: Any) -> SubmissionForm:
        """The form over this draft; a draft is asked less than what is sent."""
        return FORMS[self.kind.name](
            data,
            instance=page,
            organisation=self.organisation,
            is_draft=data is not None and "send" not in data,
            initial=initial,
        )

    def show(
        self,
        form: SubmissionForm,
        *,
        status: int = 200,
        differing: dict[str, Conflict] | None = None,
        page: Any = None,
        is_in_review: bool = False,
    ) -> HttpResponse:
        """The form, what is wrong with it beside each field."""
        context = {
            "organisation": self.organisation,
            "kind": self.kind,
            "form": form,
            "page": page,
            "is_in_review": is_in_review,
            "can_send": can_submit_for(self.person, self.organisation, self.kind.name),
        }
        form.conflicts = differing or {}
        form.step = self._step(form, is_whole=bool(differing) or is_in_review)
        form.tells_missing = form.step is None or "manque" in self.request.GET
        return self.rendered(
            "submissions/form.html",
            context,
            conflicts=differing,
            problems=form.problems if differing else (),
            status=status,
        )

    def _step(self, form: SubmissionForm, *, is_whole: bool) -> int | None:
        """The step to show, or None for the whole form: what is wrong may be anywhere in it."""
        if is_whole or form.non_field_errors() or self.asked_step is None:
            return None
        if form.errors:
            return step_of(form, list(form.errors)) if form.is_deferred_validation else None
        return self.asked_step if 1 <= self.asked_step <= len(form.steps) else None

    @property
    def asked_step(self) -> int | None:
        """The step of the address or of the form that was sent; None for the whole form."""
        if self.request.method == "POST":
            return whole_number(self.request.POST.get("etape", ""))
        return whole_number(self.request.GET.get("etape", self.first_step))

    def next_step(self) -> int | None:
        """The step that a button of the form leads to, or None when it leads out of the form."""
        here = self.asked_step
        if here is None:
            return None
        if "next" in self.request.POST:
            return here + 1
        return here - 1 if "back" in self.request.POST else None

    def done(self, page: Any, *, sent: bool) -> HttpResponse:
        """Say what was done, and show where it stands or go on writing."""
        step = self.next_step()
        if step is not None:
            address = reverse("submissions:edit", args=[self.organisation.slug, page.pk])
            return redirect(f"{address}?etape={step}")
        if sent:
            days = site_settings().moderation_days
            unit = "jour ouvré" if days == 1 else "jours ouvrés"
            messages.success(
                self.request,
                f"Votre annonce est envoyée en relecture. Réponse sous {days}\u00a0{unit}.",
            )
        elif standing_of(page).is_corrected:
            messages.success(self.request, CORRECTION_SAVED)
        else:
            messages.success(self.request, "Votre brouillon est enregistré.")
        if "preview" in self.request.POST:
            return redirect("submissions:preview", self.organisation.slug, page.pk)
        return redirect("submissions:detail", self.organisation.slug, page.pk)


class CreateView(FormMixin, OrganisationView):
    """`…/proposer/<kind>/`: an empty form, which makes one page however often it is sent."""

    first_step = "1"

    def resolve(self, names: dict[str, Any]) -> None:
        """The kind, 404 for a word that is none, 403 for one that is not this organisation's."""
        kind = BY_SLUG.get(names.pop("kind"))
        if kind is None:
            raise Http404
        self.check_right(kind)
        self.kind = kind

    def get(self, request: HttpRequest) -> HttpResponse:
        """Empty, with the contacts of the organisation."""
        draft = self.kind.model(organisation=self.organisation)
        form = self.form(
            draft,
            key=uuid4(),
            contact_phone=self.organisation.phone,
            contact_email=self.organisation.email,
        )
        return self.show(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the draft, and send it when asked."""
        draft = self.kind.model(organisation=self.organisation)
        form = self.form(draft, request.POST)
        if not form.is_valid():
            return self.show(form, status=REFUSED)
        sent = "send" in request.POST
        try:
            created = services.create(
                organisation=self.organisation,
                draft=form.draft,
                key=form.cleaned_data["key"] or uuid4(),
                user=self.person,
                submit=sent,
            )
        except NotAMemberError:
            raise
        except ModerationError as error:
            form.add_error(None, str(error))
            return self.show(form, status=REFUSED)
        if created.is_new:
            return self.done(created.page, sent=sent)
        return self._again(created.page, sent=sent)

    def _again(self, page: Any, *, sent: bool) -> HttpResponse:
        """The same form was sent before: nothing to do, or words to compare with what was saved."""
        again = self.form(page.get_latest_revision_as_object(), self.request.POST)
        if again.changed_fields:
            view = EditView()
            view.setup(self.request)
            view.organisation, view.kind, view.page = self.organisation, self.kind, page
            return view.compare(base=None)
        return self.done(page, sent=sent)


class EditView(FormMixin, OpportunityView):
    """`…/modifier/`: the latest text, saved over the version that the person has read."""

    page: Any

    def resolve(self, names: dict[str, Any]) -> None:
        """The page and its kind, 403 for a kind that is not this organisation's."""
        super().resolve(names)
        self.page, self.kind = self.row.page, self.row.kind
        self.check_right(self.kind)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, or why it cannot be changed now."""
        if Action.EDIT not in self.actions:
            in_review = self.row.standing.review == Review.IN_PROGRESS
            messages.warning(request, services.IN_REVIEW if in_review else services.LOCKED)
            return redirect("submissions:detail", self.organisation.slug, self.page.pk)
        form = self._fresh()
        form.missing = what_is_missing(
            self.page.get_latest_revision_as_object(), self.kind.name, self.organisation
        ).errors
        if form.proposes_end:
            # Its field has another end already, and says so.
            form.missing.pop("expire_at", None)
        return self.show(form, page=self.page)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, and send when asked; compare first when somebody else has saved meanwhile."""
        theirs = self._fresh()
        data = adopt(request.POST, theirs)
        form = self.form(self.page.get_latest_revision_as_object(), data)
        is_stale = self._version() != request.POST.get("version") and form.changed_fields
        if is_stale or self._acts():
            return self.compare(base=self._base())
        if not form.is_valid():
            return self.show(form, page=self.page, status=REFUSED)
        sent = "send" in request.POST
        try:
            services.save(
                organisation=self.organisation,
                page=self.page,
                draft=form.draft if form.changed_fields or form.cleaned_data["clear_pin"] else None,
                version=self._version(),
                user=self.person,
                base=self._base_number(),
                submit=sent,
                take_back="take_back" in request.POST,
            )
        except NotAMemberError:
            raise
        except StaleError:
            self.page.refresh_from_db()
            return self.compare(base=self._base())
        except InReviewError as error:
            if not form.changed_fields and sent:
                return self.done(self.page, sent=True)
            form.add_error(None, str(error))
            return self.show(form, page=self.page, status=REFUSED, is_in_review=True)
        except ModerationError as error:
            form.add_error(None, str(error))
            return self.show(form, page=self.page, status=REFUSED)
        return self.done(self.page, sent=sent)

    def compare(self, *, base: Revision | None) -> HttpResponse:
        """Show both texts, what the person typed in the fields; nothing is saved."""
        latest = self.page.get_latest_revision_as_object()
        data = self.request.POST.copy()
        data["version"] = self._version()
        data["base"] = str(self.page.latest_revision_id or "")
        mine = self.form(latest, data)
        differing = conflicts(
            make_form=lambda sent, text: self.form(text, sent),
            data=data,
            base=None if base is None else as_written(base),
            latest=latest,
            changes=changes_since(
                self.page, self._base_number(), organisation=self.organisation, reader=self.person
            ),
        )
        # The page says of conflicts that nothing is saved yet.
        for sentence in [*self._acts(), *([] if differing else [services.STALE])]:
            mine.add_error(None, sentence)
        return self.show(mine, page=self.page, status=CONFLICT_STATUS, differing=differing)

    def _fresh(self) -> SubmissionForm:
        """The form of the latest text."""
        return self.form(
            self.page.get_latest_revision_as_object(),
            version=self._version(),
            base=self.page.latest_revision_id,
        )

    def _version(self) -> str:
        return content_digest(self.page.latest_revision)

    def _acts(self) -> list[str]:
        """What was done to the page, beside its text, since the person began."""
        number = self._base_number()
        return [] if number is None else acts_since(self.page.pk, number, named=False)

    def _base_number(self) -> int | None:
        """The revision that the form was filled with."""
        return whole_number(self.request.POST.get("base", ""))

    def _base(self) -> Revision | None:
        """The text that the person began with, if it is still known word for word."""
        found = self.page.revisions.filter(pk=self._base_number()).first()
        is_it = found is not None and content_digest(found) == self.request.POST.get("version")
        return found if is_it else None
