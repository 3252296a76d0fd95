"""What every screen of the administration of rights shares."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import FormView, ListView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import Actor
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.errors import AccountError
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record


class AdministrationMixin(CapabilityRequiredMixin):
    """For those who administer rights; `section` is the entry of the menu that is here."""

    capability = MANAGE_RIGHTS
    section = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the menu where we are."""
        return super().get_context_data(section=self.section, **kwargs)  # type: ignore[misc]


class FilteredListView(AdministrationMixin, ListView):
    """A list narrowed by a form in the address; what makes no sense there is left out."""

    form_class: type[Any]
    paginate_by = 25

    def get_form(self) -> Any:
        """The form, checked."""
        form = self.form_class(self.request.GET)
        form.is_valid()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and whether it narrows anything."""
        form = self.form
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        chosen.pop("sort", None)
        return super().get_context_data(form=form, is_filtered=bool(chosen), **kwargs)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """A page that does not exist is the nearest that does."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    @property
    def form(self) -> Any:
        """The form of this request."""
        if "_form" not in self.__dict__:
            self.__dict__["_form"] = self.get_form()
        return self.__dict__["_form"]


class ServiceFormView(AdministrationMixin, FormView):
    """A form that asks one service: what it refuses is said on the form, and nothing changes."""

    done = ""

    def act(self, data: dict[str, Any], actor: Actor) -> None:
        """Call the service. Raises AccountError."""
        raise NotImplementedError

    def refused(self, error: AccountError, data: dict[str, Any]) -> None:
        """Hook for what a refusal leaves behind."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, then say that it is done."""
        try:
            self.act(form.cleaned_data, Actor.of(self.request))
        except AccountError as error:
            self.refused(error, form.cleaned_data)
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return super().form_valid(form)


def log_refusal(*, actor: Actor, subject: User | None, level: str, error: AccountError) -> None:
    """Keep a line of a change of level that was refused: its own transaction was undone."""
    record(
        AuditEntry.Action.LEVEL_REFUSED,
        actor=actor,
        subject=subject,
        level=level,
        reason=str(error)[:300],
    )


def person_address(user: User) -> str:
    """The screen of a person."""
    return reverse("administration:person", args=[user.pk])
