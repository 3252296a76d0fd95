"""Invented organisations of the demo, with the logos drawn for some of them."""

from django.utils import timezone

from demo.data_files import Record, read
from snippets.models import Organisation


def load_organisations() -> int:
    """Load the organisations that are missing; return how many were made."""
    existing = set(Organisation.objects.values_list("slug", flat=True))
    missing = [
        record
        for record in [*read("organisations.json"), *read("associations.json")]
        if record["key"] not in existing
    ]
    for record in missing:
        _create(record)
    return len(missing)


def _create(record: Record) -> None:
    Organisation.objects.create(
        slug=record["key"],
        kind=record["kind"],
        name=record["name"],
        siret=record.get("siret") or "",
        rna=record.get("rna") or "",
        naf_code=record.get("naf") or "",
        description=record["description"],
        website=record.get("website") or "",
        email=record.get("email") or "",
        phone=record.get("phone") or "",
        address=record.get("address") or "",
        commune_id=record["insee_code"],
        verified_at=timezone.now() if record["verified"] else None,
    )
