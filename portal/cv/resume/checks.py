"""What a person should look at before they send their CV, said kindly."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta

from portal.cv.resume.codec import Node
from portal.cv.resume.model import Education, Experience, Resume, Volunteering
from portal.cv.resume.vocabulary import Problem, Severity
from snippets.addresses import names_one_mailbox
from snippets.dates import PartialDate, write_date
from snippets.dotted_paths import Path, steps
from snippets.typed_text import normalised

_GAP = timedelta(days=183)
_LONGEST_WORD = 40
_LONGEST_SUMMARY = 600
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LINKS = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S+@\S+")
_Dated = Experience | Education | Volunteering


def problems(resume: Resume, today: date) -> tuple[Problem, ...]:
    """Errors first, then advice, each in the order of the document."""
    found = [
        *_identity(resume),
        *_content(resume),
        *_dates(resume),
        *_certificates(resume, today),
        *_long_words(resume, ()),
        *_gaps(resume, today),
    ]
    return tuple(sorted(found, key=lambda problem: problem.severity != Severity.ERROR))


def _error(path: Path, message: str) -> Problem:
    return Problem(path, message, Severity.ERROR)


def _advice(path: Path, message: str) -> Problem:
    return Problem(path, message, Severity.ADVICE)


def _identity(resume: Resume) -> Iterator[Problem]:
    identity = resume.identity
    if not identity.name.strip():
        yield _error(("basics", "name"), "Indiquez votre prénom et votre nom.")
    if not (identity.email.strip() or identity.phone.strip()):
        yield _error(
            ("basics", "phone"),
            "Indiquez un téléphone ou une adresse e-mail, pour qu’on puisse vous répondre.",
        )
    if identity.phone.strip() and not _is_whole_number(identity.phone):
        yield _error(
            ("basics", "phone"),
            "Il manque des chiffres à ce numéro. Exemple : 06 12 34 56 78.",
        )
    if identity.email.strip() and not _is_whole_address(identity.email.strip()):
        yield _error(
            ("basics", "email"),
            "Cette adresse e-mail semble incomplète ou mal écrite. "
            "Exemple\u00a0: prenom.nom@exemple.fr.",
        )
    if not identity.label.strip():
        yield _advice(
            ("basics", "label"),
            "Indiquez le métier que vous cherchez\u00a0: c’est la première chose qu’on lit.",
        )
    if len(identity.summary) > _LONGEST_SUMMARY:
        yield _advice(
            ("basics", "summary"),
            "Votre présentation est longue. Trois ou quatre phrases suffisent.",
        )


def _is_whole_address(email: str) -> bool:
    email = normalised(email).strip()
    return bool(_EMAIL.fullmatch(email)) and names_one_mailbox(email)


def _is_whole_number(phone: str) -> bool:
    """Ten digits in France, eight at least elsewhere; two numbers in one field are all right."""
    digits = re.sub(r"\D", "", phone)
    is_french = digits.startswith("0") and not digits.startswith("00")
    return len(digits) >= (10 if is_french else 8)


def _content(resume: Resume) -> Iterator[Problem]:
    if not (resume.experiences or resume.education or resume.skills or resume.volunteering):
        yield _advice(
            (),
            "Votre CV est encore vide. Commencez par ce que vous savez faire, "
            "à la maison ou bénévolement aussi.",
        )
    for index, experience in enumerate(resume.experiences):
        if not experience.position.strip():
            yield _advice(("work", index, "position"), "Quel était votre poste\u00a0?")
        if not experience.start:
            yield _advice(
                ("work", index, "startDate"), "Quand cela a-t-il commencé\u00a0? L’année suffit."
            )
    for index, education in enumerate(resume.education):
        if not (education.study_type.strip() or education.area.strip()):
            yield _advice(
                ("education", index, "studyType"),
                "Quel diplôme ou quelle formation était-ce\u00a0? Même sans diplôme, cela compte.",
            )
    for index, language in enumerate(resume.languages):
        if language.language and not (language.level or language.fluency or language.mother_tongue):
            yield _advice(
                ("languages", index, "x-declic", "level"),
                f"À quel niveau parlez-vous cette langue ({language.language})\u00a0?",
            )


def _dated(resume: Resume) -> Iterator[tuple[str, int, _Dated]]:
    groups: tuple[tuple[str, tuple[_Dated, ...]], ...] = (
        ("work", resume.experiences),
        ("education", resume.education),
        ("volunteer", resume.volunteering),
    )
    for key, items in groups:
        for index, item in enumerate(items):
            yield key, index, item


def _dates(resume: Resume) -> Iterator[Problem]:
    for key, index, item in _dated(resume):
        if item.start and item.end and item.end.last_day < item.start.first_day:
            yield _error(
                (key, index, "endDate"),
                f"La date de fin ({write_date(item.end)}) vient avant la date de début "
                f"({write_date(item.start)}).",
            )


def _certificates(resume: Resume, today: date) -> Iterator[Problem]:
    for index, certificate in enumerate(resume.certificates):
        path: Path = ("certificates", index, "x-declic", "expires")
        expires, given = certificate.expires, certificate.date
        if expires and given and expires.last_day < given.first_day:
            yield _error(path, f"«\u00a0{certificate.name}\u00a0» expire avant d’avoir été obtenu.")
        elif expires and expires.last_day < today:
            yield _advice(
                path,
                f"«\u00a0{certificate.name}\u00a0» n’est plus valable depuis "
                f"{write_date(expires)}. "
                "Un renouvellement est parfois pris en charge\u00a0: parlez-en à la personne qui "
                "vous suit.",
            )


def _long_words(node: Node, path: Path) -> Iterator[Problem]:
    """Addresses are long by nature and have a field of their own."""
    for item in fields(node):
        if "key" not in item.metadata or item.name in ("url", "image", "email"):
            continue
        value = getattr(node, item.name)
        here = (*path, *steps(item.metadata["key"]))
        if isinstance(value, Node):
            yield from _long_words(value, here)
        elif isinstance(value, str):
            yield from _long_word(value, here)
        elif isinstance(value, tuple):
            for index, member in enumerate(value):
                if isinstance(member, Node):
                    yield from _long_words(member, (*here, index))
                else:
                    yield from _long_word(member, (*here, index))


def _long_word(value: str, path: Path) -> Iterator[Problem]:
    for word in _LINKS.sub("", value).split():
        if len(word) > _LONGEST_WORD:
            yield _advice(
                path,
                f"Le mot «\u00a0{word[:20]}…\u00a0» est très long\u00a0: "
                "manque-t-il un espace\u00a0?",
            )
            return


def _gaps(resume: Resume, today: date) -> Iterator[Problem]:
    """Between two activities of any kind, and since the last one; never before the first."""
    if not resume.experiences:
        return
    spans = sorted(
        (item.start.first_day, item.end.last_day if item.end else today)
        for _, _, item in _dated(resume)
        if item.start
    )
    reached = [spans[0][1]] if spans else []
    for _, end in spans[1:]:
        reached.append(max(reached[-1], end))
    starts = [start for start, _ in spans[1:]] + [today]
    for end, start in zip(reached, starts, strict=False):
        if start - end > _GAP:
            now = start == today
            until = "aujourd’hui" if now else _month(start)
            yield _advice(
                ("work",),
                f"Entre {_month(end)} et {until}, votre CV ne dit rien. Cela arrive à beaucoup de "
                "monde. Une formation, un bénévolat, un proche aidé\u00a0? Vous pouvez l’ajouter, "
                "ou laisser ainsi.",
            )


def _month(day: date) -> str:
    return write_date(PartialDate(day.year, day.month))
