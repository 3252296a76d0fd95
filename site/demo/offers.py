"""Job offers of the demo."""

from datetime import timedelta

from django.utils import timezone

from demo.data_files import Record, decimal, read_folder
from demo.publication import common_fields, load_pages, organisation_ids
from pages.models import JobOfferIndexPage, JobOfferPage


def load_offers() -> int:
    """Load the offers that are missing; return how many were made."""
    organisations = organisation_ids()
    return load_pages(
        JobOfferIndexPage.objects.get(),
        JobOfferPage,
        read_folder("offers"),
        lambda record: _offer(record, organisations),
    )


def _offer(record: Record, organisations: dict[str, int]) -> JobOfferPage:
    """An unsaved page."""
    starts_in = record["starts_in_days"]
    return JobOfferPage(
        **common_fields(record, organisations),
        occupation_id=record["occupation"],
        contract=record["contract"],
        duration_months=record["duration_months"],
        weekly_hours=decimal(record["weekly_hours"]),
        working_time=record["working_time"],
        schedules=record["working_times"],
        salary_min=decimal(record["salary_min"]),
        salary_max=decimal(record["salary_max"]),
        salary_period=record["salary_period"] or "",
        collective_agreement=record.get("collective_agreement") or "",
        positions=record["positions"],
        experience=record["experience"],
        training_level=str(record["training_level"]),
        driving_licences=record["driving_licences"],
        skills=record["skills"],
        starts_on=None if starts_in is None else timezone.localdate() + timedelta(days=starts_in),
        disabled_workers_welcome=record["disabled_workers_welcome"],
        siae=record["siae"],
    )
