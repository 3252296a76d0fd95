"""What professionals of the demo write."""

NOTES = (
    "A déposé trois candidatures cette semaine, dont une en boulangerie. Attend une réponse.",
    "Le loyer de septembre est payé. Reste une dette d’énergie\u00a0: rendez-vous pris au CCAS.",
    "Garde trouvée trois jours par semaine à partir du mois prochain. Disponible dès lors.",
    "Le permis avance\u00a0: code obtenu, premières heures de conduite la semaine prochaine.",
    "Souhaite revoir son projet après l’immersion, qui ne lui a pas plu. À reprendre ensemble.",
    "Très à l’aise à l’oral, moins à l’écrit. D’accord pour les ateliers de français.",
    "A manqué le bus, a prévenu par téléphone. Nouveau rendez-vous convenu.",
    "CV refait ensemble, envoyé à deux entreprises du Sud-Territoire.",
    "Fatigue. N’a pas encore revu de médecin. Orientée vers le bilan de santé gratuit.",
    "L’employeur propose de prolonger la mission. Réponse à donner d’ici vendredi.",
)
CONFIDENTIAL = (
    "Évoque des douleurs au dos depuis l’accident. Ne veut pas que cela figure au contrat.",
    "Situation familiale tendue. À reprendre seule à seule la prochaine fois.",
)
GOALS = (
    ("Retrouver un emploi près de chez soi", "employment"),
    ("Passer le permis de conduire", "mobility"),
    ("Stabiliser le logement", "housing"),
    ("Trouver un mode de garde", "family"),
    ("Gagner en aisance à l’écrit", "language"),
    ("Se former au métier visé", "training"),
)
STEPS = (
    "Refaire le CV",
    "Envoyer cinq candidatures",
    "Rencontrer la mission locale",
    "Déposer la demande de logement",
    "S’inscrire à l’auto-école solidaire",
    "Appeler la crèche",
    "Faire le bilan de compétences",
    "Ouvrir un compte d’activité",
)
SUMMARIES = (
    "Quinze ans en usine, licenciement économique. Ponctuel, apprécié des équipes.",
    "Aide à domicile pendant huit ans, arrêt pour élever ses enfants. Bon contact.",
    "Peu d’expérience en France, diplôme étranger. Motivé, disponible tout de suite.",
    "Alternance de missions courtes. Souhaite un poste stable, accepte les horaires décalés.",
)
NEEDS = "Être aidé·e dans les démarches en ligne, et trouver un poste accessible sans voiture."
PERSON_WORDS = "Je veux travailler, mais pas trop loin à cause de l’école."
COMMITMENTS = "Le Département finance l’auto-école solidaire et accompagne les démarches."
TEAM_REASONS = ("Suivi de santé", "Accompagnement vers l’emploi", "Aide au logement")
ASKED = "La personne a trouvé un projet clair et n’a plus besoin d’un suivi social."
