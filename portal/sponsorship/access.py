"""The gate of the coordinator's screens, of every theme."""

from typing import Any, ClassVar

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import COORDINATE_SPONSORS
from portal.accounts.capability import Capability


class CoordinatorMixin(CapabilityRequiredMixin):
    """A screen of who coordinates; `here` is its entry in the navigation."""

    capability: ClassVar[Capability] = COORDINATE_SPONSORS
    here: ClassVar[str] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(here=self.here, **kwargs)  # type: ignore[misc]
