"""What the lines of an old CV say: headings, places, jobs, diplomas, languages, addresses."""

import time

import pytest

from portal.cv.exchange import read_text
from tests.sizes import at_size


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("☆ Mes expériences professionnelles ☆", "work"),
        ("FORMATION & DIPLÔMES", "education"),
        ("Expériences professionnelles et stages", "work"),
        ("Engagement citoyen", "volunteer"),
        ("EMPLOYMENT HISTORY", "work"),
        ("Expériences pro", "work"),
    ],
)
def test_headings_are_known_however_they_are_written(heading: str, key: str) -> None:
    assert read_text(f"Nadia Lefort\n{heading}\n2019-2021 Caissière").document[key]


def test_a_part_in_one_line_is_read() -> None:
    document = read_text("Nadia Lefort\nLangues : Arabe, Français\nPermis : B").document
    assert [found["language"] for found in document["languages"]] == ["Arabe", "Français"]


def test_the_town_is_placed_when_its_postal_code_says_so() -> None:
    draft = read_text(
        "Nadia Lefort\nNée à Lure\n12 rue du Port\n90000 BELFORT\nMobile : 0612345678"
    )
    assert draft.document["basics"] == {
        "name": "Nadia Lefort",
        "phone": "0612345678",
        "location": {"city": "BELFORT", "postalCode": "90000", "address": "12 rue du Port"},
    }
    assert draft.unplaced == ("Née à Lure",)


def test_ligatures_are_letters_again() -> None:
    assert read_text("Soﬁe Giﬀard\nProﬁl\nEﬃcace").document["basics"] == {
        "name": "Sofie Giffard",
        "summary": "Efficace",
    }


@pytest.mark.parametrize(
    "unit",
    [
        "_",
        "a'",
        "a@",
        "a",
        "1",
        "a ",
        "a-",
        "a.b",
        "A B ",
        "+33 ",
        "mars 2019 ",
        "a, ",
        "A\n",
        "\u00ad",
    ],
)
@pytest.mark.parametrize("heading", ["", "Langues\n"])
def test_an_endless_line_is_read_in_a_moment(unit: str, heading: str) -> None:
    """It is read while the page waits: patterns that go back and forth would take minutes."""
    began = time.process_time()
    read_text(heading + unit * (at_size(30_000, 100_000) // len(unit)))
    assert time.process_time() - began < at_size(3, 10)


def test_voluntary_work_has_its_association() -> None:
    """JSON Resume calls it `organization`, where a job has a `name`."""
    text = "Nadia Lefort\nBénévolat\nAccueil\nRestos du Cœur • depuis 2020"
    assert read_text(text).document["volunteer"] == [
        {"position": "Accueil", "organization": "Restos du Cœur", "startDate": "2020"}
    ]


def test_what_is_told_of_a_diploma_waits() -> None:
    draft = read_text("Nadia Lefort\nFormation\n2018 CAP\nLycée Follereau\nMention bien")
    assert draft.document["education"] == [
        {
            "studyType": "CAP",
            "institution": "Lycée Follereau",
            "startDate": "2018",
            "endDate": "2018",
        }
    ]
    assert draft.unplaced == ("Mention bien",)


def test_what_is_said_beside_a_level_of_a_language_is_not_lost() -> None:
    draft = read_text("Nadia Lefort\nLangues\nAnglais : B1, TOEIC 800\nArabe : A2, phrases simples")
    assert draft.document["languages"] == [
        {"language": "Anglais : B1, TOEIC 800"},
        {"language": "Arabe", "x-declic": {"level": "A2"}},
    ]


def test_a_disability_is_printed_because_somebody_says_so_again() -> None:
    draft = read_text("Jean Bernard\nDivers\nRQTH\nPêche")
    assert draft.document["interests"] == [{"name": "Pêche"}]
    assert draft.unplaced == ("RQTH",)
    assert "x-declic" not in draft.document


@pytest.mark.parametrize(
    "line",
    ["Permis B, véhicule", "PERMIS B ET VOITURE", "Permis B + voiture", "Permis B – véhiculée"],
)
def test_a_licence_is_read_where_no_heading_says_so(line: str) -> None:
    for text in (f"Jean Bernard\n{line}\nLoisirs\nPêche", f"Jean Bernard\nDivers\n{line}\nPêche"):
        draft = read_text(text)
        assert draft.document["x-declic"]["mobility"] == {"licences": ["B"], "vehicle": True}
        assert draft.document["interests"] == [{"name": "Pêche"}]
        assert draft.unplaced == ()


def test_a_title_says_its_employer_behind_a_dash() -> None:
    draft = read_text(
        "Jean Bernard\nExpériences\nDe 2011 à 2019\nAGENT – VILLE DE DELLE\nESPACES VERTS\n"
        "De 2020 à 2021\nVendeuse – CDD"
    )
    assert [(job["position"], job.get("name")) for job in draft.document["work"]] == [
        ("AGENT", "VILLE DE DELLE"),
        ("Vendeuse – CDD", None),
    ]
    assert draft.document["work"][0]["highlights"] == ["ESPACES VERTS"]


@pytest.mark.parametrize(
    "name", ["Mme DIALLO Aïssatou", "Madame Aïssatou Diallo", "M. Omar Diallo"]
)
def test_a_civility_is_no_part_of_the_name(name: str) -> None:
    draft = read_text(f"{name}\nLoisirs\nPêche")
    assert draft.document["basics"]["name"] == name.partition(" ")[2]


def test_several_lines_of_how_one_moves_stay_apart_in_a_question_of_one_line() -> None:
    draft = read_text("Jean Bernard\nPermis\nPermis B en cours\nVélo, bus")
    assert draft.document["x-declic"]["mobility"] == {"area": "Permis B en cours, Vélo, bus"}


@pytest.mark.parametrize(
    "address",
    [
        "n.o'connor@exemple.fr",
        "nadia+cv@mail.exemple.com",
        "j_r-c@ac-besancon.fr",
        "a&b@exemple.fr",
    ],
)
@pytest.mark.parametrize("around", ["{}", "* {}", "E-mail:{}", "<{}>", "06 12 34 56 78/{}", "{}."])
def test_an_address_is_taken_whole(address: str, around: str) -> None:
    draft = read_text(f"Nadia Lefort\n{around.format(address)}\nLoisirs\nPêche")
    assert draft.document["basics"]["email"] == address


@pytest.mark.parametrize(
    "written",
    [
        "n.o’connor@exemple.fr",
        "jean-\nfrancois@exemple.fr",
        "nadia@mail.exemple\n.fr",
        "nadia@exemple.fr-0612345678",
        '"nadia lefort"@exemple.fr',
        "nadia@lefort@exemple.fr",
    ],
)
def test_an_address_that_is_not_certain_waits_whole(written: str) -> None:
    """Its end alone would be the address of somebody else, and so is the referee's below."""
    draft = read_text(f"Nadia Lefort\nServeuse\n{written}\nRéférences\nLuc : luc@exemple.fr")
    assert "email" not in draft.document["basics"]
    for line in written.splitlines():
        assert any(line.strip("-.") in waiting for waiting in draft.unplaced)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ("2019 – 2021 (2 ans)", []),
        ("2019 – 2021 (CDI)", ["CDI"]),
        ("2019 – 2021 (CDD, 6 mois)", ["CDD, 6 mois"]),
        ("janv. 2019 - juin 2021 · 2 ans 6 mois", []),
        ("De 2019 à nos jours · Temps plein", ["Temps plein"]),
        ("Été 2019 (3 semaines)", ["3 semaines"]),
    ],
)
@pytest.mark.parametrize("title", ["Vendeuse\nMonoprix\n{}", "Vendeuse | Monoprix | {}"])
def test_what_stands_beside_dates_is_no_employer(title: str, dates: str, told: list[str]) -> None:
    """A contract is told; how long it lasted too, unless the dates say so."""
    text = f"Nadia Lefort\nExpériences\n{title.format(dates)}\nLoisirs\nPêche"
    draft = read_text(text)
    (job,) = draft.document["work"]
    assert (job["position"], job["name"]) == ("Vendeuse", "Monoprix")
    assert job.get("highlights", []) == told
    assert draft.unplaced == ()


def test_a_stage_without_another_name_keeps_it() -> None:
    text = "Nadia Lefort\nExpériences\n2019 – 2020 Stage\nMairie de Delle"
    (job,) = read_text(text).document["work"]
    assert (job["position"], job["name"]) == ("Stage", "Mairie de Delle")


def test_linkedin_says_the_employer_how_long_then_the_title() -> None:
    draft = read_text(
        "Nadia Lefort\nExpérience\nMonoprix\n5 ans 2 mois\nVendeuse\n"
        "septembre 2019 - aujourd’hui (5 ans 3 mois)"
    )
    assert draft.document["work"] == [
        {"position": "Vendeuse", "name": "Monoprix", "startDate": "2019-09"}
    ]
    assert draft.unplaced == ("5 ans 2 mois",)


def test_a_period_that_goes_on_is_not_ended_by_the_next() -> None:
    lines = ("2019 –", "Vendeuse", "2017 – 2018", "Caissière", "2015 –", "2016 Serveuse")
    work = read_text("\n".join(("Nadia Lefort", "Expériences", *lines))).document["work"]
    assert [(job["startDate"], job.get("endDate")) for job in work] == [
        ("2019", None),
        ("2017", "2018"),
        ("2015", "2016"),
    ]


def test_numbers_of_pages_that_were_pasted_are_no_job_and_no_language() -> None:
    draft = read_text(
        "Nadia Lefort\nExpériences\n2019 – 2021\nServeuse\n• Salle\nPage 1\n2/3\n"
        "Langues\nArabe\n- 2 -"
    )
    assert draft.document["work"][0]["highlights"] == ["Salle"]
    assert draft.document["languages"] == [{"language": "Arabe"}]
    assert draft.unplaced == ("2/3", "2 -")
