"""Reading a JSON Resume document, writing it back, and what is said about it."""

import json
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cv.exchange import as_json, read_json
from portal.cv.resume import (
    Identity,
    Resume,
    ResumeError,
    Section,
    Severity,
    Template,
    anonymised,
    parse,
    problems,
)
from snippets.dates import PartialDate
from tests.portal.cv.documents import EXTREMES, PEOPLE, SAMPLES, generated
from tests.sizes import at_size

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("document", [*SAMPLES.values(), *PEOPLE.values()])
def test_document_comes_back_with_its_unknown_keys_and_its_order(document: dict) -> None:
    assert json.dumps(parse(document).as_document()) == json.dumps(document)


_TEXTS = st.one_of(st.none(), st.text(max_size=20))
_DATES = st.one_of(st.none(), st.just(""), st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(str))
_UNKNOWN = st.dictionaries(
    st.text(max_size=6).map(lambda key: f"?{key}"),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists),
    max_size=3,
)


def _objects(**known: st.SearchStrategy) -> st.SearchStrategy[dict[str, Any]]:
    shaped = st.fixed_dictionaries({}, optional=known)
    return st.tuples(_UNKNOWN, shaped, _UNKNOWN).map(lambda parts: parts[0] | parts[1] | parts[2])


_DOCUMENTS = _objects(
    basics=_objects(
        name=_TEXTS,
        location=_objects(city=_TEXTS),
        profiles=st.lists(_objects(url=_TEXTS), max_size=2),
        **{"x-declic": _objects(birthDate=_DATES)},
    ),
    work=st.lists(
        _objects(position=_TEXTS, startDate=_DATES, highlights=st.lists(st.text(max_size=9))),
        max_size=3,
    ),
    languages=st.lists(
        _objects(language=_TEXTS, **{"x-declic": _objects(level=_TEXTS)}), max_size=2
    ),
    awards=st.lists(_objects(title=_TEXTS), max_size=2),
    **{"x-declic": _objects(photo=st.booleans(), mobility=_objects(area=_TEXTS))},
)


@settings(max_examples=at_size(20, 200))
@given(_DOCUMENTS)
def test_generated_document_comes_back(document: dict) -> None:
    assert json.dumps(parse(document).as_document()) == json.dumps(document)


def test_change_touches_only_its_key() -> None:
    document = {
        "?": 1,
        "work": [{"name": "A", "position": "B", "tool": {"x": 1}}, {"name": "C", "endDate": None}],
    }
    resume = parse(document)
    first, second = resume.experiences
    changed = replace(resume, experiences=(replace(first, position="D", name=""), second))
    assert changed.as_document() == {
        "?": 1,
        "work": [{"position": "D", "tool": {"x": 1}}, {"name": "C", "endDate": None}],
    }


def test_extension_is_written_where_it_belongs() -> None:
    resume = replace(Resume(), show_rqth=True, template_code=Template.FIRST)
    identity = replace(Identity(), birth_date=PartialDate(2008, 3, 14))
    assert replace(resume, identity=identity).as_document() == {
        "basics": {"x-declic": {"birthDate": "2008-03-14"}},
        "x-declic": {"rqth": True, "template": "premier"},
    }


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([], "Le document\u00a0: il faut un objet"),
        ({"work": {}}, "Expériences\u00a0: il faut une liste"),
        ({"work": [{}, {"startDate": "hier"}]}, 'Expériences 2, date de début\u00a0: «\u00a0"hier'),
        (
            {"education": [{"endDate": "2023-02-31"}]},
            "date de fin\u00a0: le 2023-02-31 n’existe pas",
        ),
        ({"basics": {"name": 3}}, "Identité, nom\u00a0: il faut un texte"),
        ({"x-declic": {"photo": "oui"}}, "il faut vrai ou faux"),
    ],
)
def test_other_documents_are_refused_with_the_place(document: object, expected: str) -> None:
    with pytest.raises(ResumeError) as caught:
        parse(document)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "ligne 1"),
        (b'{"basics": \n oops}', "ligne 2, colonne 2"),
        (b"\xff\xfe{", "UTF-8"),
        (b"[" * 100_000, "trop profondément"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "trop profondément"),
        (b'{"a": NaN}', "démesuré"),
        (b" " * 1_000_001, "1\u00a0Mo"),
    ],
)
def test_bad_file_is_refused_in_french(data: bytes, expected: str) -> None:
    with pytest.raises(ResumeError, match=expected):
        read_json(data)


def test_json_file_comes_back() -> None:
    resume = parse(PEOPLE["infirmiere"])
    assert read_json(as_json(resume)).as_document() == PEOPLE["infirmiere"]


def _paths(document: dict) -> dict[tuple, Severity]:
    return {problem.path: problem.severity for problem in problems(parse(document), TODAY)}


def test_problems_of_a_good_cv_are_none() -> None:
    assert problems(parse(PEOPLE["soudeur"]), TODAY) == ()


def test_problems_name_what_is_missing_and_what_crosses() -> None:
    found = _paths(
        {
            "basics": {"email": "personne@"},
            "work": [{"startDate": "2021-05", "endDate": "2020"}],
            "certificates": [{"name": "SST", "x-declic": {"expires": "2020"}}],
            "skills": [{"name": "a" * 50}],
        }
    )
    assert found[("basics", "name")] == Severity.ERROR
    assert found[("basics", "email")] == Severity.ERROR
    assert found[("work", 0, "endDate")] == Severity.ERROR
    assert found[("work", 0, "position")] == Severity.ADVICE
    assert found[("certificates", 0, "x-declic", "expires")] == Severity.ADVICE
    assert found[("skills", 0, "name")] == Severity.ADVICE


@pytest.mark.parametrize(
    ("end", "start", "told"),
    [("2020-01", "2020-07", False), ("2020-01", "2020-09", True), ("2020", "2021", False)],
)
def test_gap_is_told_from_six_months(end: str, start: str, told: bool) -> None:
    work = [{"position": "a", "startDate": "2019", "endDate": end}]
    work.append({"position": "b", "startDate": start})
    assert (("work",) in _paths({"work": work})) is told


@pytest.mark.parametrize(
    ("phone", "told"),
    [
        ("06 12", True),
        ("06 12 34 56 7", True),
        ("06 12 34 56 78", False),
        ("06 12 34 56 78 (le soir) ou 03 84 00 00 00", False),
        ("+33 6 12 34 56 78", False),
        ("0041 21 000 00 00", False),
        ("", False),
    ],
)
def test_a_number_that_lacks_digits_is_told(phone: str, told: bool) -> None:
    resume = parse({"basics": {"name": "A", "email": "a@exemple.test", "phone": phone}})
    found = [problem.path for problem in problems(resume, TODAY)]
    assert (("basics", "phone") in found) == told


def test_gap_filled_by_training_is_not_told() -> None:
    document = {
        "work": [
            {"startDate": "2018", "endDate": "2019"},
            {"startDate": "2022"},
        ],
        "education": [{"startDate": "2020", "endDate": "2021"}],
    }
    assert ("work",) not in _paths(document)


def test_anonymised_cv_keeps_nothing_that_identifies() -> None:
    document = PEOPLE["infirmiere"] | {"secret": "Dupont"}
    document = json.loads(json.dumps(document))
    document["basics"]["summary"] += " Marie-Ange Dupont-Nguyễn, 06 12 34 56 78, m@exemple.fr"
    told = json.dumps(anonymised(parse(document)).as_document(), ensure_ascii=False)
    for secret in ("Dupont", "Nguyễn", "exemple.fr", "06 12", "03 84", "Moulin", "90200"):
        assert secret not in told
    assert "M-A. D-N." in told or "M.-A. D.-N." in told


def test_sections_follow_the_person() -> None:
    options = {"sections": {"order": ["skills", "?"], "hidden": ["interests"]}}
    sections = parse({"x-declic": options}).sections()
    assert sections[0] is Section.SKILLS
    assert Section.INTERESTS not in sections
    assert len(sections) == len(Section) - 1


@pytest.mark.parametrize("seed", range(3))
def test_generated_people_are_valid(seed: int) -> None:
    assert parse(generated(seed)).as_document() == generated(seed)


def test_extremes_are_valid() -> None:
    for document in EXTREMES.values():
        assert parse(document).as_document() == document


@pytest.mark.parametrize("text", ["z" * 200_000, "z" * 200_000 + "@"])
def test_an_endless_word_is_read_once(text):
    """A file may have half a million letters in a row: once for each letter is an hour."""
    document = parse({"basics": {"name": "Lina Morel", "summary": text}})
    began = time.process_time()
    anonymised(document)
    problems(document, date(2026, 1, 1))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", ["Éloïse Martin", "MARTIN Éloïse", "éloïse martin"])
@pytest.mark.parametrize("text", ["Adjointe de Mme MARTIN", "Adjointe de Mme Martin"])
def test_an_anonymous_cv_hides_the_family_name_in_capitals_or_not(name, text):
    document = {"basics": {"name": name}, "volunteer": [{"position": text}]}
    assert "martin" not in repr(anonymised(parse(document))).casefold()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Richard Hendriks", "Richard hails from Tulsa.", "R. hails from Tulsa."),
        ("Marie-Ange Dupont", "Je suis Marie-Ange.", "Je suis M.-A.."),
        ("Rose Martin", "ROSE aime le rose.", "R. aime le rose."),
        ("Jean Petit", "CAP, lycée Jean-Moulin", "CAP, lycée Jean-Moulin"),
        ("Al Petit", "Al dente", "Al dente"),
    ],
)
def test_an_anonymous_cv_hides_the_first_name_where_it_is_one(name, text, told):
    document = parse({"basics": {"name": name, "summary": text}})
    assert anonymised(document).identity.summary == told
