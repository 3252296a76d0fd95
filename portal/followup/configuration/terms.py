"""Terms that may be chosen, list by list. Those that are withdrawn stay on the rows that name them.

A code is what the program knows of a term (`migrations/0003_terms.py` lays them); a term that staff
added has none.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.followup.configuration.models import Term

# Reasons for which the law waives hours, at the person's request. Others only reduce them.
WAIVES_HOURS = frozenset({"health", "disability", "invalidity", "lone_parent", "carer"})
# Reasons for which the social path is reviewed after the long delay.
REVIEWED_LATER = frozenset({"health", "disability", "invalidity", "housing", "family", "carer"})


def of(name: str, day: date | None = None) -> QuerySet[Term]:
    """The terms of a list that may be chosen on a day (today), in their order.

    `name` is a value of `Term.List`.
    """
    day = day or timezone.localdate()
    return Term.unscoped.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day), list=name, valid_from__lte=day
    ).order_by("order", "label")


def with_code(name: str, code: str) -> Term | None:
    """The term that the program knows by this code, withdrawn or not."""
    return Term.unscoped.filter(list=name, code=code).first()
