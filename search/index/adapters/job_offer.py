"""The row of a job offer."""

from pages.models import Experience, JobOfferPage
from pages.presentation.job_offer import pay_text
from search.index.adapters.shared import Adapter, midnight
from search.models import Opportunity


def _fill(page: JobOfferPage, row: Opportunity) -> tuple[str, str]:
    """The columns of a job offer."""
    if page.occupation:
        row.occupation_code = page.occupation.code
        row.occupation_label = page.occupation.label
        row.domain = page.occupation.domain
    row.contract = page.contract
    row.duration_months = page.duration_months
    row.weekly_hours = page.weekly_hours
    row.working_time = page.working_time
    row.schedules = list(page.schedules)
    row.beginner_accepted = page.experience == Experience.NONE
    row.no_licence = not page.driving_licences
    row.siae = page.siae
    row.disabled_workers_welcome = page.disabled_workers_welcome
    row.positions = page.positions
    row.starts_at = midnight(page.starts_on)
    row.details = {"salary": pay_text(page) or _unsaid_pay(page)}
    return row.occupation_label, " ".join((*page.skills, page.get_contract_display()))


def _unsaid_pay(page: JobOfferPage) -> str:
    """What a card says without a figure: nothing for a work placement, which is not paid."""
    return "Salaire selon la convention collective" if page.collective_agreement.strip() else ""


JOB_OFFERS = Adapter(JobOfferPage, _fill, related=("occupation",))
