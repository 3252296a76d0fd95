"""What every screen of the administration of rights shares."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import ListView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import Actor
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record
from snippets.errors import DomainError


class AdministrationMixin(CapabilityRequiredMixin):
    """For those who administer rights; `section` is the entry of the menu that is here."""

    capability = MANAGE_RIGHTS
    section = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(section=self.section, **kwargs)  # type: ignore[misc]


class FilteredListView(AdministrationMixin, ListView):
    """A list narrowed by a form in the address; what makes no sense there is left out."""

    form_class: type[Any]
    paginate_by = 25

    def get_form(self) -> Any:
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


class LevelRefusedMixin:
    """A form about a level: what is refused is a line of the log, of this person and level."""

    request: HttpRequest

    def refused_level(self, data: dict[str, Any]) -> tuple[User | None, str]:
        """Whom the change is about, and the level."""
        raise NotImplementedError

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Log it, then show the form again."""
        subject, level = self.refused_level(form.cleaned_data)
        log_refusal(actor=Actor.of(self.request), subject=subject, level=level, error=error)
        response: HttpResponse = super().refused(form, error)  # type: ignore[misc]
        return response


def log_refusal(*, actor: Actor, subject: User | None, level: str, error: DomainError) -> None:
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
