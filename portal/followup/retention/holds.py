"""Why a case is left alone by retention on a day: said, so that the screen shows it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from portal.followup.clocks.legal import after_months
from portal.followup.configuration.delays import Delay, Delays
from portal.followup.people.models import Beneficiary
from portal.followup.procedures.holds import held
from portal.followup.retention.models import RetentionHold
from snippets.french import long_day

_YEAR = 12
LITIGATION = "Contentieux en cours, noté au dossier"
PROCEDURE = "Procédure en cours, ou recours possible ou attendu"


def last_day(hold: RetentionHold, delays: Delays) -> date | None:
    """The last day on which a hold stands, unless it is lifted; None while nothing ends it."""
    if hold.kind == RetentionHold.Kind.LITIGATION or hold.paid_on is None:
        return hold.ends_on
    years = delays.value(Delay.PARTICIPATION_YEARS, hold.paid_on)
    return after_months(hold.paid_on, years * _YEAR)


def stands(hold: RetentionHold, delays: Delays, day: date) -> bool:
    """Whether a hold stops retention on a day."""
    until = last_day(hold, delays)
    return hold.lifted_on is None and (until is None or until >= day)


def said(hold: RetentionHold, delays: Delays) -> str:
    """The hold in one line: what, why, until when."""
    until = last_day(hold, delays)
    end = f"jusqu’au {long_day(until)}" if until else "sans date de fin"
    return f"{hold.get_kind_display()} ({hold.reason}), {end}"


def reasons(keys: Collection[int] | None, delays: Delays, day: date) -> dict[int, list[str]]:
    """What holds each of these cases (all, when `keys` is None). Inside the scope `retention`."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = RetentionHold.objects.in_system_scope().filter(lifted_on__isnull=True)
    people = Beneficiary.objects.in_system_scope().order_by()
    if keys is not None:
        rows, people = rows.filter(beneficiary__in=keys), people.filter(pk__in=keys)
    for hold in rows:
        if stands(hold, delays, day):
            found[hold.beneficiary_id].append(said(hold, delays))
    for pk in people.filter(has_litigation_hold=True).values_list("pk", flat=True):
        found[pk].append(LITIGATION)
    for pk in people.filter(held(day)).values_list("pk", flat=True):
        found[pk].append(PROCEDURE)
    return found
