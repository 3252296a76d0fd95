"""The abbreviations that people meet on the public site, each explained in one sentence.

One place for all: a screen that prints one of them shows its meaning beside it, in a block that
opens by touch and by keyboard (`components/glossary.html`).
"""

import re

MEANINGS = {
    "CDDI": (
        "contrat à durée déterminée d’insertion. Un vrai travail payé, de quatre mois à deux ans "
        "le plus souvent, avec quelqu’un qui vous aide à préparer la suite."
    ),
    "PMSMP": (
        "période de mise en situation en milieu professionnel. Quelques jours dans une entreprise, "
        "pour découvrir un métier. Ce n’est pas un contrat de travail\u00a0: "
        "vous gardez vos allocations."
    ),
    "SIAE": (
        "structure d’insertion par l’activité économique. Une entreprise ou une association qui "
        "embauche des personnes éloignées de l’emploi et les accompagne."
    ),
    "RQTH": (
        "reconnaissance de la qualité de travailleur handicapé. Elle donne droit à des aides et à "
        "un poste adapté. Rien n’oblige à en parler."
    ),
    "CACES": (
        "certificat d’aptitude à la conduite en sécurité. Il permet de conduire des engins, comme "
        "un chariot élévateur."
    ),
    "SST": "sauveteur secouriste du travail. Un certificat de premiers secours au travail.",
    "HACCP": "règles d’hygiène à suivre en cuisine, qui s’apprennent en quelques jours.",
    "RSA": "revenu de solidarité active.",
    "CER": (
        "contrat d’engagement réciproque. Ce que la personne et le service décident de faire "
        "ensemble."
    ),
}
_WORD = re.compile(rf"\b({'|'.join(MEANINGS)})\b")


def explained(*texts: str) -> dict[str, str]:
    """The abbreviations of these texts and their meanings, in the order of the first use."""
    found = dict.fromkeys(word for text in texts for word in _WORD.findall(text))
    return {word: MEANINGS[word] for word in found}
