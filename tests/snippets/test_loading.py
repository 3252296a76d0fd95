"""The three commands: idempotent, and a wrong source changes nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from snippets.models import Commune, Occupation
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db

HEADER = "insee_code,name,postal_codes,population,epci_code,epci_name,latitude,longitude"
BELFORT = "90010,Belfort,90000,45912,200069052,CA Grand Belfort,47.6386,6.8631"
SQUARE = [[6.8, 47.6], [6.9, 47.6], [6.9, 47.7], [6.8, 47.7], [6.8, 47.6]]


@pytest.fixture
def file(tmp_path):
    """Write a file and return its path."""

    def write(content):
        path = tmp_path / "source"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def api_commune(**changes):
    return {
        "nom": "Belfort",
        "code": "90010",
        "codesPostaux": ["90000"],
        "population": 45912,
        "centre": {"type": "Point", "coordinates": [6.8631, 47.6386]},
        "epci": {"code": "200069052", "nom": "CA Grand Belfort"},
    } | changes


def feature(code="90010", **changes):
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry} | changes


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.fixture
def api(httpserver, settings):
    """The State's geographic API; returns what it was told to answer with."""
    settings.GEO_API_URL = httpserver.url_for("/")

    def answer(body, **options):
        request = httpserver.expect_request("/departements/90/communes")
        if isinstance(body, (bytes, str)):
            request.respond_with_data(body, **options)
        else:
            request.respond_with_json(body, **options)
        return httpserver

    return answer


def test_project_files_load_once(capsys):
    call_command("load_communes")
    call_command("load_occupations")
    call_command("load_communes")
    call_command("load_occupations")
    assert capsys.readouterr().out.splitlines() == [
        "Communes\u00a0: ajouts 101, modifications 0, inchangés 0.",
        "Métiers\u00a0: ajouts 1584, modifications 0, inchangés 0.",
        "Communes\u00a0: ajouts 0, modifications 0, inchangés 101.",
        "Métiers\u00a0: ajouts 0, modifications 0, inchangés 1584.",
    ]
    assert Commune.objects.get(pk="90042").folded_name
    for row in (*Commune.objects.all(), *Occupation.objects.all()[:50]):
        row.full_clean()


def test_communes_file_updates_only_what_differs(file, capsys):
    contour = {"type": "Polygon", "coordinates": [SQUARE]}
    CommuneFactory(belfort=True, name="Ancien nom", contour=contour)
    other = CommuneFactory()
    call_command("load_communes", file=file(f"\ufeff{HEADER}\r\n{BELFORT}\r\n"))
    assert "ajouts 0, modifications 1, inchangés 0" in capsys.readouterr().out
    belfort = Commune.objects.get(pk="90010")
    assert (belfort.name, belfort.folded_name, belfort.contour) == ("Belfort", "belfort", contour)
    assert Commune.objects.filter(pk=other.pk).exists()


def test_semicolons_quotes_and_any_order_of_columns_are_read(file):
    text = 'label;code\n"Maçon ; maçonne";F1703\n'
    call_command("load_occupations", file=file(text))
    assert Occupation.objects.get().label == "Maçon ; maçonne"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "colonnes"),
        ("code,name\n90010,Belfort\n", "colonnes"),
        (f"{HEADER}\n", "aucune ligne"),
        (f"{HEADER}\n{BELFORT}\n{BELFORT}\n", "ligne 3\u00a0: le code 90010 est déjà plus haut"),
        (f"{HEADER}\n{BELFORT},de trop\n", "il manque des colonnes, ou trop"),
        (f"{HEADER}\n90010,Belfort\n", "il manque des colonnes, ou trop"),
        (f"{HEADER}\n{BELFORT.replace('90010', '9001')}\n", "code INSEE"),
        (f"{HEADER}\n{BELFORT.replace('Belfort,', ',')}\n", "name"),
        (f"{HEADER}\n{BELFORT.replace('Belfort,', 'B' * 101 + ',')}\n", "name"),
        (f"{HEADER}\n{BELFORT.replace(',90000', ',9000')}\n", "code postal"),
        (f"{HEADER}\n{BELFORT.replace('45912', '-3')}\n", "«\u00a0-3\u00a0»"),
        (f"{HEADER}\n{BELFORT.replace('45912', '9' * 12)}\n", "population"),
        (f"{HEADER}\n{BELFORT.replace('47.6386', '147')}\n", "latitude"),
        (f"{HEADER}\n{BELFORT.replace('47.6386', 'nan')}\n", "latitude"),
        (f"{HEADER}\n{BELFORT.replace('6.8631', 'est')}\n", "longitude"),
        (HEADER + "\n" + BELFORT.replace("Belfort,9", "Bel\x00fort,9"), "lu"),
        (f'{HEADER}\n"{BELFORT}\n', "CSV valable"),
        (f"{HEADER}\n{BELFORT}".encode("latin-1") + b"\xe9", "UTF-8"),
    ],
)
def test_wrong_communes_file_changes_nothing(file, content, says):
    CommuneFactory(belfort=True, name="Intacte")
    with pytest.raises(CommandError) as caught:
        call_command("load_communes", file=file(content))
    assert says in str(caught.value)
    assert str(caught.value).endswith("Rien n’a été modifié.")
    assert [commune.name for commune in Commune.objects.all()] == ["Intacte"]


def test_only_the_first_errors_are_shown(file):
    wrong = BELFORT.replace("90010", "9001")
    with pytest.raises(CommandError, match=r"ligne 4.*, et 2 autres"):
        call_command("load_communes", file=file("\n".join([HEADER, *[wrong] * 5])))


@pytest.mark.parametrize("command", ["load_communes", "load_occupations", "load_contours"])
def test_missing_file_or_folder_is_said(command, tmp_path):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command(command, file=tmp_path / "absent")
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command(command, file=tmp_path)


def test_wrong_rome_code_changes_nothing(file):
    with pytest.raises(CommandError, match=r"ligne 3.*ROME"):
        call_command("load_occupations", file=file("code,label\nF1703,Maçon\nZ9999,Rien\n"))
    assert not Occupation.objects.exists()


def test_communes_from_the_api(api, capsys):
    server = api([api_commune(), api_commune(code="90011", nom="Bermont", population=None)])
    call_command("load_communes", from_api=True)
    call_command("load_communes", from_api=True)
    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("ajouts 2, modifications 0, inchangés 0.")
    assert out[1].endswith("ajouts 0, modifications 0, inchangés 2.")
    belfort = Commune.objects.get(pk="90010")
    assert (belfort.latitude, belfort.longitude) == (47.6386, 6.8631)
    assert belfort.epci_name == "CA Grand Belfort"
    request, _ = server.log[0]
    assert request.args["fields"] == "nom,code,codesPostaux,population,centre,epci"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("pas du JSON", "JSON"),
        ("[" * 100_000, "JSON"),
        (b"\xff\xfe", "UTF-8"),
        ({"message": "erreur"}, "liste"),
        ([], "aucune ligne"),
        (["Belfort"], "un objet est attendu"),
        ([api_commune(nom=12)], "n’est pas un texte"),
        ([api_commune(nom="\ud800")], "ne peut pas être lu"),
        ([api_commune(code="25056")], "pas dans le département 90"),
        ([api_commune(code="9")], "insee_code"),
        ([api_commune(code=90010)], "n’est pas un texte"),
        ([api_commune(codesPostaux="90000")], "codesPostaux"),
        ([api_commune(codesPostaux=[90000])], "n’est pas un texte"),
        ([api_commune(population="beaucoup")], "habitants"),
        ([api_commune(population=True)], "habitants"),
        ([api_commune(population=1.5)], "habitants"),
        ([api_commune(centre=None)], "centre"),
        ([api_commune(centre={"coordinates": [6.8]})], "centre"),
        ([api_commune(centre={"coordinates": ["6.8", None]})], "latitude"),
        ([api_commune(centre={"coordinates": [True, 47]})], "longitude"),
        (
            json.dumps([api_commune(centre={"coordinates": [6.8, 0]})]).replace("0]", "1e999]"),
            "lat",
        ),
        ([api_commune(centre={"coordinates": [10**400, 47]})], "longitude"),
        ([api_commune(epci=["200069052"])], "epci"),
        ([api_commune(), api_commune()], "déjà plus haut"),
    ],
)
def test_wrong_answer_of_the_api_changes_nothing(api, body, says):
    CommuneFactory(belfort=True, name="Intacte")
    api(body)
    with pytest.raises(CommandError) as caught:
        call_command("load_communes", from_api=True)
    assert says in str(caught.value)
    assert [commune.name for commune in Commune.objects.all()] == ["Intacte"]


def test_error_status_is_said(api):
    api("indisponible", status=503)
    with pytest.raises(CommandError, match="503"):
        call_command("load_communes", from_api=True)


def test_unreachable_or_silent_api_is_said(httpserver, settings, monkeypatch):
    with pytest.raises(CommandError, match="ne répond pas"):
        call_command("load_contours", from_api=True)
    monkeypatch.setattr("snippets.sources._TIMEOUT", (1, 0.05))
    settings.GEO_API_URL = httpserver.url_for("/")
    waiting = httpserver.expect_request("/departements/90/communes")
    waiting.respond_with_handler(lambda request: request.environ["wsgi.input"].read(1))
    with pytest.raises(CommandError, match=r"trop de temps|ne répond pas"):
        call_command("load_contours", from_api=True)


def test_endless_answer_is_cut(api, monkeypatch):
    monkeypatch.setattr("snippets.sources.MAX_BYTES", 1_000)
    api(" " * 5_000)
    with pytest.raises(CommandError, match="trop longue"):
        call_command("load_communes", from_api=True)


def test_too_large_file_is_refused(file, monkeypatch):
    monkeypatch.setattr("snippets.sources.MAX_BYTES", 10)
    with pytest.raises(CommandError, match="dépasse"):
        call_command("load_communes", file=file(f"{HEADER}\n{BELFORT}"))


@pytest.mark.parametrize("department", ["", "9", "../..", "90?x=", "2C", "9000"])
def test_wrong_department_asks_nobody(api, department):
    server = api([])
    with pytest.raises(CommandError, match="code de département"):
        call_command("load_communes", from_api=True, department=department)
    assert server.log == []


def test_contours_from_a_file_and_the_api(file, api, capsys):
    CommuneFactory(belfort=True)
    CommuneFactory(insee_code="90011")
    two = {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}
    source = collection(feature(), feature("90011", geometry=two))
    call_command("load_contours", file=file(json.dumps(source)))
    call_command("load_contours", file=file(json.dumps(source)))
    server = api(source)
    call_command("load_contours", from_api=True)
    out = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2] for line in out] == [
        "ajouts 0, modifications 2, inchangés 0.",
        "ajouts 0, modifications 0, inchangés 2.",
        "ajouts 0, modifications 0, inchangés 2.",
    ]
    assert Commune.objects.get(pk="90011").contour == two
    assert server.log[0][0].args["geometry"] == "contour"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "FeatureCollection"),
        ({"type": "FeatureCollection"}, "FeatureCollection"),
        (collection(), "aucun contour"),
        (collection(3), "properties.code"),
        (collection({"properties": None, "geometry": None}), "properties.code"),
        (collection(feature("90999")), "inconnue"),
        (collection(feature(["90010"])), "inconnue"),
        (collection(feature(), feature()), "déjà un contour"),
        (collection(feature(geometry=None)), "ni un Polygon"),
        (collection(feature(geometry={"type": "Point", "coordinates": [6, 47]})), "ni un Polygon"),
        (collection(feature(geometry={"type": "Polygon"})), "vide"),
        (collection(feature(geometry={"type": "MultiPolygon", "coordinates": 3})), "coordonnées"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": []})), "vide"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": [[]]})), "4 points"),
        (
            collection(feature(geometry={"type": "Polygon", "coordinates": [SQUARE[:4]]})),
            "fermée",
        ),
        (
            collection(
                feature(geometry={"type": "Polygon", "coordinates": [[[6.8, 147], *SQUARE[1:]]]})
            ),
            "longitude et une latitude",
        ),
        (
            collection(
                feature(geometry={"type": "Polygon", "coordinates": [["6.8", *SQUARE[1:]]]})
            ),
            "longitude et une latitude",
        ),
    ],
)
def test_wrong_contours_change_nothing(file, data, says):
    CommuneFactory(belfort=True)
    with pytest.raises(CommandError) as caught:
        call_command("load_contours", file=file(json.dumps(data)))
    assert says in str(caught.value)
    assert Commune.objects.get().contour is None


def test_names_are_kept_with_the_apostrophe_of_print(file):
    """INSEE and ROME type it straight: every screen would print "Fêche-l'Église"."""
    line = "90042,Fêche-l'Église,90100,700,1,CC d'ici,47.5,6.9"
    call_command("load_communes", file=file(f"{HEADER}\n{line}\n"))
    commune = Commune.objects.get()
    assert (commune.name, commune.epci_name) == ("Fêche-l’Église", "CC d’ici")
    assert commune.folded_name == "feche l eglise"
    call_command("load_occupations", file=file("code,label\nM1801,Chef d'équipe\n"))
    assert Occupation.objects.get().label == "Chef d’équipe"
