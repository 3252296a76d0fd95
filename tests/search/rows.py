"""Rows of the index for tests, written as the index writes them."""

import datetime
import itertools
from typing import Any

from django.utils import timezone

from search.index import indexing
from search.index.adapters import Entry
from search.models import Opportunity
from search.words.folding import fold
from tests.factories import CommuneFactory

BELFORT = (47.6386, 6.8631)
_ids = itertools.count(2_000_000_000)


def make_row(text: str = "", **values: Any) -> Opportunity:
    """Insert one row of an external source; `latitude` and `longitude` give its position."""
    latitude = values.pop("latitude", BELFORT[0])
    longitude = values.pop("longitude", BELFORT[1])
    now = timezone.now().replace(microsecond=0)
    row = Opportunity(
        **{
            "id": next(_ids),
            "kind": "job",
            "source": "test",
            "title": "Maçon",
            "commune_name": "Belfort",
            "commune_code": "90010",
            "position": None if latitude is None else (longitude, latitude),
            "precision": "address",
            "published_at": now - datetime.timedelta(days=2),
            "expires_at": now + datetime.timedelta(days=30),
            **values,
        }
    )
    if "updated_at" not in values:
        row.updated_at = row.published_at
    row.url = row.url or f"/offres/annonce-{row.pk}/"
    texts = (
        fold(row.title),
        fold(f"{row.occupation_label} {row.organisation_name}"),
        fold(f"{row.commune_name} {row.postal_code}"),
        fold(text),
    )
    assert indexing._write([Entry(row, texts)]) == [row.pk]
    return row


def make_belfort() -> None:
    """The commune that the searches of the tests name; its centre is BELFORT."""
    CommuneFactory(belfort=True)
