"""The categories of appointments, among the settings of the area."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.followup.booking.forms import CategoryForm
from portal.followup.booking.models import AppointmentCategory
from portal.followup.booking.services import categories
from portal.followup.case.conflicts import ShowsTheirsMixin
from portal.followup.configuration.views import SettingsMixin
from snippets.form_views import ServiceFormView


class CategoriesView(SettingsMixin, TemplateView):
    """`/suivi/reglages/rendez-vous/`."""

    template_name = "followup/booking/categories.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AppointmentCategory.objects.visible_to(self.person)
        return super().get_context_data(categories=rows.order_by("withdrawn_on", "label"), **kwargs)


class _CategoryForm(ShowsTheirsMixin, SettingsMixin, ServiceFormView):
    form_class = CategoryForm
    template_name = "followup/booking/category.html"
    success_url = reverse_lazy("followup:categories")


class AddCategoryView(_CategoryForm):
    """`/suivi/reglages/rendez-vous/nouvelle/`."""

    def act(self, form: CategoryForm) -> str:
        made = categories.add(values=form.values, actor=self.actor)
        return f"«\u00a0{made.label}\u00a0» est ajoutée."


class CategoryView(_CategoryForm):
    """`/suivi/reglages/rendez-vous/<pk>/`."""

    @cached_property
    def category(self) -> AppointmentCategory:
        """The category of the address. Raises Http404."""
        rows = AppointmentCategory.objects.visible_to(self.person)
        found: AppointmentCategory = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_initial(self) -> dict[str, Any]:
        names = CategoryForm.base_fields
        return {name: getattr(self.category, name) for name in names} | super().get_initial()

    def act(self, form: CategoryForm) -> str:
        categories.change(
            category=self.category,
            values=form.values,
            version=form.cleaned_data["version"] or -1,
            actor=self.actor,
        )
        return "La catégorie est enregistrée."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"category": self.category} | kwargs))
