"""What an organisation may answer, in its words: an offer hires, a mission welcomes."""

from pages.wording import KindName
from portal.applications.states import Status

# The order in which a recruiter thinks of them.
_OFFER = (
    (Status.SHORTLISTED, "Présélectionner"),
    (Status.INTERVIEW, "Proposer un entretien"),
    (Status.OFFERED, "Proposer le poste"),
    (Status.HIRED, "Noter l’embauche"),
    (Status.REFUSED, "Ne pas retenir"),
)
_MISSION = (
    (Status.SHORTLISTED, "Présélectionner"),
    (Status.INTERVIEW, "Proposer une rencontre"),
    (Status.OFFERED, "Proposer la mission"),
    (Status.HIRED, "Accueillir comme bénévole"),
    (Status.REFUSED, "Ne pas retenir"),
)
# What the person reads first, whatever the organisation writes.
_NEWS = {
    Status.SHORTLISTED: "elle est présélectionnée.",
    Status.INTERVIEW: "un entretien vous est proposé.",
    Status.OFFERED: "un poste vous est proposé.",
    Status.HIRED: "vous êtes embauché·e\u00a0!",
}
_NEWS_OF_MISSION = {
    Status.INTERVIEW: "une rencontre vous est proposée.",
    Status.OFFERED: "une mission vous est proposée.",
    Status.HIRED: "vous êtes accueilli·e comme bénévole\u00a0!",
}
# The same, for who passes it on.
_NEWS_OF_SOMEBODY = {
    Status.SHORTLISTED: "Sa candidature est présélectionnée.",
    Status.INTERVIEW: "Un entretien lui est proposé.",
    Status.OFFERED: "Un poste lui est proposé.",
    Status.HIRED: "Cette personne est embauchée.",
    Status.REFUSED: "Sa candidature n’est pas retenue.",
    Status.NO_ANSWER: "L’organisation n’a pas répondu dans le délai annoncé.",
}
_MISSION_OF_SOMEBODY = {
    Status.INTERVIEW: "Une rencontre lui est proposée.",
    Status.OFFERED: "Une mission lui est proposée.",
    Status.HIRED: "Cette personne est accueillie comme bénévole.",
}
# What is said on the screen once an answer has left.
_SAID = {
    Status.SHORTLISTED: "Candidature présélectionnée.",
    Status.INTERVIEW: "Entretien proposé.",
    Status.OFFERED: "Proposition envoyée.",
    Status.HIRED: "C’est noté.",
    Status.REFUSED: "Réponse envoyée.",
}


def answers(kind: str) -> tuple[tuple[Status, str], ...]:
    """What may be answered, with the words of a button."""
    return _MISSION if kind == KindName.VOLUNTEERING else _OFFER


def label_of(status: str, kind: str) -> str:
    """The state, as those who recruit read it."""
    if status == Status.HIRED and kind == KindName.VOLUNTEERING:
        return "Accueillie"
    return Status(status).label


def news(status: str, kind: str) -> str:
    """The decision, told to the person."""
    mission = _NEWS_OF_MISSION if kind == KindName.VOLUNTEERING else {}
    return mission.get(Status(status)) or _NEWS[Status(status)]


def news_of_somebody(status: str, kind: str) -> str:
    """The decision, told to who helped."""
    mission = _MISSION_OF_SOMEBODY if kind == KindName.VOLUNTEERING else {}
    return mission.get(Status(status)) or _NEWS_OF_SOMEBODY[Status(status)]


def said(status: str) -> str:
    """That it is done."""
    return _SAID[Status(status)]
