"""One's own pair, from one side of it."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import ASK_SPONSOR, OWN_SPONSORSHIPS
from portal.accounts.capability import Capability
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Side


class SideMixin(CapabilityRequiredMixin):
    """A pair of one's own; 404 for anybody else's."""

    side: ClassVar[Side]
    page: ClassVar[str]
    kwargs: dict[str, Any]

    @cached_property
    def pair(self) -> Sponsorship:
        """The pair of the address."""
        rows = Sponsorship.objects.select_related(
            "request__participant__user", "participant__user", "sponsor__user"
        )
        own = rows.of_person if self.side == Side.PERSON else rows.of_sponsor
        found: Sponsorship = get_object_or_404(own(self.person), pk=self.kwargs["pk"])
        return found

    def get_success_url(self) -> str:
        return reverse(self.page, args=[self.pair.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            pair=self.pair,
            is_sponsor=self.side == Side.SPONSOR,
            back=self.get_success_url(),
            **kwargs,
        )


class PersonSideMixin(SideMixin):
    """Of the person."""

    capability: ClassVar[Capability] = ASK_SPONSOR
    side = Side.PERSON
    page = "sponsorship:own_pair"


class SponsorSideMixin(SideMixin):
    """Of the sponsor."""

    capability: ClassVar[Capability] = OWN_SPONSORSHIPS
    side = Side.SPONSOR
    page = "sponsorship:pair"


def of_person(view: type) -> Any:
    """The same screen for the person."""
    return type(f"Person{view.__name__}", (PersonSideMixin, view), {"__doc__": view.__doc__})


def of_sponsor(view: type) -> Any:
    """The same screen for the sponsor."""
    return type(f"Sponsor{view.__name__}", (SponsorSideMixin, view), {"__doc__": view.__doc__})
