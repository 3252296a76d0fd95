"""What one recipient would read, and the try on oneself."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from portal.mailing.audiences.estimate import estimate
from portal.mailing.audiences.registry import audience_of
from portal.mailing.errors import AudienceError, CampaignError
from portal.mailing.messages import Preview, preview, send_test
from portal.mailing.models import Source
from portal.mailing.sampling import Somebody, sample_of
from portal.mailing.text import filled, variables_of
from portal.mailing.views.base import CampaignMixin
from snippets import french
from snippets.form_views import ServiceActionView
from snippets.mail.kinds import MailValue
from snippets.mail.models import Delivery
from snippets.mail.templates.engine import MailTemplateError
from snippets.numbers import whole_number

SAMPLE = 10
# A mail has its styles inside; nothing in it runs, and the page around it keeps the site's policy.
_MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [],
}
NOTHING_TO_SHOW = (
    "Choisissez d’abord à qui vous écrivez\u00a0: l’aperçu montre ce qu’une personne lit."
)
NOT_WRITTEN = "Écrivez d’abord le message."


class _ReaderMixin(CampaignMixin):
    """The recipients that a preview may show: the first of the list, a sample before there is one.

    Who is asked to agree looks at what a recipient reads as its author did.
    """

    @cached_property
    def readers(self) -> list[Somebody]:
        """At most ten; none while the audience cannot be counted."""
        if self.campaign.frozen_at is None:
            try:
                found = estimate(
                    source=self.campaign.source,
                    criteria=self.campaign.criteria,
                    user=self.person,
                    copied_from=self.campaign.copied_from_id,
                )
            except AudienceError:
                return []
            return sample_of(found.sample[:SAMPLE])
        return sample_of(list(self.campaign.recipients.order_by("address")[:SAMPLE]))

    @cached_property
    def rank(self) -> int:
        """Which of them is shown, from 1."""
        text = self.request.GET.get("lecteur") or self.request.POST.get("lecteur") or ""
        chosen = whole_number(text) or 1
        return min(chosen, max(len(self.readers), 1))

    @cached_property
    def values(self) -> dict[str, dict[str, MailValue]]:
        """The variables of each, by address."""
        audience = audience_of(Source(self.campaign.source))
        return audience.values(self.campaign, [one.address for one in self.readers])

    @property
    def reader(self) -> Somebody | None:
        """Who is shown."""
        return self.readers[self.rank - 1] if self.readers else None

    @property
    def preview(self) -> Preview | None:
        """The message of who is shown; None while there is none to show."""
        if self.reader is None or not self.campaign.body:
            return None
        address = self.reader.address
        try:
            return preview(self.campaign, address, self.values.get(address, {}))
        except MailTemplateError:
            return None


class PreviewView(_ReaderMixin, TemplateView):
    """`…/<pk>/apercu/`: `lecteur` is the rank of who reads."""

    template_name = "mailing/preview.html"
    here = "Aperçu"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.preview
        return super().get_context_data(
            preview=shown,
            reader=self.reader,
            rank=self.rank,
            count=len(self.readers),
            replaced=self._in_words(shown.replaced) if shown else "",
            others=self._others() if shown else [],
            nothing="" if shown else (NOT_WRITTEN if not self.campaign.body else NOTHING_TO_SHOW),
            **kwargs,
        )

    def _others(self) -> list[tuple[int, str, str]]:
        """Who of the sample reads a word of replacement: rank, name, for which variables."""
        found = []
        for rank, somebody in enumerate(self.readers, start=1):
            replaced = filled(self.campaign, self.values.get(somebody.address, {})).replaced
            if replaced:
                found.append((rank, somebody.name, self._in_words(replaced)))
        return found

    def _in_words(self, names: tuple[str, ...]) -> str:
        labels = variables_of(self.campaign.source)
        return ", ".join(french.lower_first(labels[name].label) for name in names if name in labels)


@method_decorator(csp(_MAIL_POLICY), name="dispatch")
class FrameView(_ReaderMixin, View):
    """`…/<pk>/apercu/message/`: the HTML alone, for the frame of the preview."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Raises Http404 while there is nothing to show."""
        shown = self.preview
        if shown is None:
            raise Http404
        return HttpResponse(shown.html)


class TryView(_ReaderMixin, ServiceActionView):
    """`…/<pk>/essai/`: « M’envoyer un essai »."""

    def act(self) -> str:
        if self.reader is None or self.preview is None:
            raise CampaignError(NOTHING_TO_SHOW)
        values = self.values.get(self.reader.address, {})
        email = send_test(campaign=self.campaign, user=self.person, values=values)
        if email.status == Delivery.WITHHELD:
            message = f"Rien n’est parti\u00a0: {self.person.email} ne reçoit plus nos messages."
            raise CampaignError(message)
        return f"Un essai part à {self.person.email}. Son objet commence par [Essai]."

    def get_success_url(self) -> str:
        address = reverse("mailing:preview", args=[self.campaign.pk])
        return f"{address}?lecteur={self.rank}"
