"""What the forms of a case and their fields are called, where a text is given back."""

from portal.followup.journal.drafts import Fields

_FORMS = {
    "quick": "Rendez-vous noté",
    "note": "Note",
    "appointment_new": "Rendez-vous à planifier",
    "appointment_move": "Rendez-vous à déplacer",
    "appointment_state": "Suite d’un rendez-vous",
    "appointment_cancel": "Annulation d’un rendez-vous",
    "invite": "Invitation à choisir un rendez-vous",
    "summon": "Convocation",
    "invitation_withdraw": "Retrait d’une invitation",
    "invitation_reminders": "Arrêt des relances",
    "letter_handed": "Remise d’une lettre",
    "letter_back": "Retour d’une lettre",
    "document_remove": "Retrait d’un document",
    "diagnosis": "Diagnostic",
    "contract": "Contrat d’engagement",
    "goal": "Objectif",
    "step": "Étape",
    "orient": "Orientation",
    "orient_correct": "Correction d’une orientation",
    "transfer": "Choix de la référente ou du référent",
    "request_reorientation": "Demande de réorientation",
    "request_referent": "Demande de changement de référent·e",
    "request_exit": "Demande de fin de parcours",
    "request_answer": "Réponse à une demande",
    "exit": "Sortie",
    "exit_undo": "Annulation d’une sortie",
    "breach": "Signalement",
    "breach_answer": "Réponse à un signalement",
    "observation": "Observations",
    "procedure_equipe": "Question à l’équipe pluridisciplinaire",
    "procedure_decider": "Décision",
    "procedure_lever": "Levée d’une sanction",
    "procedure_recours": "Recours",
    "procedure_clore": "Procédure à clore",
    "share_note": "Extrait de note à partager",
    "file_record": "Demande d’accès au dossier",
    "file_extend": "Prolongation d’une réponse",
    "file_refuse": "Refus d’une demande de dossier",
    "file_deliver": "Remise d’un dossier",
    "remobilisation": "Ce qui a été fait pendant la sanction",
}
_FIELDS = {
    "text": "Note",
    "step": "Prochaine étape",
    "reason": "Motif",
    "summary": "Situation et atouts",
    "needs": "Besoins et attentes",
    "person_words": "Ce que dit la personne",
    "department_commitments": "Engagements du Département",
    "person_opinion": "Avis de la personne",
    "answer": "Réponse",
    "why": "Motif de l’annulation",
    "situation": "Situation",
    "comment": "Précision",
    "label": "Libellé",
    "facts": "Faits",
    "tried": "Ce qui a été tenté",
    "household": "Situation du foyer",
    "nature": "Nature et fréquence des manquements",
    "consequences": "Conséquences",
    "grounds": "Ce que demande la personne",
    "question": "Question posée à l’équipe",
    "place": "Adresse du rendez-vous",
}
# Below, a value is a choice, a key or a date more than words.
_SHORTEST_WORDS = 12


def form_label(form: str) -> str:
    """« Note » of `note:12`."""
    return _FORMS.get(form.partition(":")[0], "Texte")


def texts_of(fields: Fields) -> list[tuple[str, str]]:
    """What somebody wrote in a form, each text under its label; choices and dates are left out."""
    found = []
    for name, value in fields.items():
        label = _FIELDS.get(name, "")
        words = value.strip() if isinstance(value, str) else ""
        is_text = bool(label) or (len(words) >= _SHORTEST_WORDS and " " in words)
        if words and is_text:
            found.append((label or "Autre texte", words))
    return found
