"""Documents of a case."""

from typing import Any

from django.db.models import QuerySet

from portal.followup.documents.models import CaseDocument
from portal.followup.people.models import Beneficiary


def of_case(case: Beneficiary, user: Any) -> QuerySet[CaseDocument]:
    """Those that are there; `removed_of_case` has the others."""
    rows: QuerySet[CaseDocument] = CaseDocument.objects.visible_to(user)
    return rows.filter(beneficiary=case, removed_at__isnull=True).select_related("kind")


def removed_of_case(case: Beneficiary, user: Any) -> QuerySet[CaseDocument]:
    """Those that were withdrawn: their title and why, never the file."""
    rows: QuerySet[CaseDocument] = CaseDocument.objects.visible_to(user)
    return rows.filter(beneficiary=case, removed_at__isnull=False).order_by("-removed_at")
