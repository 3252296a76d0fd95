"""What applications, registrations and pairs share."""

from portal.participation.models.agreements import Agreement, Channel, shown_channel
from portal.participation.models.call_backs import CallBack
from portal.participation.models.cvs import FrozenCv
from portal.participation.models.helped import Helped, HelpedQuerySet
from portal.participation.models.outcomes import (
    About,
    Outcome,
    OutcomeAccess,
    OutcomeQuestion,
    Side,
)
from portal.participation.models.people import MAX_NAME, Participant, digits_of
from portal.participation.models.replies import ReplyTemplate

__all__ = [
    "MAX_NAME",
    "About",
    "Agreement",
    "CallBack",
    "Channel",
    "FrozenCv",
    "Helped",
    "HelpedQuerySet",
    "Outcome",
    "OutcomeAccess",
    "OutcomeQuestion",
    "Participant",
    "ReplyTemplate",
    "Side",
    "digits_of",
    "shown_channel",
]
