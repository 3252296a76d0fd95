"""Periods of one person that never overlap."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField
from django.db.models import F, Func, Q, Value


def never_overlapping(
    *,
    name: str,
    message: str,
    start: str = "starts_on",
    end: str = "ends_on",
    condition: Q | None = None,
) -> ExclusionConstraint:
    """Refuse two periods of one beneficiary with a day in common.

    An end is the first day that is not of the period any more; none is endless. The beneficiary is
    a range of one number: the core of PostgreSQL has no equality for GiST.
    """
    person = Func(
        F("beneficiary"),
        F("beneficiary"),
        Value("[]"),
        function="int8range",
        output_field=IntegerRangeField(),
    )
    period = Func(F(start), F(end), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[(person, "&&"), (period, "&&")],
        condition=condition,
        violation_error_message=message,
    )
