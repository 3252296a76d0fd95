"""The first terms of every list: what the program knows by a code, and what most units use.

A term that is already there, by its code or its label, is left as it is.
"""

from datetime import date

from django.db import migrations

from portal.followup.rows.operations import OpenScope

FIRST_DAY = date(2025, 1, 1)

# Code, label, situations.
THEMES = (
    (
        "housing",
        "Logement",
        (
            *("Sans logement", "Hébergé·e chez un tiers", "En hébergement d’urgence"),
            *("Menacé·e d’expulsion", "Logement indigne ou trop petit", "Loyer ou charges impayés"),
        ),
    ),
    (
        "mobility",
        "Mobilité",
        (
            *("Sans permis de conduire", "Sans véhicule", "Véhicule en panne ou sans assurance"),
            *("Loin des transports en commun", "N’ose pas prendre les transports"),
            "Permis suspendu ou annulé",
        ),
    ),
    (
        "health",
        "Santé",
        (
            *("Sans médecin traitant", "Sans complémentaire santé", "Maladie de longue durée"),
            *("Souffrance psychique", "Addiction", "Handicap, démarches en cours"),
            "Soins dentaires ou optiques à faire",
        ),
    ),
    (
        "family",
        "Garde d’enfants et famille",
        (
            *("Sans mode de garde", "Garde limitée à certains horaires", "Parent isolé"),
            *("Aide un proche malade ou handicapé", "Séparation en cours"),
            *("Violences dans le couple ou la famille", "Grossesse"),
        ),
    ),
    (
        "language",
        "Langue",
        (
            *("Parle peu français", "Lit ou écrit difficilement", "N’a pas été scolarisé·e"),
            "Cours de français en attente de place",
        ),
    ),
    (
        "digital",
        "Numérique",
        (
            *("Sans ordinateur", "Sans connexion à Internet", "Sans adresse e-mail"),
            "Ne fait pas ses démarches en ligne sans aide",
        ),
    ),
    (
        "budget",
        "Budget",
        (
            *("Dettes", "Dossier de surendettement", "Sans compte bancaire"),
            *("Découvert permanent", "Aide alimentaire nécessaire"),
        ),
    ),
    (
        "rights",
        "Démarches et droits",
        (
            *("Titre de séjour à renouveler", "Droits non ouverts", "Papiers perdus"),
            *("Mesure de protection (tutelle, curatelle)", "Procédure de justice en cours"),
        ),
    ),
    (
        "training",
        "Formation",
        (
            *("Sans diplôme", "Diplôme étranger non reconnu", "Savoirs de base à reprendre"),
            "Formation en attente de financement",
        ),
    ),
    (
        "employment",
        "Emploi",
        (
            *("Sans projet défini", "Sans expérience récente", "Éloigné·e de l’emploi depuis 2 ans"),
            *("CV à refaire", "Métier visé sans offres proches", "Contre-indications au métier"),
        ),
    ),
)
OTHERS = {
    # Those that waive hours, those that only reduce them (`configuration/terms.py`).
    "exemption_reason": (
        ("health", "Santé"),
        ("disability", "Handicap"),
        ("invalidity", "Invalidité"),
        ("lone_parent", "Parent isolé sans garde pour un enfant de moins de 12 ans"),
        ("carer", "Aide à un proche (proche aidant·e)"),
        ("housing", "Logement"),
        ("family", "Difficultés familiales"),
        ("mobility", "Transports"),
        ("job", "Emploi à temps partiel ou activité déclarée"),
        ("training_course", "Formation à temps partiel"),
    ),
    "activity_kind": (
        ("job_search", "Recherche d’emploi"),
        ("workshop", "Atelier collectif"),
        ("training_course", "Formation"),
        ("immersion", "Immersion en entreprise"),
        ("job", "Emploi, intérim"),
        ("business", "Création d’activité"),
        ("volunteering", "Bénévolat"),
        ("care", "Soins, démarches de santé"),
        ("steps", "Démarches (logement, droits, famille)"),
        ("language", "Cours de français"),
        ("driving", "Permis de conduire"),
        ("interview", "Entretien avec un·e professionnel·le"),
    ),
    "appointment_kind": (
        ("first", "Premier entretien"),
        ("diagnosis", "Diagnostic"),
        ("contract", "Contrat\u00a0: préparation ou signature"),
        ("follow_up", "Suivi"),
        ("review", "Réexamen du parcours"),
        ("three_way", "Entretien à trois"),
        ("handover", "Passation entre référents"),
        ("home_visit", "Visite à domicile"),
        ("group", "Réunion d’information"),
    ),
    "document_kind": (
        ("signed_contract", "Contrat signé"),
        ("amendment", "Avenant signé"),
        ("letter", "Courrier"),
        ("identity", "Pièce d’identité, titre de séjour"),
        ("health", "Justificatif de santé ou de handicap"),
        ("job", "Contrat de travail, bulletin de salaire"),
        ("training_course", "Attestation de formation"),
        ("housing", "Logement"),
        ("cv", "CV"),
        ("other", "Autre document"),
    ),
    "journal_kind": (
        ("interview", "Entretien"),
        ("phone", "Appel téléphonique"),
        ("message", "Message de la personne"),
        ("visit", "Visite à domicile"),
        ("partner", "Échange avec un partenaire"),
        ("team", "Échange dans le groupe de suivi"),
        ("observation", "Observation"),
        ("other", "Autre"),
    ),
    "team_reason": (
        ("housing", "Logement"),
        ("health", "Santé"),
        ("family", "Enfance et famille"),
        ("budget", "Budget"),
        ("employment", "Emploi et formation"),
        ("joint", "Accompagnement global"),
    ),
}
# Objectives have the themes of barriers; these stand beside them.
MORE_GOAL_THEMES = (("business", "Création d’activité"), ("social", "Vie sociale"))


def lay_terms(apps, schema_editor):
    """Add those that are missing."""
    for rank, (code, label, situations) in enumerate(THEMES):
        theme = _lay(apps, "barrier_theme", code, label, rank)
        _lay(apps, "goal_theme", code, label, rank)
        for position, situation in enumerate(situations):
            _lay(apps, "barrier_situation", "", situation, position, parent=theme)
    for rank, (code, label) in enumerate(MORE_GOAL_THEMES, start=len(THEMES)):
        _lay(apps, "goal_theme", code, label, rank)
    for name, terms in OTHERS.items():
        for rank, (code, label) in enumerate(terms):
            _lay(apps, name, code, label, rank)


def _lay(apps, name, code, label, rank, parent=None):
    terms = apps.get_model("followup", "Term").unscoped.filter(list=name)
    term = (terms.filter(code=code).first() if code else None) or terms.filter(label=label).first()
    if term is None:
        term = terms.create(
            list=name, code=code, label=label, order=rank, parent=parent, valid_from=FIRST_DAY
        )
    return term


class Migration(migrations.Migration):
    dependencies = [("followup", "0002_row_security")]

    operations = [OpenScope(), migrations.RunPython(lay_terms, migrations.RunPython.noop)]
