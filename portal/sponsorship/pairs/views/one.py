"""One pair, for who coordinates."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.questions import QuestionView


class PairMixin(CoordinatorMixin):
    """The pair of the address; 404 for none."""

    here = "binomes"
    kwargs: dict[str, Any]

    @cached_property
    def pair(self) -> Sponsorship:
        """The row of the address."""
        rows = Sponsorship.objects.visible_to(self.person).select_related(
            "request", "participant__user", "sponsor__user", "proposed_by"
        )
        found: Sponsorship = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_success_url(self) -> str:
        return reverse("sponsorship:board_pair", args=[self.pair.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pair=self.pair, **kwargs)


class PairQuestionView(PairMixin, QuestionView):
    """A question about one pair."""

    template_name = "sponsorship/pairing/act.html"
