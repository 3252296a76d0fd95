"""Registering an organisation, asking to join one, choosing among one's own."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from portal.accounts.access import PersonMixin
from portal.accounts.models import JoinRequest
from portal.accounts.rules import is_member
from portal.organisations.forms import JoinForm, RegistrationForm, proposed
from portal.organisations.scope import belonging_to
from portal.organisations.services.company_register import is_asked, look_up
from portal.organisations.services.joining import ask_to_join, cancel_join
from portal.organisations.services.registration import (
    AlreadyKnownError,
    register_organisation,
)
from snippets import french
from snippets.errors import DomainError
from snippets.form_views import REFUSED, ServiceActionView, ServiceFormView
from snippets.models import Organisation
from snippets.site import site_settings


def first_screen(organisation: Organisation) -> str:
    """Where an organisation's space begins: its opportunities, when that screen exists."""
    try:
        return reverse("submissions:home", kwargs={"slug": organisation.slug})
    except NoReverseMatch:
        return reverse("organisations:sheet", args=[organisation.slug])


@method_decorator(never_cache, name="dispatch")
class RegisterView(PersonMixin, ServiceFormView):
    """`/organisations/inscription/`: for any signed-in person, whatever their levels."""

    form_class = RegistrationForm
    template_name = "organisations/register.html"
    organisation: Organisation

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.person.email}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Register; « Remplir d’après le SIRET » only fills the form in."""
        if "fill" in request.POST:
            return self.fill()
        return super().post(request, *args, **kwargs)

    def fill(self) -> HttpResponse:
        """What was typed, with what the register of companies knows of the SIRET, to be checked."""
        form = self.get_form()
        typed = {name: form[name].value() for name in form.fields}
        status = HTTPStatus.OK
        try:
            typed |= proposed(look_up(siret=self.request.POST.get("siret", "")))
            messages.success(
                self.request, "Nom et adresse viennent du registre\u00a0: vérifiez-les."
            )
        except DomainError as error:
            messages.warning(self.request, str(error))
            status = REFUSED
        return self.show_again(RegistrationForm(initial=typed), status)

    def act(self, form: RegistrationForm) -> str:
        self.organisation = register_organisation(
            organisation=form.save(commit=False), actor=self.actor
        )
        days = french.counted(site_settings().moderation_days, "jour ouvré", "jours ouvrés")
        return (
            f"«\u00a0{self.organisation.name}\u00a0» est inscrite. Le service emploi la vérifie "
            f"et vous répond par e-mail sous {days}."
        )

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Keep the organisation that has the number already: the page offers to join it."""
        if isinstance(error, AlreadyKnownError):
            form.twin = error.organisation
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the organisation already there is the person's own."""
        context = super().get_context_data(**kwargs)
        twin = context["form"].twin if context["form"].is_bound else None
        return {
            **context,
            "twin": twin,
            "is_own": is_member(self.request.user, twin),
            "is_register_asked": is_asked(),
        }

    def get_success_url(self) -> str:
        return first_screen(self.organisation)


@method_decorator(never_cache, name="dispatch")
class JoinView(PersonMixin, ServiceFormView):
    """`/organisations/<slug>/rejoindre/`: for any signed-in person."""

    form_class = JoinForm
    template_name = "organisations/join.html"
    success_url = reverse_lazy("organisations:choice")
    organisation: Organisation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the organisation: its name is all that is shown, as a public register does."""
        found = Organisation.objects.select_related("commune").defer("commune__contour")
        self.organisation = get_object_or_404(found, slug=kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: JoinForm) -> str:
        message = form.cleaned_data["message"]
        ask_to_join(organisation=self.organisation, message=message, actor=self.actor)
        return "Votre demande est envoyée. Vous recevrez la réponse par e-mail."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, **kwargs)


class CancelJoinView(PersonMixin, ServiceActionView):
    """Take back one's own request."""

    def act(self) -> str:
        """Cancel; 404 for somebody else's."""
        asked = self.own(
            JoinRequest.objects.select_related("organisation", "user"), pk=self.kwargs["pk"]
        )
        cancel_join(join_request=asked, actor=self.actor)
        return "Votre demande est annulée."

    def get_success_url(self) -> str:
        return reverse("organisations:choice")


@method_decorator(never_cache, name="dispatch")
class ChoiceView(PersonMixin, TemplateView):
    """`/mon-organisation/`: the only one at once, the choice, or how to enter one."""

    template_name = "organisations/choice.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the only organisation when nothing else is to be shown."""
        mine = belonging_to(self.person)
        organisations = list(mine.select_related("commune").defer("commune__contour"))
        asked = JoinRequest.objects.waiting().owned_by(self.person)
        requests = list(asked.select_related("organisation"))
        if len(organisations) == 1 and not requests:
            return redirect(first_screen(organisations[0]))
        context = self.get_context_data(
            organisations=[(row, first_screen(row)) for row in organisations], requests=requests
        )
        return self.render_to_response(context)
