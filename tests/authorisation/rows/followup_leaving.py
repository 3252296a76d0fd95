"""How long cases are kept, and what is sent of them."""

from portal.accounts.capabilities import LEAD_UNIT, ORIENTATION_FIGURES, TRANSMIT
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

MANAGERS = frozenset({L.UNIT_MANAGER})
COUNTERS = frozenset({L.ORIENTATION_OFFICER, L.UNIT_MANAGER})
_ROOT = "/suivi/conservation/"


def kept(name: str, other: str) -> Row:
    """An address of a case of one's unit; of another unit's."""
    return Row(
        f"{_ROOT}dossiers/{name}", MANAGERS, other=f"{_ROOT}dossiers/{other}", asks=(LEAD_UNIT,)
    )


def slip(path: str, name: str = "unit_slip", other: str = "other_slip") -> Row:
    """An address of a slip of one's unit; of another unit's."""
    return Row(
        f"{_ROOT}bordereaux/{{{name}.pk}}/{path}",
        MANAGERS,
        other=f"{_ROOT}bordereaux/{{{other}.pk}}/{path}",
        asks=(LEAD_UNIT,),
    )


FOLLOWUP_LEAVING = {
    "followup:retention": Row(_ROOT, MANAGERS, asks=(LEAD_UNIT,)),
    "followup:archive": Row(f"{_ROOT}archives/", MANAGERS, asks=(LEAD_UNIT,)),
    "followup:retention_case": kept("{archived_case.pk}/", "{other_archived.pk}/"),
    "followup:archive_read": kept("{archived_case.pk}/lire/", "{other_archived.pk}/lire/"),
    "followup:archive_reopen": kept("{archived_case.pk}/rouvrir/", "{other_archived.pk}/rouvrir/"),
    "followup:retention_lift": kept(
        "{archived_case.pk}/arrets/{archived_hold.pk}/",
        "{other_archived.pk}/arrets/{other_hold.pk}/",
    ),
    # Nothing is due: a sentence says so.
    "followup:slip_prepare": Row(
        f"{_ROOT}bordereaux/", MANAGERS, 302, method="post", asks=(LEAD_UNIT,)
    ),
    "followup:slip": slip(""),
    "followup:slip_paper": slip("bordereau.pdf"),
    "followup:slip_visa_file": slip("visa.pdf", "approved_slip", "other_approved"),
    "followup:slip_send": slip("envoyer/"),
    "followup:slip_visa": slip("visa/"),
    "followup:slip_refusal": slip("reponse/"),
    "followup:slip_cancel": slip("abandonner/"),
    "followup:slip_destroy": slip("detruire/", "approved_slip", "other_approved"),
    "followup:exchange": Row("/suivi/transmissions/", MANAGERS, asks=(TRANSMIT,)),
    # Without a period, the form is shown again.
    "followup:exchange_file": Row(
        "/suivi/transmissions/rendez-vous.csv", MANAGERS, 422, method="post", asks=(TRANSMIT,)
    ),
    "followup:exchange_send": Row(
        "/suivi/transmissions/envoyer/", MANAGERS, 422, method="post", asks=(TRANSMIT,)
    ),
    "followup:figures": Row("/suivi/chiffres-orientation/", COUNTERS, asks=(ORIENTATION_FIGURES,)),
    "followup:figures_file": Row(
        "/suivi/chiffres-orientation/orientation.csv",
        COUNTERS,
        422,
        method="post",
        asks=(ORIENTATION_FIGURES,),
    ),
}
