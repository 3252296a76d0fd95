"""The delay of an answer to a request for one's file (RGPD, art. 12, § 3), and its file's end."""

from datetime import date, timedelta

from django.db import transaction

from portal.followup.clocks.legal import after_months
from portal.followup.configuration.delays import Delay, value
from portal.followup.own_side.models import FileRequest

_SOON = timedelta(days=7)


def due_on(received_on: date) -> date:
    """The last day to answer, by the delay that holds on the day of the request."""
    return after_months(received_on, value(Delay.FILE_ANSWER_MONTHS, received_on))


def extended_until(request: FileRequest) -> date:
    """The last day once extended: counted after the first one."""
    more = value(Delay.FILE_EXTENSION_MONTHS, request.received_on)
    return after_months(request.due_on, more)


def available_until(day: date) -> date:
    """The last day of a link that is given on a day."""
    return day + timedelta(days=value(Delay.FILE_LINK_DAYS, day))


def is_late(request: FileRequest, today: date) -> bool:
    """Whether the delay is over, without an answer."""
    return request.is_open and today > request.due_on


def is_near(request: FileRequest, today: date) -> bool:
    """Whether the last day is within a week."""
    return request.is_open and today <= request.due_on <= today + _SOON


def drop_file(request: FileRequest) -> None:
    """Take the file off a row, which the caller saves; the file goes once that is committed."""
    if not request.file:
        return
    storage, name = request.file.storage, str(request.file.name)
    request.file, request.sha256 = "", ""
    # A file that is left by a crash goes with the orphans.
    transaction.on_commit(lambda: storage.delete(name))
