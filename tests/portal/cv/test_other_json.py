"""JSON of other tools: read, or said precisely what was not taken."""

import json
from contextlib import suppress
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cv.exchange import read_at_once
from portal.cv.exchange.draft import Draft
from portal.cv.exchange.former_json import HTML_SAID
from portal.cv.exchange.html_texts import plain_lines
from portal.cv.exchange.reactive_resume import SAID
from portal.cv.resume import ResumeError, parse
from tests.portal.cv.documents import PEOPLE


def read(document: Any) -> Draft:
    draft = read_at_once(json.dumps(document).encode())
    assert draft is not None
    return draft


def test_json_resume_before_1_0_has_its_employers_and_pages() -> None:
    draft = read(
        {
            "basics": {"name": "Ana", "website": "https://ana.example", "picture": "ana.jpg"},
            "work": [
                {
                    "company": "Resto",
                    "position": "Commis",
                    "website": "https://resto.example",
                    "startDate": "2019-03-01T00:00:00.000Z",
                    "endDate": "present",
                    "highlights": ["Service", None],
                    "x-mine": {"company": 1},
                },
                None,
            ],
            "education": [{"institution": "Lycée", "startDate": "Sept 2017", "endDate": None}],
            "publications": [{"name": "Article", "website": "https://a.example"}],
            "hobbies": [{"name": "Chant"}],
            "company": "autre",
        }
    )
    assert draft.document["basics"] == {
        "name": "Ana",
        "url": "https://ana.example",
        "image": "ana.jpg",
    }
    assert draft.document["work"] == [
        {
            "name": "Resto",
            "position": "Commis",
            "url": "https://resto.example",
            "startDate": "2019-03-01",
            "highlights": ["Service"],
            "x-mine": {"company": 1},
        }
    ]
    assert draft.document["education"][0]["startDate"] == "2017-09"
    assert draft.document["publications"] == [{"name": "Article", "url": "https://a.example"}]
    assert draft.document["interests"] == [{"name": "Chant"}]
    assert draft.document["company"] == "autre"
    assert draft.warnings == draft.unplaced == ()


def test_two_names_of_one_thing_are_both_kept() -> None:
    job = {"name": "Resto", "company": "Groupe", "position": "Commis"}
    assert read({"work": [job]}).document["work"] == [job]
    assert read({"work": [{"name": "", "company": "Groupe"}]}).document["work"] == [
        {"name": "Groupe"}
    ]


@pytest.mark.parametrize(
    "now", ["Present", "present", "Current", "Now", "en cours", "aujourd’hui", "", None]
)
def test_what_goes_on_has_no_end(now: str | None) -> None:
    work = read({"work": [{"name": "Resto", "endDate": now}]}).document["work"]
    assert not work[0].get("endDate")


def test_a_date_that_nobody_reads_is_told_with_its_place() -> None:
    with pytest.raises(ResumeError, match="Expériences 1, date de début"):
        read({"work": [{"name": "Resto", "startDate": "il y a longtemps"}]})


@pytest.mark.parametrize("name", PEOPLE)
def test_a_file_of_today_is_taken_as_it_is(name: str) -> None:
    draft = read(PEOPLE[name])
    assert draft.document == PEOPLE[name]
    assert draft.warnings == draft.unplaced == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<p>Vente &amp; <strong>caisse</strong></p>", ["Vente & caisse"]),
        ("<p>J’ai&nbsp;:</p><ul><li><p>vendu</p></li><li>rangé</li></ul>", ["J’ai :", "- vendu"]),
        ("Un<br>deux<br/>trois", ["Un", "deux", "trois"]),
        ('<p>Voir <a href="https://a.example/x">ma page</a></p>', ["Voir ma page (https://a.ex"]),
        ('<a href="mailto:a@b.fr">a@b.fr</a>', ["a@b.fr"]),
        ("<p>a</p><script>alert(1)</script><p></p><ul><li></li></ul>", ["a"]),
        ("5 < 6 et R&D, balise <p>", ["5 < 6 et R&D, balise <p>"]),
        ("Tom &amp; Ana", ["Tom &amp; Ana"]),
    ],
)
def test_html_becomes_plain_text(text: str, lines: list[str]) -> None:
    found = plain_lines(text)
    for line, expected in zip(found, lines, strict=False):
        assert line.startswith(expected)
    assert not [line for line in found if "alert" in line or line == "-"]


def test_html_in_a_file_is_told() -> None:
    job = {
        "name": "Resto",
        "summary": "<p>Vente</p><ul><li>Caisse</li></ul>",
        "highlights": ["<ul><li>Salle</li><li>Bar</li></ul>", "Vaisselle"],
    }
    draft = read({"basics": {"summary": "<p>Bonjour</p>"}, "work": [job]})
    assert draft.warnings == (HTML_SAID,)
    assert draft.document["basics"]["summary"] == "Bonjour"
    assert draft.document["work"][0]["summary"] == "Vente\n- Caisse"
    assert draft.document["work"][0]["highlights"] == ["Salle", "Bar", "Vaisselle"]


def _items(*items: dict[str, Any], **section: Any) -> dict[str, Any]:
    return {"name": "", "columns": 1, "visible": True, "id": "a", "items": list(items)} | section


FOURTH = {
    "basics": {
        "name": "Ana Lefort",
        "headline": "Cuisinière",
        "email": "ana@exemple.fr",
        "phone": "06 12 34 56 78",
        "location": "Delle",
        "url": {"label": "Mes plats", "href": "https://ana.example"},
        "customFields": [{"id": "x", "icon": "car", "name": "Permis", "value": "B"}],
        "picture": {"url": "https://ana.example/moi.jpg", "size": 64, "aspectRatio": 1},
    },
    "sections": {
        "summary": {"name": "Résumé", "visible": True, "id": "summary", "content": "<p>Soin</p>"},
        "experience": _items(
            {
                "id": "1",
                "visible": True,
                "company": "Resto",
                "position": "Commis",
                "location": "Delle",
                "date": "March 2019 - Present",
                "summary": "<ul><li><p>Service</p></li></ul>",
                "url": {"label": "", "href": "https://resto.example"},
            },
            {"id": "2", "visible": False, "company": "Caché", "date": "2012"},
            {"id": "3", "visible": True, "company": "Snack", "date": "un été"},
        ),
        "education": _items(
            {"institution": "Lycée", "studyType": "CAP", "area": "Cuisine", "date": "2015 - 2017"}
        ),
        "skills": _items({"name": "Cuisine", "description": "", "level": 4, "keywords": ["Four"]}),
        "languages": _items({"name": "Anglais", "description": "B1", "level": 3}),
        "certifications": _items({"name": "HACCP", "issuer": "CCI", "date": "2020"}),
        "awards": _items(
            {"title": "Prix", "awarder": "Ville", "url": {"href": "https://p.example"}}
        ),
        "profiles": _items(
            {"network": "LinkedIn", "username": "ana", "url": {"href": "https://l.fr"}}
        ),
        "references": _items({"name": "M. Roy", "description": "Chef"}, visible=False),
        "volunteer": _items({"organization": "Club", "position": "Aide", "location": "Belfort"}),
        "custom": {"z": _items({"name": "Cours du soir", "summary": "<p>Pâtisserie</p>"})},
    },
    "metadata": {"template": "rhyhorn", "notes": "À relire"},
}


def test_reactive_resume_4_is_read() -> None:
    draft = read(FOURTH)
    parse(draft.document)
    assert draft.document == {
        "basics": {
            "name": "Ana Lefort",
            "label": "Cuisinière",
            "email": "ana@exemple.fr",
            "phone": "06 12 34 56 78",
            "location": {"city": "Delle"},
            "url": "https://ana.example",
            "summary": "Soin",
            "profiles": [{"network": "LinkedIn", "username": "ana", "url": "https://l.fr"}],
        },
        "work": [
            {
                "name": "Resto",
                "position": "Commis",
                "location": "Delle",
                "summary": "- Service",
                "url": "https://resto.example",
                "startDate": "2019-03",
            },
            {"name": "Snack"},
        ],
        "education": [
            {
                "institution": "Lycée",
                "studyType": "CAP",
                "area": "Cuisine",
                "startDate": "2015",
                "endDate": "2017",
            }
        ],
        "skills": [{"name": "Cuisine", "keywords": ["Four"], "level": "4/5"}],
        "languages": [{"language": "Anglais", "fluency": "B1"}],
        "certificates": [{"name": "HACCP", "issuer": "CCI", "date": "2020"}],
        "awards": [{"title": "Prix", "awarder": "Ville"}],
        "references": [{"name": "M. Roy", "reference": "Chef"}],
        "volunteer": [{"organization": "Club", "position": "Aide"}],
        "x-declic": {"sections": {"hidden": ["references"]}},
    }
    assert draft.warnings == (SAID,)
    assert [line.replace("\u00a0", " ") for line in draft.unplaced] == [
        "Mes plats",
        "Permis : B",
        "Caché",
        "2012",
        "Snack : un été",
        "Anglais : niveau 3/5",
        "Prix : https://p.example",
        "Club : Belfort",
        "Cours du soir",
        "Pâtisserie",
        "À relire",
    ]


def test_reactive_resume_5_is_read() -> None:
    roles = [{"position": "Chef", "period": "2021"}]
    draft = read(
        {
            "picture": {"url": "moi.jpg"},
            "basics": {"name": "Ana", "website": {"url": "https://ana.example", "label": ""}},
            "summary": {"title": "", "hidden": True, "content": "<p>Soin</p>"},
            "sections": {
                "experience": _items(
                    {
                        "hidden": False,
                        "company": "Resto",
                        "position": "Commis",
                        "period": "2019 – 2021",
                        "description": "<p>Service</p>",
                        "website": {"url": "https://resto.example", "label": "Resto"},
                        "roles": roles,
                    }
                ),
                "education": _items(
                    {"school": "Lycée", "degree": "CAP", "grade": "Bien", "location": "Delle"}
                ),
                "languages": _items({"language": "Anglais", "fluency": "", "level": 2}),
            },
            "customSections": [{"title": "Divers", "items": [{"content": "<p>Chant</p>"}]}],
        }
    )
    work = draft.document["work"][0]
    assert (work["name"], work["startDate"], work["endDate"]) == ("Resto", "2019", "2021")
    assert (work["summary"], work["url"]) == ("Service", "https://resto.example")
    assert draft.document["education"][0]["x-declic"] == {"location": "Delle"}
    assert draft.document["education"][0]["studyType"] == "CAP"
    assert draft.document["languages"] == [{"language": "Anglais", "fluency": "2/5"}]
    assert draft.document["x-declic"] == {"sections": {"hidden": ["summary"]}}
    assert [line.replace("\u00a0", " ") for line in draft.unplaced] == [
        "Resto : Resto",
        "Resto : Chef",
        "Resto : 2021",
        "Divers",
        "Chant",
    ]


_NAMES = st.sampled_from(
    (
        "basics",
        "work",
        "sections",
        "items",
        "summary",
        "url",
        "name",
        "date",
        "content",
        "experience",
        "customFields",
        "website",
        "level",
        "keywords",
        "endDate",
        "profiles",
    )
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("start", [b'{"basics": ', b'{"basics": {}, "sections": {"a": {"items": '])
@pytest.mark.parametrize("depth", [100, 300, 420])
def test_a_deep_file_is_refused(start: bytes, depth: int) -> None:
    data = start + b"[" * depth + b"]" * depth + b"}" * (start.count(b"{") - start.count(b"}"))
    with pytest.raises(ResumeError, match="trop profondément"):
        read_at_once(data)


@given(_JSON, _JSON)
def test_any_json_is_read_or_refused(basics: Any, sections: Any) -> None:
    wrapped = {"basics": {}, "sections": {"experience": {"items": sections}, "custom": basics}}
    for document in ({"basics": basics, "work": sections}, wrapped):
        with suppress(ResumeError):
            read(document)


@pytest.mark.parametrize(
    "part", ["<p>", "<p ", "<a href='x'>", "</p>", "<!--", "<![", "&", "<li>-"]
)
def test_endless_html_is_read_at_once(part: str) -> None:
    start = perf_counter()
    plain_lines("<p>" + part * (900_000 // len(part)))
    assert perf_counter() - start < 5
