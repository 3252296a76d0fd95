"""What is done to people, units and professionals: a case opened by hand, who it is, who works."""

from portal.followup.people.services.identity import write_identity
from portal.followup.people.services.opening import NewPerson, open_case
from portal.followup.people.services.places import change_place, give_place, leave
from portal.followup.people.services.units import close_unit, create_unit, write_unit

__all__ = [
    "NewPerson",
    "change_place",
    "close_unit",
    "create_unit",
    "give_place",
    "leave",
    "open_case",
    "write_identity",
    "write_unit",
]
