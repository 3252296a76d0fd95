"""The settings of the closed area."""

from portal.accounts.capabilities import CONFIGURE_FOLLOWUP
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

MANAGERS = frozenset({L.UNIT_MANAGER})


def settings(path: str, status: int = 200, **options) -> Row:
    """A screen of the settings, which are everybody's and set by the managers."""
    if other := options.get("other"):
        options["other"] = f"/suivi/reglages/{other}"
    return Row(f"/suivi/reglages/{path}", MANAGERS, status, asks=(CONFIGURE_FOLLOWUP,), **options)


FOLLOWUP_CONFIGURATION = {
    "followup:settings": settings(""),
    "followup:settings_list": settings("listes/journal_kind/", other="listes/inconnue/"),
    "followup:settings_term": settings("termes/{term.pk}/", other="termes/0/"),
    "followup:settings_move_term": settings(
        "termes/{term.pk}/descendre/", 302, method="post", other="termes/0/descendre/"
    ),
    "followup:settings_delay": settings("delais/silence_days/", other="delais/inconnu/"),
    "followup:settings_drop_delay": settings(
        "delais/silence_days/{planned_delay.pk}/retirer/",
        302,
        method="post",
        # Under another key, it is not found.
        other="delais/hours_min/{planned_delay.pk}/retirer/",
    ),
    "followup:settings_letter": settings("courriers/contract/", other="courriers/inconnu/"),
    "followup:settings_letter_preview": settings(
        "courriers/contract/apercu.pdf", other="courriers/inconnu/apercu.pdf"
    ),
    "followup:settings_drop_letter": settings(
        "courriers/contract/{planned_letter.pk}/retirer/",
        302,
        method="post",
        other="courriers/link_code/{planned_letter.pk}/retirer/",
    ),
}
