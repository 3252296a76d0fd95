"""The actions of the log as its filter offers them: forty in one list are not read."""

from portal.accounts.models import AuditEntry

A = AuditEntry.Action

GROUPS: tuple[tuple[str, tuple[AuditEntry.Action, ...]], ...] = (
    (
        "Niveaux",
        (
            A.LEVEL_GRANTED,
            A.LEVEL_PROPOSED,
            A.LEVEL_APPROVED,
            A.PROPOSAL_REFUSED,
            A.PROPOSAL_WITHDRAWN,
            A.PROPOSAL_EXPIRED,
            A.LEVEL_CONFIRMED,
            A.LEVEL_ENDED,
            A.LEVEL_REFUSED,
        ),
    ),
    ("Invitations", (A.INVITED, A.INVITATION_ACCEPTED, A.INVITATION_REVOKED)),
    (
        "Comptes et connexions",
        (
            A.SESSIONS_ENDED,
            A.ACCOUNT_DEACTIVATED,
            A.ACCOUNT_REACTIVATED,
            A.SECOND_FACTOR_RESET,
        ),
    ),
    (
        "Organisations",
        (
            A.ORGANISATION_REGISTERED,
            A.ORGANISATION_VERIFIED,
            A.ORGANISATION_UNVERIFIED,
            A.ORGANISATION_TO_CORRECT,
            A.ORGANISATION_REFUSED,
            A.ORGANISATION_CHANGED,
            A.ORGANISATION_SUSPENDED,
            A.ORGANISATION_RESTORED,
        ),
    ),
    (
        "Membres d’une organisation",
        (
            A.MEMBER_JOINED,
            A.MEMBER_LEFT,
            A.ROLE_CHANGED,
            A.JOIN_ASKED,
            A.JOIN_CANCELLED,
            A.JOIN_REFUSED,
        ),
    ),
    (
        "Données personnelles",
        (
            A.DATA_EXPORTED,
            A.ERASURE_ASKED,
            A.ERASURE_CANCELLED,
            A.ERASED,
            A.CANDIDATES_EXPORTED,
        ),
    ),
    (
        "Messages",
        (A.MAIL_JOURNAL_READ, A.MAIL_TROUBLES_READ, A.MAIL_RESENT, A.ADDRESS_RESTORED),
    ),
    ("Journal", (A.LOG_EXPORTED, A.LOG_PURGED)),
)
# As a choice field takes them.
GROUPED_ACTIONS = [
    (group, [(action.value, action.label) for action in actions]) for group, actions in GROUPS
]
