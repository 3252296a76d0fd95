"""Texts of paper letters and of the printed contract: each counts from a day on.

A text has variables in braces, `{personne}`, which its key declares; the first text of a key is a
template of `templates/followup/letters/`. Mail is not set here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.template.loader import render_to_string

from portal.followup.configuration.models import LetterText

_VARIABLE = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}]")
_SUBJECT = "Objet\u00a0: "


class Key(StrEnum):
    """Which letter."""

    ORIENTATION_NOTICE = "orientation_notice"
    REASSIGNMENT = "reassignment"
    CONTRACT = "contract"
    INVITATION = "invitation"
    CONVOCATION = "convocation"
    ABSENCE_WARNING = "absence_warning"
    LINK_CODE = "link_code"
    BREACH_NOTICE = "breach_notice"
    SANCTION_DECISION = "sanction_decision"
    NO_SANCTION = "no_sanction"
    SANCTION_LIFTED = "sanction_lifted"
    REMOVAL_PROPOSED = "removal_proposed"
    RIGHT_ENDED = "right_ended"
    APPEAL_ANSWER = "appeal_answer"


@dataclass(frozen=True, slots=True)
class Variable:
    """A word in braces: what it stands for, and what a preview shows in its place."""

    name: str
    label: str
    example: str

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that staff write: its label, where it goes, the variables that it may have.

    `needs`: those without which it is of no use; no text may leave one out.
    """

    key: Key
    label: str
    purpose: str
    variables: tuple[Variable, ...]
    template: str
    needs: tuple[str, ...]


class Text(Protocol):
    """What a letter says: a row of `LetterText`, or the text that the site came with."""

    @property
    def subject(self) -> str:
        """Its object, variables in braces."""

    @property
    def body(self) -> str:
        """Its text, the same."""


@dataclass(frozen=True, slots=True)
class FirstText:
    """What a letter says until somebody writes another text."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter with its values: ready to be printed."""

    subject: str
    paragraphs: tuple[str, ...]


_OF_THE_PERSON = (
    Variable("personne", "Civilité, prénom et nom", "Madame Éloïse Martin"),
    Variable("numero", "Numéro du dossier", "000123"),
    Variable("date", "Date du jour", "1er mars 2027"),
    Variable("unite", "Unité qui suit la personne", "Unité de Courlande"),
    Variable("telephone_unite", "Téléphone de l’unité", "01 23 45 67 89"),
)
_BREACH = (
    Variable("manquement", "Manquement signalé", "absence à un rendez-vous obligatoire"),
    Variable("date_faits", "Date des faits", "12 février 2027"),
)
_REASONS = (
    Variable("situation", "Motif\u00a0: situation de la personne", "Vous vivez seule."),
    Variable("foyer", "Motif\u00a0: situation du foyer", "Votre foyer compte une personne."),
    Variable("nature", "Motif\u00a0: nature et fréquence", "C’est un premier manquement."),
    Variable("consequences", "Motif\u00a0: conséquences", "L’aide au logement reste versée."),
)
_REASON = Variable("motif", "Motif", "Vous avez repris vos démarches.")
_APPEAL = Variable("delai_recours", "Délai du recours", "2 mois")
LETTERS = {
    letter.key: letter
    for letter in (
        Letter(
            Key.ORIENTATION_NOTICE,
            "Notification de l’orientation",
            "Imprimée depuis le parcours du dossier, quand une orientation est décidée.",
            (
                *_OF_THE_PERSON,
                Variable("parcours", "Parcours décidé", "social"),
                Variable("structure", "Structure référente", "Service insertion"),
                Variable("decision", "Date de la décision", "22 février 2027"),
                Variable("delai_contrat", "Délai du premier contrat", "1 mois"),
            ),
            "followup/letters/orientation_notice.txt",
            needs=("parcours", "structure"),
        ),
        Letter(
            Key.REASSIGNMENT,
            "Changement de référente ou de référent",
            "Imprimée pour chaque personne, quand une unité réaffecte plusieurs dossiers.",
            (
                *_OF_THE_PERSON,
                Variable("jour", "À partir du", "1er avril 2027"),
                Variable("referent", "Qui reprend", "Camille Bernard"),
                Variable("structure", "Structure référente", "Service insertion"),
                Variable("telephone_referent", "Son téléphone", "01 23 45 67 90"),
            ),
            "followup/letters/reassignment.txt",
            needs=("jour", "referent"),
        ),
        Letter(
            Key.CONTRACT,
            "Contrat d’engagement",
            "Le texte qui ouvre le contrat imprimé pour la signature.",
            (
                *_OF_THE_PERSON,
                Variable("debut", "Premier jour du contrat", "1er mars 2027"),
                Variable("fin", "Dernier jour du contrat", "31 août 2027"),
                Variable("heures", "Heures par semaine", "15 heures"),
                Variable("referent", "Référente ou référent", "Camille Bernard"),
                Variable("structure", "Structure référente", "Service insertion"),
            ),
            "followup/letters/contract.txt",
            needs=("debut", "fin", "heures"),
        ),
        Letter(
            Key.INVITATION,
            "Invitation à choisir un rendez-vous",
            "Imprimée avec les courriers du jour. Elle porte un code à photographier, et son texte "
            "est suivi de celui de la catégorie.",
            (
                *_OF_THE_PERSON,
                Variable("categorie", "Catégorie du rendez-vous", "Rendez-vous de suivi"),
                Variable("duree", "Durée", "45 minutes"),
                Variable("avec", "Avec qui", "Camille Bernard"),
                Variable("adresse", "Page où choisir", "https://exemple.fr/rendez-vous/"),
                Variable("code", "Code à saisir sur cette page", "ABCD-EFGH-JKMN-PQRS"),
                Variable(
                    "limite",
                    "Phrase de la date limite, vide pour un rendez-vous facultatif",
                    "Choisissez au plus tard le 16 mars 2027.",
                ),
            ),
            "followup/letters/invitation.txt",
            needs=("adresse", "code", "limite"),
        ),
        Letter(
            Key.CONVOCATION,
            "Convocation à un rendez-vous",
            "Imprimée depuis un rendez-vous.",
            (
                *_OF_THE_PERSON,
                Variable("jour", "Jour du rendez-vous", "mardi 9 mars 2027"),
                Variable("heure", "Heure du rendez-vous", "14 h 30"),
                Variable("lieu", "Lieu du rendez-vous", "12 rue des Tilleuls, Courlande"),
                Variable("avec", "Avec qui", "Camille Bernard"),
            ),
            "followup/letters/convocation.txt",
            needs=("jour", "heure", "lieu"),
        ),
        Letter(
            Key.ABSENCE_WARNING,
            "Suites d’une absence",
            "Ajoutées à l’invitation et à la convocation quand la catégorie le demande.",
            _OF_THE_PERSON,
            "followup/letters/absence_warning.txt",
            needs=(),
        ),
        Letter(
            Key.LINK_CODE,
            "Code qui lie un compte à un dossier",
            "Remis en main propre ou envoyé par la poste.",
            (
                *_OF_THE_PERSON,
                Variable("code", "Code, qui sert une fois", "ABCD-EFGH"),
                Variable("adresse", "Page où saisir le code", "https://exemple.fr/mon-espace/"),
                Variable("validite", "Dernier jour du code", "16 mars 2027"),
            ),
            "followup/letters/link_code.txt",
            needs=("code", "validite"),
        ),
        Letter(
            Key.BREACH_NOTICE,
            "Ouverture d’une procédure de suspension",
            "Imprimée depuis la procédure. Sa réception fait courir le délai d’observations.",
            (
                *_OF_THE_PERSON,
                *_BREACH,
                Variable("faits", "Faits signalés", "Vous n’êtes pas venue au rendez-vous."),
                Variable("delai_observations", "Délai d’observations", "10 jours"),
            ),
            "followup/letters/breach_notice.txt",
            needs=("manquement", "faits", "delai_observations"),
        ),
        Letter(
            Key.SANCTION_DECISION,
            "Décision de suspension ou de suppression",
            "Imprimée depuis la procédure. Sa réception fait courir le délai de recours.",
            (
                *_OF_THE_PERSON,
                *_BREACH,
                Variable(
                    "decision",
                    "Ce qui est décidé",
                    "la suspension de 30\u00a0% de votre RSA pendant 1\u00a0mois",
                ),
                Variable("effet", "Premier jour", "1er avril 2027"),
                *_REASONS,
                _APPEAL,
            ),
            "followup/letters/sanction_decision.txt",
            needs=(
                "decision",
                "effet",
                "situation",
                "foyer",
                "nature",
                "consequences",
                "delai_recours",
            ),
        ),
        Letter(
            Key.NO_SANCTION,
            "Fin d’une procédure, sans sanction",
            "Imprimée depuis une procédure close sans sanction.",
            (*_OF_THE_PERSON, *_BREACH, _REASON),
            "followup/letters/no_sanction.txt",
            needs=(),
        ),
        Letter(
            Key.SANCTION_LIFTED,
            "Levée d’une suspension ou d’une suppression",
            "Imprimée depuis une procédure levée.",
            (*_OF_THE_PERSON, Variable("levee", "Levée à partir du", "15 avril 2027"), _REASON),
            "followup/letters/sanction_lifted.txt",
            needs=("levee",),
        ),
        Letter(
            Key.REMOVAL_PROPOSED,
            "Proposition de radiation à France Travail",
            "Imprimée depuis la procédure, quand la radiation est proposée.",
            (*_OF_THE_PERSON, _REASON),
            "followup/letters/removal_proposed.txt",
            needs=("motif",),
        ),
        Letter(
            Key.RIGHT_ENDED,
            "Fin du droit au RSA",
            "Imprimée depuis la procédure, quand la fin de droit est décidée.",
            (*_OF_THE_PERSON, Variable("fin", "Décidée le", "2 août 2027"), _REASON, _APPEAL),
            "followup/letters/right_ended.txt",
            needs=("motif", "delai_recours"),
        ),
        Letter(
            Key.APPEAL_ANSWER,
            "Réponse à un recours",
            "Imprimée depuis la procédure, quand le recours a sa réponse.",
            (
                *_OF_THE_PERSON,
                Variable("recu", "Recours reçu le", "3 mai 2027"),
                Variable("reponse", "Réponse", "rejeté\u00a0: la décision est maintenue"),
                _REASON,
            ),
            "followup/letters/appeal_answer.txt",
            needs=("reponse", "motif"),
        ),
    )
}


def text(key: str, day: date) -> Text:
    """What a letter says on a day."""
    row = LetterText.unscoped.filter(key=key, starts_on__lte=day).order_by("-starts_on").first()
    return row or first_text(key)


def first_text(key: str) -> FirstText:
    """The text that the site came with."""
    subject, _, body = render_to_string(LETTERS[Key(key)].template).strip().partition("\n")
    return FirstText(subject.removeprefix(_SUBJECT).strip(), body.strip())


def unknown_variables(key: str, *texts: str) -> list[str]:
    """Words in braces that a letter does not have, as they are written; a lone brace too."""
    known = {variable.name for variable in LETTERS[Key(key)].variables}
    wrong: list[str] = []
    for one in texts:
        wrong += [f"{{{name}}}" for name in _VARIABLE.findall(one) if name not in known]
        wrong += _BRACE.findall(_VARIABLE.sub("", one))
    return list(dict.fromkeys(wrong))


def missing_variables(key: str, *texts: str) -> list[str]:
    """Variables that a letter needs and that its texts leave out, as they are written."""
    found = {name for one in texts for name in _VARIABLE.findall(one)}
    return [f"{{{name}}}" for name in LETTERS[Key(key)].needs if name not in found]


def filled(key: str, said: Text, values: Mapping[str, Any]) -> Filled:
    """A letter with its values. Raises KeyError when one is missing: a fault of the program."""
    values = {variable.name: values[variable.name] for variable in LETTERS[Key(key)].variables}
    return Filled(_with(said.subject, values), tuple(_paragraphs(_with(said.body, values))))


def example(key: str, said: Text) -> Filled:
    """A letter as a preview shows it."""
    values = {variable.name: variable.example for variable in LETTERS[Key(key)].variables}
    return filled(key, said, values)


def _with(said: str, values: Mapping[str, Any]) -> str:
    """A value is put in once: one that has braces stays as it is."""
    return _VARIABLE.sub(lambda found: str(values.get(found[1], found[0])), said)


def _paragraphs(said: str) -> Iterable[str]:
    """Separated by empty lines; the lines of one stay lines."""
    parts = re.split(r"\n\s*\n", said.replace("\r\n", "\n"))
    return (part.strip() for part in parts if part.strip())
