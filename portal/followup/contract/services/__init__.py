"""What is done to contracts, plans and diagnoses: one function for each act."""

from portal.followup.contract.services.ending import breach, drop, end
from portal.followup.contract.services.preparing import prepare, propose, save, take_back
from portal.followup.contract.services.signing import attach_scan, sign

__all__ = [
    "attach_scan",
    "breach",
    "drop",
    "end",
    "prepare",
    "propose",
    "save",
    "sign",
    "take_back",
]
