"""What becomes of each field of an anonymised person: one line a model.

A test asks every model and field of the area: what has no rule here fails. A new table is a line of
`RULES`: names apart by spaces.

- `keep`: dates, states, terms, who acted for the service: what the indicators count;
- `text`: what was written becomes a dash, what was empty stays empty;
- `blank`: emptied (a number, an address, a key of something that goes); `null`: nothing;
- `special`: what `engine.py` does by itself, and why;
- `key`: the fields that name the person, one or more;
- `dropped()`: the rows go; `apart(why)`: rows of no person.

Histories are no part of it: every event of the person goes, whole.
"""

from dataclasses import dataclass

ERASED = "—"
_WRITTEN = "created_at created_by author_name"
_VERSIONED = f"{_WRITTEN} version updated_at"


@dataclass(frozen=True, slots=True)
class Rule:
    """Names of fields, apart by spaces. `key` is the field that names the person."""

    keep: str = ""
    text: str = ""
    blank: str = ""
    null: str = ""
    special: str = ""
    is_dropped: bool = False
    apart: str = ""
    key: str = "beneficiary"

    @property
    def fields(self) -> list[str]:
        """Every field that it names."""
        return f"{self.keep} {self.text} {self.blank} {self.null} {self.special}".split()


def dropped(key: str = "beneficiary") -> Rule:
    """The rows go."""
    return Rule(is_dropped=True, key=key)


def apart(why: str) -> Rule:
    """Rows of no person."""
    return Rule(apart=why)


RULES: dict[str, Rule] = {
    # The year of birth and the title are what figures use; the commune, where it is large.
    "Beneficiary": Rule(
        keep=f"{_VERSIONED} role title unit state has_disability_recognition "
        "was_followed_before_reform has_no_fixed_address has_litigation_hold",
        blank="used_name france_travail_number phone email address_line address_more postal_code "
        "town sort_name",
        null="identity_on contacts_on",
        special="number household birth_name first_name birth_date identity_key commune "
        # Who leads to this case goes with it.
        "merged_into",
        key="pk",
    ),
    # Deleted when its last person goes: spouses share its numbers.
    "Household": Rule(
        special="organism organism_number matricule rsa_number claimed_on family children known_on"
    ),
    "SearchKey": dropped(),
    "CareTeamMember": Rule(
        keep="professional asked_at asked_by lapses_at confirmed_at confirmed_by refused_at "
        "ends_at",
        text="reason refusal_reason end_reason",
    ),
    "BreakGlass": Rule(keep="user name opened_at expires_at", text="reason"),
    # A line without its words; it goes after twelve months, as the others.
    "AccessEntry": Rule(keep="at user user_name act place address", blank="reason"),
    "Appointment": Rule(
        keep=f"{_VERSIONED} professional kind state mode starts_at minutes cancelled_by_service "
        "category invitation holds_slot is_summons warns basis",
        text="place state_reason basis_reason",
    ),
    "Invitation": Rule(
        keep=f"{_VERSIONED} category professional state round round_at answer_days deadline_on "
        "expired_at",
        text="reminders_stopped closing_reason",
        special="token",
    ),
    "BookingMessage": Rule(
        keep=f"{_WRITTEN} invitation appointment round kind channel state due_at left_at "
        "settled_at handed_on received_on",
        text="reason",
        blank="address registered_number",
        null="mail_key",
    ),
    "EngagementContract": Rule(
        keep=f"{_VERSIONED} state starts_on ends_on regime weekly_hours hours_reason proposed_on "
        "signed_on signed_document closed_on amends renews",
        text="hours_comment person_words department_commitments closing_reason",
    ),
    "Diagnosis": Rule(
        keep=f"{_VERSIONED} on is_joint has_driving_licence has_vehicle "
        "is_lone_parent_without_childcare",
        text="summary needs",
    ),
    "BarrierAssessment": Rule(keep="diagnosis theme severity", text="comment"),
    "BarrierSituation": Rule(keep="barrier term"),
    "ActivityLog": Rule(
        keep=f"{_WRITTEN} week kind hours state source key day starts_at ends_at decided_by "
        "decided_at decider_name by_person",
        text="comment reason correction title",
    ),
    "HoursExemption": Rule(
        keep=f"{_WRITTEN} regime weekly_hours reason asked_by_person starts_on ends_on",
        text="comment",
    ),
    "Goal": Rule(keep=f"{_VERSIONED} contract theme state order", text="label"),
    "ActionStep": Rule(keep=f"{_VERSIONED} goal due_on by_person state done_on", text="label"),
    "CareerGoal": Rule(
        keep=f"{_VERSIONED} occupation radius_km contract_kinds weekly_hours rank", text="comment"
    ),
    # The file goes from the storage once the rows are written.
    "CaseDocument": Rule(
        keep=f"{_WRITTEN} kind media_type size removed_at",
        text="title removal_reason",
        blank="sha256",
        special="file",
    ),
    "Entitlement": Rule(
        keep=f"{_WRITTEN} on status reason since has_duties opened_on received_on source",
        text="explanation",
    ),
    "OrganismMove": Rule(
        keep=f"{_WRITTEN} direction organism organism_number on received_on source",
        blank="matricule",
    ),
    "JournalEntry": Rule(
        keep=f"{_VERSIONED} visibility profession kind on appointment", text="text"
    ),
    "Draft": dropped(),
    "LinkCode": dropped(),
    "AccountLink": dropped(),
    "Orientation": Rule(
        keep=f"{_VERSIONED} path structure unit by_france_travail starts_on notified_on ends_on",
        text="reason",
    ),
    "ReferentAssignment": Rule(
        keep=f"{_WRITTEN} professional structure starts_at ends_at seen_at", text="end_reason"
    ),
    "ReorientationRequest": Rule(
        keep=f"{_VERSIONED} kind state asked_by wanted_path wanted_structure exit_reason exit_on "
        "sent_at decided_at decided_by",
        text="person_label reason person_opinion answer",
    ),
    "Exit": Rule(keep=f"{_WRITTEN} reason on request", text="situation"),
    "Handover": Rule(keep="assignment kind object_id fate at", text="label"),
    "BreachReport": Rule(
        keep=f"{_VERSIONED} kind state facts_on appointment warned received_proof received_on "
        "reported_by structure answered_on answered_by",
        text="facts tried person_words answer",
    ),
    "SanctionProcedure": Rule(
        keep=f"{_VERSIONED} report referent state held_on notice_received_on notice_proof "
        "observations_until opinion opinion_on outcome stage home rate months rate_least rate_most "
        "months_least months_most effect_on decided_on decided_by decision_received_on "
        "decision_proof appeal_until removal_proposed_on right_ended_on first_rate first_months",
        text="hold_reason situation household nature consequences",
    ),
    "Observation": Rule(
        keep=f"{_WRITTEN} procedure on way by_person document", text="text helped_by"
    ),
    "ProcedureAct": Rule(keep=f"{_WRITTEN} procedure kind on", text="text"),
    "SanctionPeriod": Rule(keep="procedure starts_on ends_on"),
    "Remobilisation": Rule(keep=f"{_WRITTEN} period professional on resumed", text="text"),
    "Appeal": Rule(
        keep=f"{_VERSIONED} procedure received_on is_late first_decider outcome decided_on "
        "decided_by decider_name answer_received_on",
        text="person_label grounds answer",
    ),
    "ReviewCase": Rule(
        keep=f"{_VERSIONED} procedure session state opinion opinion_by voters",
        text="question opinion_text postponed_reason",
    ),
    "BoardConflict": Rule(keep="review member declared_at", text="reason"),
    # Of several people: emptied with the first of its agenda, since nobody can tell them apart.
    "ReviewBoardSession": Rule(
        keep=f"{_VERSIONED} unit state starts_at quorum opened_at closed_at place",
        special="report cancel_reason",
    ),
    # Lines about the person, found by the case and by the identity.
    "ImportLine": dropped(),
    "ImportAction": dropped(),
    "CaseRetention": Rule(
        keep="unit state last_contact_on noticed_on archive_on archived_on destroy_on reopened_on "
        "anonymised_on"
    ),
    "RetentionHold": Rule(
        keep=f"{_WRITTEN} kind ends_on paid_on lifted_on lifted_by", text="reason lift_reason"
    ),
    "SlipLine": Rule(keep="slip state withheld_reason"),
    # The ad stays, without what leads from it to somebody's application.
    "Suggestion": Rule(
        keep=f"{_WRITTEN} opportunity_id kind title organisation place starts_at is_neutral way "
        "seen_at",
        text="address",
        null="application_id registration_id",
        special="token",
    ),
    "SharedItem": Rule(keep=f"{_WRITTEN} kind document step note ended_at", text="text ended_by"),
    "StepWord": Rule(keep="step said_at taken_back_at"),
    "FileRequest": Rule(
        keep=f"{_VERSIONED} state way received_on due_on extended_on prepared_by prepared_at "
        "answered_on delivery available_until deleted_at document_keys",
        text="about identity_proof extension_reason delivery_proof refusal_reason sha256",
        special="file",
    ),
    "WithheldItem": Rule(keep=f"{_WRITTEN} request section row_key reason"),
    # Of two people, when it was refused: emptied with the first of them.
    "CaseMerge": Rule(
        keep=f"{_WRITTEN} loser state seal asked_by decided_by decided_at moved stayed",
        text="reason answer",
        blank="identity_key organism organism_number matricule",
        null="number",
        special="choices",
        key="beneficiary loser",
    ),
    # Of no person who is followed.
    "CaseExport": apart("un fichier, effacé en quelques jours"),
    "Reassignment": apart("des clés de dossiers confiés"),
    "Unit": apart("une unité"),
    "Professional": apart("un·e professionnel·le"),
    "Absence": apart("un·e professionnel·le"),
    "Term": apart("un réglage"),
    "DelaySetting": apart("un réglage"),
    "LetterText": apart("un réglage"),
    "AppointmentCategory": apart("un réglage"),
    "OpeningHours": apart("un agenda"),
    "Unavailability": apart("un agenda"),
    "CalendarFeed": apart("un agenda"),
    "SavedFilter": apart("un filtre de professionnel·le"),
    "ImportFile": apart("un fichier, sans ses lignes"),
    "ColumnMapping": apart("les colonnes d’un fichier"),
    "BoardMember": apart("un membre d’une instance"),
    "AppointmentSending": apart("une transmission, sans identité"),
    "EliminationSlip": apart("un bordereau, sans identité"),
}
