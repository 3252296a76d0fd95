"""The row of a recruitment session."""

import dataclasses
from typing import Any

from pages.models import RecruitmentSessionPage
from pages.presentation.shared import public_contact
from search.index.adapters.shared import Adapter
from search.models import Opportunity

_WORDS = "session de recrutement rencontre"


def _fill(page: RecruitmentSessionPage, row: Opportunity) -> tuple[str, str]:
    """The columns of a session. Its trade is the first of its list; all of them are words."""
    trades = [line.occupation for line in page.occupations.all()]
    partners = [line.organisation for line in page.partners.all()]
    if trades:
        row.occupation_code = trades[0].code
        row.occupation_label = trades[0].label
        row.domain = trades[0].domain
    row.positions = page.positions or 1
    row.starts_at, row.ends_at = page.starts_at, page.ends_at
    row.details = {
        "session_type": page.session_type,
        "status": page.status,
        "audience": page.audience,
        "capacity": page.capacity,
        "positions": page.positions,
        "place": ", ".join(filter(None, [page.place_name, page.address])),
        "what_to_bring": page.what_to_bring,
        "contact": dataclasses.asdict(public_contact(page)),
        "registration_opens_at": _instant(page.registration_opens_at),
        "registration_closes_at": _instant(page.registration_closes_at),
        "partners": [{"id": partner.pk, "name": partner.name} for partner in partners],
        "occupations": [trade.code for trade in trades],
    }
    trade_words = " ".join((page.get_session_type_display(), *(trade.label for trade in trades)))
    return trade_words, " ".join((_WORDS, page.place_name, *(p.name for p in partners)))


def _instant(value: Any) -> str | None:
    """ISO 8601 with its offset."""
    return None if value is None else value.isoformat()


SESSIONS = Adapter(
    RecruitmentSessionPage,
    _fill,
    prefetched=("partners__organisation", "occupations__occupation"),
)
