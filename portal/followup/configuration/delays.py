"""Delays, hours and dates of the law and of the Département: each value counts from a day on.

A key is declared here with the value that holds until somebody sets another. The value that counts
is the one in force on the day on which a clock starts: a later change moves no clock that runs.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.followup.configuration.models import DelaySetting


class Delay(StrEnum):
    """What is set, by the key of its rows."""

    ORIENTATION_WEEKS = "orientation_weeks"
    FIRST_CONTRACT_MONTHS = "first_contract_months"
    TRANSITION_DATE = "transition_date"
    REVIEW_MONTHS = "review_months"
    REVIEW_LONG_MONTHS = "review_long_months"
    RENEWAL_ALERT_DAYS = "renewal_alert_days"
    SILENCE_DAYS = "silence_days"
    TEAM_REQUEST_DAYS = "team_request_days"
    LINK_CODE_DAYS = "link_code_days"
    HOURS_MIN = "hours_min"
    HOURS_MAX = "hours_max"
    CONTRACT_MAX_MONTHS = "contract_max_months"
    OBSERVATION_DAYS = "observation_days"
    REPETITION_MONTHS = "repetition_months"
    FIRST_RATE_MIN = "first_rate_min"
    FIRST_RATE_MAX = "first_rate_max"
    FIRST_MONTHS_MIN = "first_months_min"
    FIRST_MONTHS_MAX = "first_months_max"
    REPEAT_RATE_MIN = "repeat_rate_min"
    REPEAT_RATE_MAX = "repeat_rate_max"
    REPEAT_MONTHS_MIN = "repeat_months_min"
    REPEAT_MONTHS_MAX = "repeat_months_max"
    HOUSEHOLD_RATE_MAX = "household_rate_max"
    REMOVAL_MONTHS = "removal_months"
    APPEAL_MONTHS = "appeal_months"
    BOARD_QUORUM = "board_quorum"
    RETENTION_MONTHS = "retention_months"
    RETENTION_NOTICE_DAYS = "retention_notice_days"
    ARCHIVE_MONTHS = "archive_months"
    PARTICIPATION_YEARS = "participation_years"
    FILE_ANSWER_MONTHS = "file_answer_months"
    FILE_EXTENSION_MONTHS = "file_extension_months"
    FILE_LINK_DAYS = "file_link_days"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a key means: its label, the clock that it moves, its unit, its bounds, its first value.

    `unit` is the French word after the number; empty for a date. `legal_reference` is empty for
    what the Département chooses by itself.
    """

    key: Delay
    label: str
    effect: str
    unit: str
    default: int | date
    legal_reference: str = ""
    least: int = 1
    most: int = 365

    @property
    def is_date(self) -> bool:
        """Whether its value is a day, and no number."""
        return isinstance(self.default, date)


SETTINGS = {
    setting.key: setting
    for setting in (
        Setting(
            Delay.ORIENTATION_WEEKS,
            "Orientation, après réception de l’ouverture du droit",
            "L’échéance «\u00a0à orienter\u00a0»\u00a0; passé ce délai, France Travail oriente.",
            "semaines",
            6,
            "Art. D. 262-65-2 du code de l’action sociale et des familles",
            most=52,
        ),
        Setting(
            Delay.FIRST_CONTRACT_MONTHS,
            "Premier contrat, après notification de l’orientation",
            "L’échéance «\u00a0contrat à signer\u00a0» après chaque orientation notifiée.",
            "mois",
            1,
            "Art. L. 262-34 et L. 262-35 du code de l’action sociale et des familles",
            most=12,
        ),
        Setting(
            Delay.TRANSITION_DATE,
            "Contrat des personnes suivies avant 2025, au plus tard le",
            "L’échéance des personnes suivies le 1er janvier 2025 et sans contrat signé depuis.",
            "",
            date(2027, 1, 1),
            "Décret n° 2024-1244",
        ),
        Setting(
            Delay.REVIEW_MONTHS,
            "Réexamen du parcours social",
            "L’échéance «\u00a0à réexaminer\u00a0» après la signature ou le dernier avenant.",
            "mois",
            6,
            "Art. D. 262-65-2-1 du code de l’action sociale et des familles",
            most=36,
        ),
        Setting(
            Delay.REVIEW_LONG_MONTHS,
            "Réexamen du parcours social, pour santé, handicap, invalidité, logement ou famille",
            "La même échéance, quand le contrat ou le diagnostic a l’un de ces motifs.",
            "mois",
            12,
            "Art. D. 262-65-2-1 du code de l’action sociale et des familles",
            most=36,
        ),
        Setting(
            Delay.RENEWAL_ALERT_DAYS,
            "Alerte avant la fin d’un contrat",
            "Le rappel «\u00a0contrat à renouveler\u00a0» sur l’accueil du référent.",
            "jours",
            30,
        ),
        Setting(
            Delay.SILENCE_DAYS,
            "Sans nouvelles de la personne depuis plus de",
            "La liste «\u00a0sans nouvelles\u00a0» de l’accueil.",
            "jours",
            60,
        ),
        Setting(
            Delay.TEAM_REQUEST_DAYS,
            "Demande d’entrée dans un groupe de suivi, sans réponse",
            "Passé ce délai, la demande tombe.",
            "jours",
            30,
            most=90,
        ),
        Setting(
            Delay.LINK_CODE_DAYS,
            "Validité du code qui lie un compte à un dossier",
            "Passé ce délai, le code ne sert plus.",
            "jours",
            15,
            most=60,
        ),
        Setting(
            Delay.HOURS_MIN,
            "Heures d’activité par semaine, au moins",
            "Le minimum proposé dans un contrat au régime prévu par la loi.",
            "heures",
            15,
            "Art. L. 5411-6 du code du travail",
            most=35,
        ),
        Setting(
            Delay.HOURS_MAX,
            "Heures d’activité par semaine, au plus",
            "Le maximum local proposé dans un contrat.",
            "heures",
            20,
            most=35,
        ),
        Setting(
            Delay.CONTRACT_MAX_MONTHS,
            "Durée d’un contrat, au plus",
            "La date de fin la plus tardive d’un contrat qui se prépare.",
            "mois",
            12,
            most=36,
        ),
        Setting(
            Delay.OBSERVATION_DAYS,
            "Observations de la personne, après réception du courrier",
            "Avant la fin de ce délai, aucune décision n’est possible.",
            "jours",
            10,
            "Art. R. 262-68 du code de l’action sociale et des familles, à confirmer",
            most=60,
        ),
        Setting(
            Delay.REPETITION_MONTHS,
            "Période pendant laquelle un manquement compte comme une réitération",
            "Le barème proposé pour un nouveau manquement.",
            "mois",
            24,
            "Art. R. 262-68-1 du code de l’action sociale et des familles, à confirmer",
            most=60,
        ),
        Setting(
            Delay.FIRST_RATE_MIN,
            "Premier manquement : taux de suspension, au moins",
            "Le taux le plus bas d’une première sanction.",
            "%",
            30,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=100,
        ),
        Setting(
            Delay.FIRST_RATE_MAX,
            "Premier manquement : taux de suspension, au plus",
            "Le taux le plus haut d’une première sanction.",
            "%",
            100,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=100,
        ),
        Setting(
            Delay.FIRST_MONTHS_MIN,
            "Premier manquement : durée, au moins",
            "La durée la plus courte d’une première sanction.",
            "mois",
            1,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=12,
        ),
        Setting(
            Delay.FIRST_MONTHS_MAX,
            "Premier manquement : durée, au plus",
            "La durée la plus longue d’une première sanction.",
            "mois",
            2,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=12,
        ),
        Setting(
            Delay.REPEAT_RATE_MIN,
            "Persistance ou réitération : taux, au moins",
            "Le taux le plus bas, contrôle refusé compris.",
            "%",
            30,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=100,
        ),
        Setting(
            Delay.REPEAT_RATE_MAX,
            "Persistance ou réitération : taux, au plus",
            "Le taux le plus haut, contrôle refusé compris.",
            "%",
            100,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=100,
        ),
        Setting(
            Delay.REPEAT_MONTHS_MIN,
            "Persistance ou réitération : durée, au moins",
            "La durée la plus courte, contrôle refusé compris.",
            "mois",
            1,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=12,
        ),
        Setting(
            Delay.REPEAT_MONTHS_MAX,
            "Persistance ou réitération : durée, au plus",
            "La durée la plus longue, contrôle refusé compris.",
            "mois",
            4,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=12,
        ),
        Setting(
            Delay.HOUSEHOLD_RATE_MAX,
            "Taux au plus, pour un foyer de plusieurs personnes ou avec majoration",
            "Aucune sanction de ce foyer ne dépasse ce taux.",
            "%",
            50,
            "Art. R. 262-68-6 du code de l’action sociale et des familles",
            most=100,
        ),
        Setting(
            Delay.REMOVAL_MONTHS,
            "Durée de suppression totale avant de proposer la radiation",
            "Avant cette durée, ni proposition de radiation ni fin de droit.",
            "mois",
            4,
            "Art. R. 262-68 du code de l’action sociale et des familles",
            most=24,
        ),
        Setting(
            Delay.APPEAL_MONTHS,
            "Recours, après réception de la décision",
            "Passé ce délai, le recours est noté comme tardif.",
            "mois",
            2,
            "Art. R. 262-88 du code de l’action sociale et des familles",
            most=12,
        ),
        Setting(
            Delay.BOARD_QUORUM,
            "Quorum de l’équipe pluridisciplinaire",
            "Le nombre de membres présents sans lequel aucun avis n’est rendu.",
            "membres",
            3,
            "Art. R. 262-70 du code de l’action sociale et des familles, et règlement intérieur",
            most=30,
        ),
        Setting(
            Delay.RETENTION_MONTHS,
            "Conservation d’un dossier après le dernier contact",
            "L’archivage restreint d’un dossier ; un nouveau contact le repousse.",
            "mois",
            24,
            most=120,
        ),
        Setting(
            Delay.RETENTION_NOTICE_DAYS,
            "Préavis avant archivage, et avant destruction",
            "Le temps pendant lequel la personne responsable de l’unité peut s’y opposer.",
            "jours",
            30,
            least=30,
        ),
        Setting(
            Delay.ARCHIVE_MONTHS,
            "Archive restreinte avant destruction",
            "Le temps entre l’archivage et la proposition aux archives départementales.",
            "mois",
            12,
            most=120,
        ),
        Setting(
            Delay.PARTICIPATION_YEARS,
            "FSE+ : conservation après le dernier paiement",
            "La fin de l’arrêt de la conservation pour une participation FSE+.",
            "ans",
            5,
            "Règlement (UE) 2021/1060, art. 82 (à confirmer)",
            most=15,
        ),
        Setting(
            Delay.FILE_ANSWER_MONTHS,
            "Réponse à une personne qui demande son dossier, après sa demande",
            "L’échéance «\u00a0dossier à remettre\u00a0» sur l’accueil du responsable d’unité.",
            "mois",
            1,
            "Règlement (UE) 2016/679 (RGPD), art. 12, § 3, et art. 15",
            most=1,
        ),
        Setting(
            Delay.FILE_EXTENSION_MONTHS,
            "Prolongation de cette réponse, avec un motif dit à la personne",
            "La nouvelle échéance, comptée après la première.",
            "mois",
            2,
            "Règlement (UE) 2016/679 (RGPD), art. 12, § 3",
            most=2,
        ),
        Setting(
            Delay.FILE_LINK_DAYS,
            "Dossier remis dans l’espace de la personne\u00a0: disponible pendant",
            "Passé ce délai, le lien ne sert plus et le fichier est effacé.",
            "jours",
            30,
            most=90,
        ),
    )
}


class Delays:
    """Every value there ever was, read at once: for lists of clocks."""

    def __init__(self, rows: Iterable[DelaySetting]) -> None:
        self._rows: dict[str, list[DelaySetting]] = defaultdict(list)
        for row in rows:
            self._rows[row.key].append(row)
        for known in self._rows.values():
            known.sort(key=lambda row: row.starts_on, reverse=True)

    def value(self, key: Delay, day: date) -> int:
        """The number in force on a day, in the unit of its key."""
        return self._at(key, day, "value")

    def date_of(self, key: Delay, day: date) -> date:
        """The date in force on a day."""
        return self._at(key, day, "date")

    def row(self, key: Delay, day: date) -> DelaySetting | None:
        """What was set and is in force on a day; None while the first value holds."""
        return next((row for row in self._rows[key] if row.starts_on <= day), None)

    def _at(self, key: Delay, day: date, name: str) -> Any:
        row = self.row(key, day)
        return getattr(row, name) if row else SETTINGS[key].default


def all_values() -> Delays:
    """Every value, in one query."""
    return Delays(DelaySetting.unscoped.all())


def value(key: Delay, day: date) -> int:
    """The number in force on a day, in the unit of its key."""
    return Delays(DelaySetting.unscoped.filter(key=key)).value(key, day)


def date_of(key: Delay, day: date) -> date:
    """The date in force on a day."""
    return Delays(DelaySetting.unscoped.filter(key=key)).date_of(key, day)


def legal_reference(key: Delay, day: date) -> str:
    """What the value in force on a day rests on; empty for a choice of the Département."""
    row = Delays(DelaySetting.unscoped.filter(key=key)).row(key, day)
    return row.legal_reference if row else SETTINGS[key].legal_reference
