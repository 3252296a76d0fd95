"""The day of the signature, and the scan of the paper."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from portal.followup.contract import services
from portal.followup.contract.forms.contract import ScanForm, SignatureForm
from portal.followup.contract.queries import has_plan_changed
from portal.followup.contract.states import S
from portal.followup.contract.views.base import AddView
from portal.followup.contract.views.contract import ContractMixin
from portal.followup.documents.errors import Refused, UnusableFileError
from portal.followup.documents.reading import MAX_BYTES
from snippets.uploads import BoundedUpload


class ScanView(BoundedUpload, ContractMixin, AddView):
    """`…/contrat/<contract>/scan/`: the scan of a contract that is signed."""

    title = "Ajouter le contrat signé"
    form_class: type[Form] = ScanForm
    max_bytes = MAX_BYTES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_multipart=True, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """One that is too heavy was not kept: `act` says so, rather than that there is none."""
        form = super().get_form(form_class)
        if self._bounded.is_too_heavy:
            form.fields["file"].required = False
        return form

    def act(self, form: Form) -> str:
        self.check_weight()
        services.attach_scan(contract=self.row, upload=form.cleaned_data["file"], actor=self.actor)
        return "Le contrat signé est dans les documents."

    def check_weight(self) -> None:
        """Raise UnusableFileError."""
        if self._bounded.is_too_heavy:
            raise UnusableFileError(Refused.SIZE)


class SignView(ScanView):
    """`…/contrat/<contract>/signer/`: the day, and the scan if it is at hand."""

    template_name = "followup/contract/sign.html"
    title = "Noter la signature"
    button = "Enregistrer la signature"
    form_class = SignatureForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was signed, or is a draft again, is read: there is nothing to note."""
        if self.row.state != S.PROPOSED:
            return redirect("followup:contract_read", self.case.pk, self.row.pk)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"signed_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            has_plan_changed=self.row.state == S.PROPOSED and has_plan_changed(self.row),
            **kwargs,
        )

    def act(self, form: Form) -> str:
        self.check_weight()
        services.sign(
            contract=self.row,
            signed_on=form.cleaned_data["signed_on"],
            upload=form.cleaned_data["file"],
            actor=self.actor,
        )
        return "Le contrat est signé."
