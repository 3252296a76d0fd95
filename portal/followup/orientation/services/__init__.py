"""Orient, notify, name the referent, hand over."""

from portal.followup.orientation.services.assigning import assign
from portal.followup.orientation.services.handing_over import ToHandOver, what_to_hand_over
from portal.followup.orientation.services.orienting import correct, notify, orient

__all__ = ["ToHandOver", "assign", "correct", "notify", "orient", "what_to_hand_over"]
