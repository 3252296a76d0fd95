"""The scan of a signed contract is a document of the case."""

from typing import Any

from portal.accounts.actors import Actor
from portal.followup.configuration.models import Term
from portal.followup.documents.models import CaseDocument
from portal.followup.people.models import Beneficiary


def keep(
    *, beneficiary: Beneficiary, upload: Any, title: str, kind: Term | None, actor: Actor
) -> CaseDocument:
    """Keep it. Raises the DomainError of documents for what is no PDF, JPEG or PNG."""
    from portal.followup.documents.services import add  # type: ignore[import-not-found]

    document: CaseDocument = add(
        beneficiary=beneficiary, upload=upload, title=title, kind=kind, actor=actor
    )
    return document
