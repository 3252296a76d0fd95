"""The home of campaigns: what waits, drafts, the archive."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from portal.mailing.forms.campaign import SearchForm
from portal.mailing.listing import drafts, lines_of, past, under_way
from portal.mailing.models import Campaign
from portal.mailing.states import Status
from portal.mailing.views.base import CampaignsMixin
from snippets.numbers import whole_number

PER_PAGE = 20
# What htmx reads as: nothing more to ask.
STOP_POLLING = 286


class HomeView(CampaignsMixin, TemplateView):
    """`/communication/campagnes/`: `q` and `page` are of the archive.

    `encours`, `brouillons` and `collegues` are the pages of the lists above it.
    """

    template_name = "mailing/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole page; a script that follows the bars gets them alone."""
        if request.headers.get("HX-Request"):
            return self._followed()
        return super().get(request, *args, **kwargs)

    def _followed(self) -> HttpResponse:
        """The bars and states of `suivre`, until none of them moves: it is said once more, then."""
        asked = self.request.GET.getlist("suivre")[:PER_PAGE]
        known = [key for key in map(whole_number, asked) if key is not None]
        rows = Campaign.objects.visible_to(self.person).filter(pk__in=known)
        lines = lines_of(rows, self.person)
        status = 200 if any(_moves(line.campaign) for line in lines) else STOP_POLLING
        return render(self.request, "mailing/home_followed.html", {"lines": lines}, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET)
        text = form.text
        mine, others = drafts(self.person)
        page = self._page(past(self.person, text), "page")
        current = self._page(under_way(self.person), "encours")
        return super().get_context_data(
            current=current,
            lines=lines_of(current.object_list, self.person),
            followed=[row.pk for row in current.object_list if _moves(row)],
            mine=self._page(mine, "brouillons"),
            others=self._page(others, "collegues"),
            page=page,
            past=lines_of(page.object_list, self.person),
            form=form,
            text=text,
            **kwargs,
        )

    def _page(self, rows: Any, name: str) -> Page[Any]:
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get(name))


def _moves(campaign: Campaign) -> bool:
    return campaign.status == Status.SENDING
