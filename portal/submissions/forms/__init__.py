"""The forms of each kind, for organisations."""

from functools import partial
from typing import Any

from pages.wording import KindName
from portal.submissions.forms.base import SubmissionForm
from portal.submissions.forms.job_offer import JobOfferSubmissionForm
from portal.submissions.forms.merging import as_sent
from portal.submissions.forms.session import SessionSubmissionForm
from portal.submissions.forms.volunteering import VolunteeringSubmissionForm
from snippets.models import Organisation

FORMS: dict[str, type[SubmissionForm]] = {
    KindName.JOB: JobOfferSubmissionForm,
    KindName.VOLUNTEERING: VolunteeringSubmissionForm,
    KindName.SESSION: SessionSubmissionForm,
}


def what_is_missing(page: Any, kind: str, organisation: Organisation) -> SubmissionForm:
    """The form of this text as if it were sent: its errors are what sending would refuse.

    `page` is the text, in memory; it is not to be saved. The end that a form proposes in place of
    one that has passed is not in the text yet.
    """
    over = page.expiry_errors()
    build = partial(FORMS[kind], organisation=organisation)
    form = build(as_sent(build(instance=page)), instance=page)
    form.full_clean()
    for field, messages in over.items():
        if field not in form.errors:
            form.add_error(field, messages)
    return form


__all__ = ["FORMS", "SubmissionForm", "what_is_missing"]
