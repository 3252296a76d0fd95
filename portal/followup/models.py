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
    BarrierAssessment,
    BarrierSituation,
    CareerGoal,
    Diagnosis,
    EngagementContract,
    Goal,
)
from portal.followup.documents.models import CaseDocument
from portal.followup.entitlements.models import Entitlement, OrganismMove
from portal.followup.exchange.models import AppointmentSending
from portal.followup.home.models import CaseExport, SavedFilter
from portal.followup.hours.models import ActivityLog, HoursExemption
from portal.followup.imports.models import ColumnMapping, ImportAction, ImportFile, ImportLine
from portal.followup.journal.models import Draft, JournalEntry
from portal.followup.link.models import AccountLink, LinkCode
from portal.followup.merging.models import CaseMerge
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
from portal.followup.reassignment.models import Reassignment
from portal.followup.retention.models import (
    CaseRetention,
    EliminationSlip,
    RetentionHold,
    SlipLine,
)
from portal.followup.suggestions.models import Suggestion

from portal.followup.board.models import (  # isort: skip - its cases are of procedures
    BoardConflict,
    BoardMember,
    ReviewBoardSession,
    ReviewCase,
)

from portal.followup.own_side.models import (  # isort: skip - what it shares is of other themes
    FileRequest,
    SharedItem,
    StepWord,
    WithheldItem,
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
    "CaseExport",
    "CaseMerge",
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
    "FileRequest",
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
    "Reassignment",
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
    "SharedItem",
    "SlipLine",
    "StepWord",
    "Suggestion",
    "Term",
    "Unavailability",
    "Unit",
    "WithheldItem",
]
