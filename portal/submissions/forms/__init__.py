"""The forms of each kind, for organisations."""

from pages.wording import KindName
from portal.submissions.forms.base import SubmissionForm
from portal.submissions.forms.job_offer import JobOfferSubmissionForm
from portal.submissions.forms.session import SessionSubmissionForm
from portal.submissions.forms.volunteering import VolunteeringSubmissionForm

FORMS: dict[str, type[SubmissionForm]] = {
    KindName.JOB: JobOfferSubmissionForm,
    KindName.VOLUNTEERING: VolunteeringSubmissionForm,
    KindName.SESSION: SessionSubmissionForm,
}

__all__ = ["FORMS", "SubmissionForm"]
