"""What every screen of imports begins with: who may, and which file."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import IMPORT_CASES, has_capability, holds_everywhere
from portal.followup.imports.models import ImportFile
from portal.followup.imports.overview import files_of


class ImportsMixin(CapabilityRequiredMixin):
    """A screen of orientation officers, and of unit managers for the people of their unit."""

    capability = IMPORT_CASES
    kwargs: dict[str, Any]

    @cached_property
    def imports_all(self) -> bool:
        """Whether this person brings files in, and decides all of them."""
        return holds_everywhere(self.person, IMPORT_CASES)

    @cached_property
    def file(self) -> ImportFile:
        """The file of the address. Raises Http404: also for one without a line of the unit."""
        file: ImportFile = get_object_or_404(files_of(self.person), pk=self.kwargs["pk"])
        return file

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "imports_all": self.imports_all,
            "section_of_area": "imports",
            "section": "followup",
        }
        if "pk" in self.kwargs:
            context["file"] = self.file
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]


class OfficersMixin(ImportsMixin):
    """A screen of those who bring files in: for a unit manager, there is none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_capability(request.user, IMPORT_CASES) and not self.imports_all:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The screen that a button was on, when it says so, or another one."""
    back = request.POST.get("retour", "")
    is_safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_safe and back.startswith("/") else otherwise
