"""The opportunities attached to a message."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView

from portal.mailing.cards import MOST
from portal.mailing.errors import CampaignError
from portal.mailing.services import attaching
from portal.mailing.states import EDITABLE
from portal.mailing.views.base import CampaignActionView, CampaignMixin
from snippets.numbers import whole_number

MAX_TEXT = 100


class CardsView(CampaignMixin, TemplateView):
    """`…/<pk>/annonces/`: those that are attached, in their order, and `q` among those on line."""

    template_name = "mailing/cards.html"
    here = "Annonces jointes"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.campaign.status not in EDITABLE:
            return redirect(self.url)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()[:MAX_TEXT]
        cards = list(self.campaign.cards.select_related("page"))
        attached = {card.page_id for card in cards}
        found = [row for row in attaching.found(text) if row.pk not in attached]
        return super().get_context_data(
            cards=cards, found=found, text=text, most=MOST, is_full=len(cards) >= MOST, **kwargs
        )


class _CardActionView(CampaignActionView):
    """A button of that screen, which leads back to it."""

    def get_success_url(self) -> str:
        address = reverse("mailing:cards", args=[self.campaign.pk])
        text = self.request.POST.get("q", "")[:MAX_TEXT]
        return f"{address}?{urlencode({'q': text})}" if text else address

    def key(self, name: str) -> int:
        """What the button is about. Raises CampaignError."""
        key = whole_number(self.request.POST.get(name, ""))
        if key is None:
            message = "Choisissez une annonce de la liste."
            raise CampaignError(message)
        return key


class AttachView(_CardActionView):
    """`…/<pk>/annonces/joindre/`."""

    def act(self) -> str:
        attaching.attach(**self.named, page_id=self.key("annonce"))
        return "L’annonce est jointe."


class DetachView(_CardActionView):
    """`…/<pk>/annonces/retirer/`."""

    def act(self) -> str:
        attaching.detach(**self.named, card_id=self.key("carte"))
        return "L’annonce est retirée du message."


class MoveUpView(_CardActionView):
    """`…/<pk>/annonces/monter/`."""

    def act(self) -> str:
        attaching.move_up(**self.named, card_id=self.key("carte"))
        return "L’ordre est changé."
