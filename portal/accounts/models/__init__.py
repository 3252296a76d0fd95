"""People, what they may do, where they belong, and the history of it."""

from portal.accounts.models.audit import AuditEntry
from portal.accounts.models.consents import Consent
from portal.accounts.models.devices import KnownDevice
from portal.accounts.models.grants import LevelGrant
from portal.accounts.models.invitations import Invitation
from portal.accounts.models.join_requests import JoinRequest
from portal.accounts.models.memberships import Membership
from portal.accounts.models.proposals import GrantProposal
from portal.accounts.models.reviews import LevelReview
from portal.accounts.models.user import User, UserManager
from portal.accounts.models.verifications import VerificationRequest

__all__ = [
    "AuditEntry",
    "Consent",
    "GrantProposal",
    "Invitation",
    "JoinRequest",
    "KnownDevice",
    "LevelGrant",
    "LevelReview",
    "Membership",
    "User",
    "UserManager",
    "VerificationRequest",
]
