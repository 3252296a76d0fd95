"""What a person does with a campaign once it is written: agreed to, sent, stopped."""

from portal.mailing.services.lifecycle.agreeing import approve, submit, take_back
from portal.mailing.services.lifecycle.halting import cancel, pause, resend_failures, resume
from portal.mailing.services.lifecycle.starting import schedule, start, unschedule

__all__ = [
    "approve",
    "cancel",
    "pause",
    "resend_failures",
    "resume",
    "schedule",
    "start",
    "submit",
    "take_back",
    "unschedule",
]
