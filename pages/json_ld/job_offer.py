"""schema.org JobPosting of an offer, for search engines."""

from typing import TYPE_CHECKING, Any

from pages.json_ld.shared import posting
from pages.models.job_offer import Contract, Experience, SalaryPeriod, TrainingLevel, WorkingTime
from snippets.models import RomeDomain

if TYPE_CHECKING:
    from pages.models import JobOfferPage

# https://schema.org/JobPosting: the values that search engines accept for employmentType.
EMPLOYMENT_TYPES: dict[str, list[str]] = {
    Contract.CDI: [],
    Contract.CDD: ["TEMPORARY"],
    Contract.INTERIM: ["TEMPORARY"],
    Contract.CDDI: ["TEMPORARY"],
    Contract.APPRENTICESHIP: ["INTERN"],
    Contract.PROFESSIONALISATION: ["INTERN"],
    Contract.SEASONAL: ["TEMPORARY"],
    Contract.VACATION: ["PER_DIEM"],
    Contract.PMSMP: ["INTERN"],
}
SALARY_UNITS = {
    SalaryPeriod.HOUR: "HOUR",
    SalaryPeriod.MONTH: "MONTH",
    SalaryPeriod.YEAR: "YEAR",
}
EXPERIENCE_MONTHS: dict[str, int] = {Experience.ONE_YEAR: 12, Experience.THREE_YEARS: 36}
CREDENTIALS: dict[str, str] = {
    TrainingLevel.LEVEL_3: "professional certificate",
    TrainingLevel.LEVEL_4: "high school",
    TrainingLevel.LEVEL_5: "associate degree",
    TrainingLevel.LEVEL_6: "bachelor degree",
    TrainingLevel.LEVEL_7: "postgraduate degree",
}


def job_posting(page: "JobOfferPage") -> dict[str, Any]:
    """The JobPosting of a page."""
    data = posting(page)
    data |= {
        "employmentType": _employment_type(page),
        "totalJobOpenings": page.positions,
    }
    data |= _pay(page)
    data |= _requirements(page)
    if page.starts_on:
        data["jobStartDate"] = page.starts_on.isoformat()
    if page.weekly_hours is not None:
        data["workHours"] = f"{page.weekly_hours.normalize():f} h par semaine"
    return data


def _employment_type(page: "JobOfferPage") -> list[str]:
    """Full or part time first, then the kind of contract."""
    time = "FULL_TIME" if page.working_time == WorkingTime.FULL else "PART_TIME"
    return [time, *EMPLOYMENT_TYPES.get(page.contract, [])]


def _pay(page: "JobOfferPage") -> dict[str, Any]:
    """The `baseSalary` in euros; nothing without a figure and its period.

    Search engines ask for one `value`, or for both ends of a range: half a range is its least
    pay; the most that somebody may earn says nothing of what they will.
    """
    low, high = page.pay
    if low is None or not page.salary_period:
        return {}
    value: dict[str, Any] = {
        "@type": "QuantitativeValue",
        "unitText": SALARY_UNITS[SalaryPeriod(page.salary_period)],
    }
    if high is None or high == low:
        value["value"] = float(low)
    else:
        value |= {"minValue": float(low), "maxValue": float(high)}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "EUR", "value": value}}


def _requirements(page: "JobOfferPage") -> dict[str, Any]:
    """Experience, training, skills and occupation."""
    data: dict[str, Any] = {}
    months = EXPERIENCE_MONTHS.get(page.experience)
    data["experienceRequirements"] = (
        {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}
        if months
        else "no requirements"
    )
    credential = CREDENTIALS.get(page.training_level)
    if credential:
        data["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": credential,
        }
    if page.skills:
        data["skills"] = ", ".join(page.skills)
    if page.occupation:
        data["relevantOccupation"] = {
            "@type": "Occupation",
            "name": page.occupation.label,
            "occupationalCategory": page.occupation.code,
        }
        data["industry"] = RomeDomain(page.occupation.domain).label
    return data
