"""Units and professionals, for the administration of rights: no case is read here."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.followup.people import services
from portal.followup.people.forms import NewPlaceForm, PlaceForm, UnitForm, without_place
from portal.followup.people.models import Professional, Unit
from portal.followup.people.queries import units_with_professionals
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView


class StaffMixin(CapabilityRequiredMixin):
    """A screen of who gives places."""

    capability = MANAGE_RIGHTS
    success_url: Any = reverse_lazy("followup:professionals")
    request: HttpRequest
    kwargs: dict[str, Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        menu = {"section": "followup", "section_of_area": "professionals"}
        return super().get_context_data(**(menu | kwargs))  # type: ignore[misc]

    @property
    def units(self) -> Any:
        """Every unit."""
        return Unit.objects.visible_to(self.person)

    @property
    def professionals(self) -> Any:
        """Everybody who has or had a place."""
        return Professional.objects.visible_to(self.person)


class ProfessionalsView(StaffMixin, TemplateView):
    """Each unit with those who work in it; those who wait for a place first."""

    template_name = "followup/people/professionals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            waiting=without_place(self.professionals).order_by("folded_name"),
            units=units_with_professionals(self.person),
            **kwargs,
        )


class UnitFormView(StaffMixin, ServiceFormView):
    """What a new unit and a known one share."""

    form_class = UnitForm
    template_name = "followup/people/unit_form.html"

    @cached_property
    def unit(self) -> Unit | None:
        """The one of the address."""
        return None

    def get_initial(self) -> dict[str, Any]:
        names = ("name", "email", "phone", "address")
        return {name: getattr(self.unit, name) for name in names} if self.unit else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, **kwargs)


class NewUnitView(UnitFormView):
    """Make a unit."""

    def act(self, form: Any) -> str:
        unit = services.create_unit(actor=self.actor, **form.cleaned_data)
        return f"C’est créé\u00a0: {unit}."


class UnitView(UnitFormView):
    """Rename a unit, correct how to reach it."""

    @cached_property
    def unit(self) -> Unit | None:
        """The one of the address. Raises Http404."""
        found: Unit = get_object_or_404(self.units, pk=self.kwargs["pk"])
        return found

    def act(self, form: Any) -> str:
        unit = get_object_or_404(self.units, pk=self.kwargs["pk"])
        services.write_unit(unit=unit, actor=self.actor, **form.cleaned_data)
        return f"C’est enregistré\u00a0: {unit}."


class CloseUnitView(StaffMixin, ServiceActionView):
    """Close a unit that follows nobody."""

    def act(self) -> str:
        unit = get_object_or_404(self.units, pk=self.kwargs["pk"])
        services.close_unit(unit=unit, actor=self.actor)
        return f"C’est fermé\u00a0: {unit}."


class NewPlaceView(StaffMixin, ServiceFormView):
    """Give a place to somebody who has a level on cases."""

    form_class = NewPlaceForm
    template_name = "followup/people/new_place.html"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"user": self.request.GET.get("personne", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = {"units": self.units, "placed": self.professionals}
        return super().get_form_kwargs() | asked

    def act(self, form: Any) -> str:
        services.give_place(actor=self.actor, **form.cleaned_data)
        return f"{form.cleaned_data['user']} a sa place\u00a0: {form.cleaned_data['unit']}."


class PlaceMixin(StaffMixin):
    """The place of one professional."""

    @cached_property
    def professional(self) -> Professional:
        """Somebody who has not left. Raises Http404."""
        rows = self.professionals.filter(left_on__isnull=True).select_related("unit", "structure")
        found: Professional = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(professional=self.professional, **kwargs)


class PlaceView(PlaceMixin, ServiceFormView):
    """Change where somebody works."""

    form_class = PlaceForm
    template_name = "followup/people/place.html"

    def get_initial(self) -> dict[str, Any]:
        names = ("profession", "unit", "structure", "phone")
        return {name: getattr(self.professional, name) for name in names}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": self.units}

    def act(self, form: Any) -> str:
        former = self.professional.unit
        kept = services.change_place(
            professional=self.professional, actor=self.actor, **form.cleaned_data
        )
        said = f"La place {french.of(self.professional)} est changée."
        if kept:
            cases = f"{kept}\u00a0dossier{'s' if kept > 1 else ''}"
            said += f" {cases} que cette personne suivait restent dans «\u00a0{former}\u00a0»."
        return said


class LeaveView(PlaceMixin, ServiceFormView):
    """Somebody leaves: asked once more, then done, or refused with what to do first."""

    form_class = Form
    template_name = "followup/people/leave.html"

    def act(self, form: Any) -> str:
        services.leave(professional=self.professional, actor=self.actor)
        return f"{self.professional} n’a plus de place dans le suivi."
