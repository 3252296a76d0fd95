"""The frozen list: what became of each, and why each is in it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from portal.mailing.ledger import counts, with_outcome
from portal.mailing.listing import outcomes_in_words, reasons_in_words
from portal.mailing.models import Outcome, Withheld
from portal.mailing.views.base import CampaignMixin, Crumbs
from portal.mailing.why import why_of
from snippets.addresses import normal_address

PER_PAGE = 50
MAX_TEXT = 254


class LedgerView(CampaignMixin, TemplateView):
    """`…/<pk>/destinataires/`: narrowed by `etat`, `raison` and `q`, a part of an address."""

    template_name = "mailing/ledger.html"
    here = "Destinataires"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Raises Http404 before there is a list."""
        if not self.campaign.frozen_count:
            raise Http404
        asked = self.request.GET
        outcome = asked.get("etat") if asked.get("etat") in Outcome.values else ""
        reason = asked.get("raison") if asked.get("raison") in Withheld.values else ""
        text = normal_address(asked.get("q", ""))[:MAX_TEXT]
        rows: Any = with_outcome(self.campaign.recipients.select_related("organisation"))
        if outcome:
            rows = rows.filter(outcome=outcome)
        if reason:
            rows = rows.filter(why_withheld=reason)
        if text:
            rows = rows.filter(address__contains=text)
        ledger = counts(self.campaign)
        page = Paginator(rows.order_by("address"), PER_PAGE).get_page(asked.get("page"))
        return super().get_context_data(
            total=ledger.total,
            outcomes=outcomes_in_words(ledger),
            reasons=reasons_in_words(ledger),
            page=page,
            rows=[(row, Outcome(row.outcome).label, _label(row.why_withheld)) for row in page],
            outcome=outcome,
            reason=reason,
            text=text,
            narrows=bool(outcome or reason or text),
            **kwargs,
        )


class WhyView(CampaignMixin, TemplateView):
    """`…/<pk>/destinataires/<recipient>/`: what this person reads of why they were chosen."""

    template_name = "mailing/why_one.html"
    here = "Pourquoi cette adresse"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: Any = with_outcome(
            self.campaign.recipients.select_related("organisation", "campaign", "dispatch__email")
        )
        row = get_object_or_404(rows, pk=self.kwargs["recipient"])
        return super().get_context_data(
            row=row,
            why=why_of(row),
            outcome=Outcome(row.outcome).label,
            withheld=_label(row.why_withheld),
            **kwargs,
        )

    def crumbs(self) -> Crumbs:
        ledger = reverse("mailing:ledger", args=[self.campaign.pk])
        return [*super().crumbs()[:-1], ("Destinataires", ledger), (self.here, "")]


def _label(reason: str) -> str:
    return str(Withheld(reason).label) if reason in Withheld.values else ""
