"""Recruitment sessions of the demo."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from demo import dates
from demo.data_files import Record, read_folder, slug_of
from demo.publication import common_fields, load_pages, organisation_ids
from pages.models import (
    JobOfferPage,
    RecruitmentSessionIndexPage,
    RecruitmentSessionPage,
)
from pages.models.session import SessionOccupation, SessionOffer, SessionPartner


def load_sessions() -> int:
    """Load the sessions that are missing; return how many were made. Offers come first."""
    organisations = organisation_ids()
    offers = _offer_ids()
    return load_pages(
        RecruitmentSessionIndexPage.objects.get(),
        RecruitmentSessionPage,
        read_folder("sessions"),
        lambda record: _session(record, organisations, offers),
    )


def _offer_ids() -> dict[str, int]:
    """The id of each job offer by its key in the data files."""
    pages = dict(JobOfferPage.objects.values_list("slug", "pk"))
    return {
        record["key"]: pages[slug_of(record)]
        for record in read_folder("offers")
        if slug_of(record) in pages
    }


def _session(
    record: Record, organisations: dict[str, int], offers: dict[str, int]
) -> RecruitmentSessionPage:
    """An unsaved page with its lists, on a working day."""
    wanted = timezone.localdate() + timedelta(days=record["starts_in_days"])
    day = dates.next_day(wanted, dates.WORKING_DAYS)
    page = RecruitmentSessionPage(
        **common_fields(record, organisations),
        session_type=record["session_type"],
        positions=record["positions"],
        place_name=record["place_name"],
        starts_at=dates.at(day, record["starts_at"]),
        ends_at=dates.at(day, record["ends_at"]),
        registration_opens_at=_before(day, record["registration_opens"]),
        registration_closes_at=_before(day, record["registration_closes"]),
        capacity=record["capacity"],
        slot_minutes=record["slot_minutes"],
        interviewers=record["interviewers"],
        waiting_list_size=record["waiting_list_size"],
        audience=record["audience"],
        what_to_bring=record["what_to_bring"],
        childcare=record["childcare"],
        transport_provided=record["transport_provided"],
        interpreter=record["interpreter"],
        status=record["status"],
    )
    page.partners = [
        SessionPartner(organisation_id=organisations[key], sort_order=order)
        for order, key in enumerate(record["partners"])
    ]
    page.occupations = [
        SessionOccupation(occupation_id=code, sort_order=order)
        for order, code in enumerate(record["occupations"])
    ]
    page.offers = [
        SessionOffer(offer_id=offers[key], sort_order=order)
        for order, key in enumerate(record["offers"])
        if key in offers
    ]
    return page


def _before(day: date, limit: Record | None) -> datetime | None:
    """A limit of registration, so many days before the session, at a clock time."""
    if limit is None:
        return None
    return dates.at(day - timedelta(days=limit["days_before"]), limit["clock"])
