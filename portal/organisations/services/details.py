"""Changing what an organisation says of itself (fiche)."""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.models import AuditEntry
from portal.accounts.rules import can_manage_organisation
from portal.accounts.services.audit import record
from portal.organisations.services.common import lock, person
from portal.organisations.services.registration import save_organisation
from portal.organisations.services.verification import ask_verification
from portal.organisations.standing import Stand, standing
from snippets import french
from snippets.models import Organisation, SiteImage

EDITABLE = (
    "name",
    "siret",
    "rna",
    "naf_code",
    "commune",
    "address",
    "phone",
    "email",
    "website",
    "description",
)
# What an officer checks: an answer about the earlier value is refused.
_IDENTITY = frozenset({"name", "siret", "rna"})
_NUMBERS = frozenset({"siret", "rna"})


@transaction.atomic
def change_details(
    *,
    organisation: Organisation,
    details: Mapping[str, Any],
    actor: Actor,
    logo: UploadedFile | None = None,
    remove_logo: bool = False,
) -> Organisation:
    """Write the fields of `details`, and the logo; ask for verification again where it is due.

    A new name of a verified organisation undoes its verification; any change answers an officer who
    asked for a correction. Raises AccountError when the actor no longer manages it, when it is
    suspended, when the SIRET or RNA of a verified one would change, or for a wrong value;
    AlreadyKnownError for a number that another organisation has.
    """
    organisation = lock(organisation)
    if not can_manage_organisation(person(actor), organisation):
        refuse("Vous ne gérez plus cette organisation.")
    if organisation.suspended_at:
        refuse("Cette organisation est suspendue\u00a0: sa fiche ne change pas.")
    changed = {
        name
        for name in EDITABLE
        if name in details and getattr(organisation, name) != details[name]
    }
    if organisation.verified_at and changed & _NUMBERS:
        refuse("Le SIRET et le RNA ne changent plus après la vérification.")
    for name in changed:
        setattr(organisation, name, details[name])
    if logo:
        organisation.logo = _store_logo(organisation, logo, actor)
        changed.add("logo")
    elif remove_logo and organisation.logo_id:
        organisation.logo = None
        changed.add("logo")
    if not changed:
        return organisation
    if organisation.verified_at and "name" in changed:
        organisation.verified_at = organisation.verified_by = None
        changed |= {"verified_at", "verified_by"}
    save_organisation(organisation, [*changed, "folded_name"])
    record(
        AuditEntry.Action.ORGANISATION_CHANGED,
        actor=actor,
        organisation=organisation,
        details={"fields": sorted(changed)},
    )
    if _is_to_check_again(organisation, changed):
        ask_verification(organisation=organisation, actor=actor)
    return organisation


def _is_to_check_again(organisation: Organisation, changed: set[str]) -> bool:
    """Whether an officer should read it: it answers a correction, or what was checked changed."""
    if organisation.verified_at:
        return False
    stand = standing(organisation).stand
    return stand == Stand.CORRECTION or bool(
        changed & _IDENTITY and stand in {Stand.WAITING, Stand.UNCHECKED}
    )


def _store_logo(organisation: Organisation, file: UploadedFile, actor: Actor) -> SiteImage:
    """Put a checked image in the library, under a name that nobody can guess."""
    file.name = f"{uuid.uuid4().hex}{Path(file.name or '').suffix.lower()}"
    title = f"Logo {french.of(organisation.name)}"
    return SiteImage.objects.create(
        title=title, description=title, file=file, uploaded_by_user=actor.user
    )
