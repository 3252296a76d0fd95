"""schema.org JobPosting of a volunteering opportunity."""

from typing import TYPE_CHECKING, Any

from pages.json_ld.shared import posting

if TYPE_CHECKING:
    from pages.models import VolunteeringPage


def volunteer_posting(page: "VolunteeringPage") -> dict[str, Any]:
    """A JobPosting whose employment type says that nobody is paid."""
    data = posting(page)
    data["employmentType"] = ["VOLUNTEER"]
    data["totalJobOpenings"] = page.places
    if page.starts_on:
        data["jobStartDate"] = page.starts_on.isoformat()
    return data
