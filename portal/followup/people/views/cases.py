"""A case opened by hand; who somebody is, and how to reach them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import OPEN_CASES, holds_everywhere
from portal.followup.access import reach, rules
from portal.followup.access.errors import TooManyTriesError
from portal.followup.case.screens import CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.people import services
from portal.followup.people.errors import DuplicateError, KnownHouseholdError
from portal.followup.people.forms import IdentityForm, OpenForm
from portal.followup.people.models import Beneficiary, Unit
from portal.followup.people.queries import last_writer
from portal.followup.people.services.identity import NUMBERS_TYPED, NUMBERS_TYPED_A_DAY
from portal.followup.people.services.opening import OPENINGS, OPENINGS_A_DAY
from snippets.errors import DomainError
from snippets.form_views import REFUSED, ServiceFormView, status_of
from snippets.merging.forms import merge_typed
from snippets.merging.screen import BASE, Change, ConflictMixin, read_base


class OpenView(CapabilityRequiredMixin, ServiceFormView):
    """Open a case; somebody who may be followed already is shown first."""

    capability = OPEN_CASES
    form_class = OpenForm
    template_name = "followup/people/open.html"
    # What is typed may be a search: it says which unit follows somebody out of reach.
    limits = (OPENINGS, OPENINGS_A_DAY)
    case: Beneficiary
    duplicate: DuplicateError | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        own = None
        if not holds_everywhere(self.person, OPEN_CASES):
            own = reach.professional_of(self.person).unit
        units = Unit.objects.visible_to(self.person).filter(closed_on__isnull=True)
        return super().get_form_kwargs() | {"units": units, "own": own}

    def act(self, form: Any) -> str:
        if self.request.reached_limit is not None:  # type: ignore[attr-defined]
            raise TooManyTriesError
        self.case = services.open_case(
            values=form.person,
            actor=self.actor,
            is_another=form.cleaned_data["is_another"],
            seen=form.cleaned_data["seen"] or None,
        )
        return f"Le dossier n°\u00a0{self.case.shown_number} est ouvert."

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, DuplicateError):
            self.duplicate = error
            form.data = form.data.copy()
            form.data["seen"] = error.seen
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            duplicate=self.duplicate, section="followup", section_of_area="caseload", **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("followup:identity", args=[self.case.pk])


class IdentityView(CaseMixin, TemplateView):
    """Who it is, their household within reach, how to reach them."""

    needs = Needs.IDENTITY
    tab = "identity"
    template_name = "followup/people/identity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = (
            Beneficiary.objects.visible_to(self.person)
            .filter(household=self.case.household_id, household__isnull=False)
            .exclude(pk=self.case.pk)
        )
        return super().get_context_data(
            members=members,
            may_correct=rules.may_write_identity(self.person, self.case),
            **kwargs,
        )


class EditIdentityView(ConflictMixin, CaseMixin, ContextMixin, View):
    """Correct it. What somebody else wrote meanwhile is kept, or shown beside what was typed."""

    needs = Needs.IDENTITY
    tab = "identity"
    template_name = "followup/people/edit_identity.html"
    http_method_names = ["get", "head", "post", "options"]
    # A number that is typed may be a search.
    limits = (NUMBERS_TYPED, NUMBERS_TYPED_A_DAY)
    known: KnownHouseholdError | None = None

    @staticmethod
    def counts(request: HttpRequest) -> bool:
        """Whether a number is typed that the form did not show: what it showed changes nothing."""
        typed = request.POST.get("matricule", "")
        shown = read_base(request.POST.get(BASE, "")).get("matricule")
        return bool(typed.strip()) and shown != [typed]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self._check()
        return self._shown(self._form(None, self.case))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what both wrote, unless they disagree."""
        self._check()
        latest = (
            Beneficiary.objects.visible_to(self.person)
            .select_for_update(of=("self",))
            .select_related("household", "commune", "unit")
            .get(pk=self.case.pk)
        )
        change = Change(last_writer(latest, self.person), latest.updated_at)
        form: Any = merge_typed(
            make_form=self._form, data=request.POST, latest=latest, change=change
        )
        if form.conflicts or not form.is_valid():
            return self._shown(form, conflicts=form.conflicts, status=REFUSED)
        try:
            if self.request.reached_limit is not None:  # type: ignore[attr-defined]
                raise TooManyTriesError
            services.write_identity(
                beneficiary=latest,
                values=form.cleaned_data,
                actor=self.actor,
                version=latest.version,
                joins=form.decided if form.has_numbers else "",
            )
        except DomainError as error:
            return self._refused(form, error)
        return redirect("followup:identity", pk=self.case.pk)

    def _refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, KnownHouseholdError):
            self.known = error
            form.data["seen"] = error.seen
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return self._shown(form, status=status_of(error))

    def _form(self, data: Any, case: Beneficiary) -> IdentityForm:
        return IdentityForm(data, case=case, person=self.person)

    def _shown(self, form: IdentityForm, **options: Any) -> HttpResponse:
        context = self.get_context_data(form=form, known=self.known)
        return self.rendered(self.template_name, context, **options)

    def _check(self) -> None:
        if not rules.may_write_identity(self.person, self.case):
            raise Http404
