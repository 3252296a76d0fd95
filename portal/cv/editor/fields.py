"""Which questions are asked: fields, gathered in parts, which make the steps and the editor."""

from dataclasses import dataclass, replace
from enum import StrEnum

from pages.models.job_offer import DrivingLicence
from portal.cv.resume import DocumentLanguage, Level, Section, Template
from snippets.models import RomeDomain

MAX_ENTRIES = 200
Choices = tuple[tuple[str, str], ...]


class Kind(StrEnum):
    """What a field holds; each is one text on the screen."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "tel"
    LONG = "long"
    LINES = "lines"
    WORDS = "words"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `key` is its place in the document or in the entry; dots go down.

    A rare one is asked only where there is an answer already, which a file brought.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    help: str = ""
    max_length: int = 200
    choices: Choices = ()
    autocomplete: str = ""
    has_phrases: bool = False
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A group of questions. With `list_key`, they are asked of each entry of a list."""

    slug: str
    title: str
    fields: tuple[Field, ...]
    list_key: str = ""
    section: Section | None = None
    help: str = ""
    entry: str = ""
    add: str = ""
    none: str = ""
    none_help: str = ""
    blanks: int = 1
    has_skills: bool = False


START = Field("startDate", "Début", Kind.DATE, "Exemples\u00a0: 2019, ou septembre 2019.", 30)
END = Field("endDate", "Fin", Kind.DATE, "Laissez vide si cela continue.", 30)
TASKS = Field(
    "highlights",
    "Ce que vous y faisiez",
    Kind.LINES,
    "Une chose par ligne. Exemple\u00a0: Service en salle, encaissement.",
    3000,
    has_phrases=True,
)
_CITY = Field("location.city", "Commune", autocomplete="address-level2")

IDENTITY = Part(
    "identite",
    "Qui je suis",
    (
        Field(
            "basics.name",
            "Prénom et nom",
            help="Exemple\u00a0: Nadia Lefort.",
            max_length=120,
            autocomplete="name",
        ),
        Field(
            "basics.phone",
            "Téléphone",
            Kind.PHONE,
            "Celui où l’on peut vous joindre. Exemple\u00a0: 06 12 34 56 78.",
            40,
            autocomplete="tel",
        ),
        Field(
            "basics.email",
            "Adresse e-mail",
            Kind.EMAIL,
            "Exemple\u00a0: nadia.lefort@exemple.fr.",
            200,
            autocomplete="email",
        ),
        replace(_CITY, key="basics.location.city", help="Votre ville ou votre village."),
    ),
)
MORE_IDENTITY = replace(
    IDENTITY,
    fields=(
        *IDENTITY.fields,
        Field(
            "basics.location.postalCode", "Code postal", max_length=12, autocomplete="postal-code"
        ),
        Field(
            "basics.location.address",
            "Adresse",
            help="Rien ne vous oblige à la donner.",
            autocomplete="street-address",
        ),
        Field("basics.url", "Site ou page en ligne", max_length=300, autocomplete="url"),
        Field(
            "x-declic.rqth",
            "Écrire sur mon CV que j’ai une RQTH",
            Kind.FLAG,
            "La reconnaissance de la qualité de travailleur handicapé. Rien ne vous oblige à le "
            "dire. Sans cette case, rien n’en paraît.",
        ),
    ),
)
TARGET = Part(
    "recherche",
    "Ce que je cherche",
    (
        Field(
            "basics.label",
            "Métier recherché",
            help="Exemples\u00a0: Aide-soignante, Cariste, Employé de ménage.",
            max_length=120,
        ),
        Field(
            "x-declic.domain",
            "Domaine",
            Kind.CHOICE,
            "Pour vous proposer des phrases. Il n’est pas écrit sur votre CV.",
            choices=tuple(RomeDomain.choices),
        ),
    ),
)
SUMMARY = Part(
    "presentation",
    "En quelques mots",
    (
        Field(
            "basics.summary",
            "Quelques mots sur vous",
            Kind.LONG,
            "Deux ou trois phrases. Exemple\u00a0: Ponctuelle et attentive, j’aime le travail en "
            "équipe. Je cherche un poste proche de chez moi.",
            2000,
        ),
    ),
    section=Section.SUMMARY,
)
WORK = Part(
    "experiences",
    "Mes expériences",
    (
        Field("position", "Poste", help="Exemple\u00a0: Serveuse.", max_length=120),
        Field(
            "name",
            "Employeur",
            help="Exemple\u00a0: Brasserie du Lion. Pour des particuliers, écrivez «\u00a0chez des "
            "particuliers\u00a0».",
        ),
        replace(_CITY, key="location"),
        START,
        END,
        TASKS,
    ),
    list_key="work",
    section=Section.WORK,
    help="La plus récente d’abord. Un stage, un remplacement, un job d’été comptent aussi.",
    entry="Expérience",
    add="Ajouter une expérience",
    none="Je n’ai pas encore travaillé",
    none_help="Ce n’est pas un problème. Passez à la suite\u00a0: vos études, ce que vous savez "
    "faire, le bénévolat, l’aide à vos proches diront ce que vous valez.",
)
EDUCATION = Part(
    "formations",
    "Mes études",
    (
        Field(
            "studyType",
            "Diplôme ou formation",
            help="Exemples\u00a0: CAP, Bac, Niveau 3e, Formation de remise à niveau.",
        ),
        Field("area", "Domaine ou spécialité", help="Exemple\u00a0: Cuisine."),
        Field("institution", "École ou organisme"),
        Field("x-declic.location", "Commune"),
        START,
        END,
    ),
    list_key="education",
    section=Section.EDUCATION,
    help="Même sans diplôme, même à l’étranger\u00a0: cela compte.",
    entry="Formation",
    add="Ajouter une formation",
    none="Je n’ai pas fait d’études",
    none_help="Passez à la suite\u00a0: ce que vous savez faire s’apprend aussi ailleurs.",
)
SKILLS = Part(
    "competences",
    "Ce que je sais faire",
    (Field("name", "Compétence", max_length=160),),
    list_key="skills",
    section=Section.SKILLS,
    help="Au travail, à la maison, dans une association. Exemples\u00a0: Accueillir des clients, "
    "Tenir un budget, Réparer un vélo.",
    entry="Compétence",
    add="Ajouter une compétence",
    blanks=3,
    has_skills=True,
)
MORE_SKILLS = replace(
    SKILLS,
    fields=(
        *SKILLS.fields,
        Field(
            "keywords",
            "Détails",
            Kind.WORDS,
            "Séparés par des virgules. Rien ne vous oblige à en donner.",
            600,
        ),
    ),
    blanks=1,
)
LANGUAGES = Part(
    "langues",
    "Mes langues",
    (
        Field("language", "Langue", help="Exemple\u00a0: Français.", max_length=60),
        Field("x-declic.level", "Niveau", Kind.CHOICE, choices=tuple(Level.choices)),
        Field("x-declic.motherTongue", "C’est ma langue maternelle", Kind.FLAG),
    ),
    list_key="languages",
    section=Section.LANGUAGES,
    entry="Langue",
    add="Ajouter une langue",
    help="Toutes celles que vous parlez, même un peu.",
)
MOBILITY = Part(
    "permis",
    "Mes permis",
    (
        Field(
            "x-declic.mobility.licences",
            "Permis",
            Kind.CHOICES,
            choices=tuple(DrivingLicence.choices),
        ),
        Field("x-declic.mobility.vehicle", "J’ai un véhicule", Kind.FLAG),
        Field(
            "x-declic.mobility.area",
            "Jusqu’où je peux aller",
            help="Exemple\u00a0: ma ville et ses environs, en bus.",
        ),
    ),
    section=Section.MOBILITY,
)
CERTIFICATES = Part(
    "certificats",
    "Mes certificats et habilitations",
    (
        Field(
            "name",
            "Nom",
            help="Exemples\u00a0: CACES 3 (engins), SST (secourisme), HACCP (hygiène).",
        ),
        Field("issuer", "Organisme"),
        Field("date", "Obtenu en", Kind.DATE, "Exemple\u00a0: mars 2024.", 30),
        Field("x-declic.expires", "Valable jusqu’en", Kind.DATE, "", 30),
    ),
    list_key="certificates",
    section=Section.CERTIFICATES,
    entry="Certificat",
    add="Ajouter un certificat",
)
VOLUNTEER = Part(
    "benevolat",
    "Mon bénévolat",
    (
        Field("position", "Ce que vous étiez", help="Exemple\u00a0: Bénévole à la distribution."),
        Field("organization", "Association"),
        START,
        END,
        replace(TASKS, has_phrases=False, help="Une chose par ligne."),
    ),
    list_key="volunteer",
    section=Section.VOLUNTEER,
    entry="Bénévolat",
    add="Ajouter un bénévolat",
)
INTERESTS = Part(
    "loisirs",
    "Mes centres d’intérêt",
    (
        Field("name", "Centre d’intérêt", help="Exemple\u00a0: Football en club.", max_length=120),
        Field("keywords", "Détails", Kind.WORDS, "Séparés par des virgules.", 600),
    ),
    list_key="interests",
    section=Section.INTERESTS,
    entry="Centre d’intérêt",
    add="Ajouter un centre d’intérêt",
)
LOOK = Part(
    "modele",
    "L’aspect de mon CV",
    (
        Field("x-declic.template", "Modèle", Kind.CHOICE, choices=tuple(Template.choices)),
        Field(
            "x-declic.language",
            "Langue des titres",
            Kind.CHOICE,
            "Ce que vous écrivez n’est pas traduit.",
            choices=tuple(DocumentLanguage.choices),
        ),
    ),
)
LOOK_ONLY = replace(LOOK, fields=LOOK.fields[:1])

# The seven screens of the first time.
STEPS: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("Qui je suis", (IDENTITY,)),
    ("Ce que je cherche", (TARGET,)),
    ("Mes expériences", (WORK,)),
    ("Mes études", (EDUCATION,)),
    ("Ce que je sais faire", (SKILLS,)),
    ("Mes langues et mes permis", (LANGUAGES, MOBILITY)),
    ("Quelques mots et un modèle", (SUMMARY, LOOK_ONLY)),
)
# The free editor, beside what an import brings; what has a section follows the person's order.
PARTS: tuple[Part, ...] = (
    MORE_IDENTITY,
    TARGET,
    SUMMARY,
    WORK,
    EDUCATION,
    MORE_SKILLS,
    LANGUAGES,
    MOBILITY,
    CERTIFICATES,
    VOLUNTEER,
    INTERESTS,
    LOOK,
)
