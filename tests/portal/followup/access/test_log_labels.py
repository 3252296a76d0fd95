"""What the log calls the screens."""

import pytest

from portal.followup.access.places import label_of


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ("followup:contract_sign", "Contrat et plan d’action"),
        ("followup:note_write", "Journal"),
        ("followup:search", "Recherche parmi ses dossiers"),
        ("followup:blind_search", "Recherche hors de son périmètre"),
        ("followup:invitation_withdraw", "Invitations et convocations"),
        ("booking:invitation", "Lien d’une invitation"),
        ("followup:breach_answer", "Manquements"),
        ("followup:board_case", "Équipe pluridisciplinaire"),
        ("followup:appeal", "Recours"),
        ("followup:own_file_pdf", "Espace de la personne"),
        ("followup:own_side", "Côté personne"),
        ("followup:file_preview", "Demande de dossier"),
        ("followup:share_note", "Côté personne"),
        ("followup:unshare", "Côté personne"),
        ("followup:something_else", "Autre écran"),
        ("", ""),
    ],
)
def test_a_screen_is_called_by_its_tab(place, label):
    assert label_of(place) == label
