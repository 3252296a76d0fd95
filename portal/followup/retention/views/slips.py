"""Elimination slips: prepared, sent, answered, destroyed."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.followup.access.log import Act, log
from portal.followup.documents.errors import Refused, UnusableFileError
from portal.followup.documents.reading import MAX_BYTES
from portal.followup.forms import VersionForm
from portal.followup.retention import queries
from portal.followup.retention.forms import RefusalForm, SendForm, VisaForm
from portal.followup.retention.models import EliminationSlip
from portal.followup.retention.paper import slip_pdf
from portal.followup.retention.services import slips
from portal.followup.retention.states import Role, S, may_slip_go
from portal.followup.retention.views.base import RetentionMixin
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.stale_forms import SentAgainMixin
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.french import counted
from snippets.uploads import BoundedUpload

logger = logging.getLogger("declic.followup")


class PrepareView(RetentionMixin, ServiceActionView):
    """`POST /suivi/conservation/bordereaux/`: list what may be destroyed today."""

    slip: EliminationSlip | None = None

    def act(self) -> str:
        self.slip = slips.prepare(actor=self.actor)
        return "Le bordereau est préparé\u00a0: imprimez-le et envoyez-le aux archives."

    def get_success_url(self) -> str:
        if self.slip is None:
            return reverse("followup:retention")
        return reverse("followup:slip", args=[self.slip.pk])


class SlipMixin(RetentionMixin):
    """About one slip of the unit."""

    kwargs: dict[str, Any]

    @cached_property
    def slip(self) -> EliminationSlip:
        """The slip of the address. Raises Http404."""
        return get_object_or_404(queries.slips_of(self.person), pk=self.kwargs["slip"])

    def get_success_url(self) -> str:
        return reverse("followup:slip", args=[self.slip.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(kwargs | {"slip": self.slip}))


class SlipView(SlipMixin, TemplateView):
    """`…/bordereaux/<slip>/`: where it is, what was withheld and why."""

    template_name = "followup/retention/slip.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slip = self.slip
        steps = {to.value for to in S if may_slip_go(slip.state, to, Role.MANAGER)}
        return super().get_context_data(
            steps=steps,
            destroyed=queries.destroyed_count(self.person, slip),
            withheld=queries.withheld_of(self.person, slip),
            **kwargs,
        )


class PaperView(SlipMixin, View):
    """`…/bordereau.pdf`."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, whole."""
        with system_scope(Scope.RETENTION):
            content = slip_pdf(self.slip)
        log(actor=self.actor, act=Act.PRINT, place="followup:slip_paper")
        return _pdf(content, f"bordereau-{self.slip.shown_number}.pdf")


class VisaFileView(SlipMixin, View):
    """`…/visa.pdf`: the scan that was recorded."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Its bytes. Raises Http404 before it is recorded."""
        if not self.slip.visa_file:
            raise Http404
        try:
            with self.slip.visa_file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as error:
            logger.exception("the visa of a slip is missing: %s", self.slip.pk)
            raise Http404 from error
        return _pdf(content, f"visa-{self.slip.shown_number}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


class _SlipForm(SentAgainMixin, SlipMixin, ServiceFormView):
    """A form of one slip, with the version that it was read on."""

    template_name = "followup/retention/form.html"
    form_class: Any = VersionForm
    title = ""
    button = ""
    notice = ""
    # Where it takes the slip.
    to = S.SENT

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.slip.version, "on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slip = self.slip
        is_offered = may_slip_go(slip.state, self.to, Role.MANAGER)
        words = {
            "title": f"{self.title} {slip.shown_number}",
            "button": self.button,
            "notice": self.notice,
            "back": self.get_success_url(),
            "impossible": "" if is_offered else slip.get_state_display(),
        }
        return super().get_context_data(**(words | kwargs))


class SendView(_SlipForm):
    """`…/envoyer/`."""

    form_class = SendForm
    title = "Noter l’envoi du bordereau"
    button = "Noter l’envoi"

    def act(self, form: SendForm) -> str:
        slips.send(slip=self.slip, actor=self.actor, **form.cleaned_data)
        return "L’envoi est noté. La suite attend la réponse des archives."


class VisaView(BoundedUpload, _SlipForm):
    """`…/visa/`: the second look, without which nothing is destroyed."""

    form_class = VisaForm
    title = "Enregistrer le visa du bordereau"
    button = "Enregistrer le visa"
    to = S.APPROVED
    max_bytes = MAX_BYTES

    def form_invalid(self, form: Any) -> HttpResponse:
        if self._bounded.is_too_heavy:
            form.errors.pop("scan", None)
            form.add_error("scan", str(UnusableFileError(Refused.SIZE)))
        return super().form_invalid(form)

    def act(self, form: VisaForm) -> str:
        data = form.cleaned_data
        slips.record_visa(
            slip=self.slip,
            on=data["on"],
            number=data["number"],
            upload=data["scan"],
            version=data["version"],
            actor=self.actor,
        )
        return "Le visa est enregistré\u00a0: ces dossiers peuvent être détruits."


class RefusalView(_SlipForm):
    """`…/reponse/`: refused, or given back."""

    form_class = RefusalForm
    title = "Noter un refus du bordereau"
    button = "Noter la réponse"
    to = S.REFUSED

    def act(self, form: RefusalForm) -> str:
        slips.record_refusal(slip=self.slip, actor=self.actor, **form.cleaned_data)
        return "La réponse des archives est notée."


class CancelView(_SlipForm):
    """`…/abandonner/`."""

    title = "Abandonner le bordereau"
    button = "Abandonner ce bordereau"
    notice = "Ses dossiers restent en archive\u00a0: un autre bordereau pourra les lister."
    to = S.CANCELLED

    def act(self, form: VersionForm) -> str:
        slips.cancel(slip=self.slip, actor=self.actor, **form.cleaned_data)
        return "Le bordereau est abandonné."


class DestroyView(_SlipForm):
    """`…/detruire/`: says what will be withheld, then asks the job."""

    template_name = "followup/retention/destroy.html"
    title = "Détruire les dossiers du bordereau"
    button = "Détruire définitivement"
    to = S.DESTROYING

    def act(self, form: VersionForm) -> str:
        slips.launch(slip=self.slip, actor=self.actor, **form.cleaned_data)
        return "La destruction est lancée. Cette page dira ce qui a été retiré, et pourquoi."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gone, withheld = slips.would_destroy(self.slip.pk)
        return super().get_context_data(
            told=counted(len(gone), "dossier sera anonymisé", "dossiers seront anonymisés"),
            withheld=sorted({*withheld.values()}),
            withheld_count=len(withheld),
            **kwargs,
        )
