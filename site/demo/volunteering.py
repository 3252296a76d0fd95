"""Volunteering opportunities of the demo."""

from datetime import date, timedelta

from django.utils import timezone

from demo import dates
from demo.data_files import Record, decimal, read_folder
from demo.publication import common_fields, load_pages, organisation_ids
from pages.models import VolunteeringIndexPage, VolunteeringPage


def load_volunteering() -> int:
    """Load the opportunities that are missing; return how many were made."""
    organisations = organisation_ids()
    return load_pages(
        VolunteeringIndexPage.objects.get(),
        VolunteeringPage,
        read_folder("volunteering"),
        lambda record: _opportunity(record, organisations),
    )


def _opportunity(record: Record, organisations: dict[str, int]) -> VolunteeringPage:
    """An unsaved page."""
    starts_on, ends_on = _period(record)
    return VolunteeringPage(
        **common_fields(record, organisations),
        cause=record["cause"],
        rhythm=record["rhythm"],
        hours=decimal(record["hours"]),
        days=record["days"],
        places=record["places"],
        starts_on=starts_on,
        ends_on=ends_on,
        minors_accepted=record["minors_accepted"],
        step_free=record["step_free"],
        remote=record["remote"],
        certificate_given=record["certificate_given"],
        counts_as_activity=record["counts_as_activity"],
    )


def _period(record: Record) -> tuple[date | None, date | None]:
    """First and last day. It begins on one of its days: a market of Saturday is on a Saturday."""
    if record["starts_in_days"] is None:
        return None, None
    wanted = timezone.localdate() + timedelta(days=record["starts_in_days"])
    starts_on = dates.next_day(wanted, record["days"] or dates.DAYS)
    if record["lasts_days"] is None:
        return starts_on, None
    return starts_on, starts_on + timedelta(days=record["lasts_days"] - 1)
