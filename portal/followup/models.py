"""Every model of the area, where Django and the history look for them. Each theme has its own."""

from portal.followup.people.models import (  # isort: skip - the others name them
    Beneficiary,
    Household,
    Profession,
    Professional,
    SearchKey,
    Unit,
)
from portal.followup.access.models import Absence, AccessEntry, BreakGlass, CareTeamMember
from portal.followup.appointments.models import Appointment
from portal.followup.booking.models import (
    AppointmentCategory,
    BookingMessage,
    CalendarFeed,
    Invitation,
    OpeningHours,
    Unavailability,
)
from portal.followup.configuration.models import DelaySetting, LetterText, Term
from portal.followup.contract.models import (
    ActionStep,
    ActivityLog,
    BarrierAssessment,
    BarrierSituation,
    CareerGoal,
    Diagnosis,
    EngagementContract,
    Goal,
    HoursExemption,
)
from portal.followup.documents.models import CaseDocument
from portal.followup.entitlements.models import Entitlement, OrganismMove
from portal.followup.exchange.models import AppointmentSending
from portal.followup.home.models import SavedFilter
from portal.followup.imports.models import ColumnMapping, ImportAction, ImportFile, ImportLine
from portal.followup.journal.models import Draft, JournalEntry
from portal.followup.link.models import AccountLink, LinkCode
from portal.followup.orientation.models import (
    Exit,
    ExitReason,
    Handover,
    Orientation,
    Path,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.procedures.models import (
    Appeal,
    BreachReport,
    Observation,
    ProcedureAct,
    Proof,
    Remobilisation,
    SanctionPeriod,
    SanctionProcedure,
)
from portal.followup.retention.models import (
    CaseRetention,
    EliminationSlip,
    RetentionHold,
    SlipLine,
)

from portal.followup.board.models import (  # isort: skip - its cases are of procedures
    BoardConflict,
    BoardMember,
    ReviewBoardSession,
    ReviewCase,
)

__all__ = [
    "Absence",
    "AccessEntry",
    "AccountLink",
    "ActionStep",
    "ActivityLog",
    "Appeal",
    "Appointment",
    "AppointmentCategory",
    "AppointmentSending",
    "BarrierAssessment",
    "BarrierSituation",
    "Beneficiary",
    "BoardConflict",
    "BoardMember",
    "BookingMessage",
    "BreachReport",
    "BreakGlass",
    "CalendarFeed",
    "CareTeamMember",
    "CareerGoal",
    "CaseDocument",
    "CaseRetention",
    "ColumnMapping",
    "DelaySetting",
    "Diagnosis",
    "Draft",
    "EliminationSlip",
    "EngagementContract",
    "Entitlement",
    "Exit",
    "ExitReason",
    "Goal",
    "Handover",
    "HoursExemption",
    "Household",
    "ImportAction",
    "ImportFile",
    "ImportLine",
    "Invitation",
    "JournalEntry",
    "LetterText",
    "LinkCode",
    "Observation",
    "OpeningHours",
    "OrganismMove",
    "Orientation",
    "Path",
    "ProcedureAct",
    "Profession",
    "Professional",
    "Proof",
    "ReferentAssignment",
    "Remobilisation",
    "ReorientationRequest",
    "RetentionHold",
    "ReviewBoardSession",
    "ReviewCase",
    "SanctionPeriod",
    "SanctionProcedure",
    "SavedFilter",
    "SearchKey",
    "SlipLine",
    "Term",
    "Unavailability",
    "Unit",
]
