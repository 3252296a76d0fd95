"""Mail to professionals: the number of the case and a link, nobody's name and nothing of it."""

from django.urls import reverse

from portal.followup.orientation.models import ReorientationRequest
from portal.followup.people.models import Beneficiary, Professional
from snippets.mail.queue import queue_mail
from snippets.site import absolute


def tell_entrusted(case: Beneficiary, professional: Professional) -> None:
    """To whoever takes a case over."""
    _tell(
        "followup_case_entrusted",
        professional,
        case_number=case.shown_number,
        case_url=absolute(reverse("followup:pathway", args=[case.pk])),
    )


def tell_handed_over(case: Beneficiary, professional: Professional) -> None:
    """To whoever leaves it: they read nothing of it any more."""
    _tell(
        "followup_case_handed_over",
        professional,
        case_number=case.shown_number,
        own_requests_url=absolute(reverse("followup:own_requests")),
    )


def tell_answered(request: ReorientationRequest) -> None:
    """To whoever asked, who may have lost the case by the answer."""
    _tell(
        "followup_request_answered",
        request.asked_by,
        case_number=request.beneficiary.shown_number,
        own_requests_url=absolute(reverse("followup:own_requests")),
    )


def _tell(key: str, professional: Professional, **context: str) -> None:
    user = professional.user
    if user is None or not user.is_active or professional.left_on is not None:
        return
    queue_mail(key, to=user.email, context={"recipient_name": user.first_name, **context})
