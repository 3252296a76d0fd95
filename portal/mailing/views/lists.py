"""The home of campaigns: what waits, drafts, the archive."""

from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from portal.mailing.forms.campaign import SearchForm
from portal.mailing.listing import drafts, lines_of, past, under_way
from portal.mailing.views.base import CampaignsMixin

PER_PAGE = 20


class HomeView(CampaignsMixin, TemplateView):
    """`/communication/campagnes/`: `q` and `page` are of the archive."""

    template_name = "mailing/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET)
        text = form.text
        page = Paginator(past(self.person, text), PER_PAGE).get_page(self.request.GET.get("page"))
        mine, others = drafts(self.person)
        lines = under_way(self.person)
        return super().get_context_data(
            lines=lines,
            is_moving=any(line.campaign.status == "sending" for line in lines),
            mine=mine,
            others=others,
            page=page,
            past=lines_of(page.object_list, self.person),
            form=form,
            text=text,
            **kwargs,
        )
