"""The gate of the screens of one's own space."""

from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import person_of
from portal.accounts.capabilities import OWN_SPACE
from portal.accounts.models import User


class SpaceView(CapabilityRequiredMixin, View):
    """A screen of a candidate about their own things."""

    capability = OWN_SPACE

    @property
    def person(self) -> User:
        """Who reads."""
        return person_of(self.request)
