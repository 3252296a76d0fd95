"""What the logs never hold, and what each of their lines has."""

import json
import logging
import re
from io import StringIO
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pytest
from django.conf import settings as site
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, include, path

from config.logs import HIDDEN, origin, shape
from config.middleware import RequestIdMiddleware
from portal.accounts.level_names import LevelName
from tests.portal.accounts.people import person_with

pytestmark = pytest.mark.django_db
# As `secrets` and `signing` write them; a key of allauth in small letters; words, as a test has.
SECRETS = (
    "V0pLq3xT_9sYw-Aa7bK2mQ",
    "WyJjdiIsIjQyIl0:1tQx9z:kD3_pW-x0aZ",
    "MTc.1vXk2A.c3a1f0d9e8b7a6f5c4d3e2",
    "cz8wab-3f2a9c0d1e8b7f6a5c4d3e2b1a0f9e8d",
    "a-secret-that-opens-something",
)
PUBLIC = {"slug", "extension", "kind", "step", "name"}
ID = "a-request-of-the-tests"


@pytest.fixture
def lines():
    """What the handler of the settings writes: their formatter and filters, on a stream of ours."""
    (handler,) = [
        handler
        for handler in logging.getLogger().handlers
        if type(handler) is logging.StreamHandler
    ]
    written = StringIO()
    before = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(before)


def routes(resolver=None, before=""):
    """Every route of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def secret_routes():
    """Those that take something that is neither a number nor a public name."""
    for route in sorted(set(routes())):
        names = set(re.findall(r"<(?!int:)(?:\w+:)?(\w+)>", route)) - PUBLIC
        is_staff_s = route.startswith(("cms/", "media/", "^"))
        if names & {"token", "key", "code", "uidb64"} or (names and not is_staff_s):
            yield route


def filled(route, secret):
    """An address of this route."""
    address = re.sub(r"<int:\w+>", "7", re.sub(r"\(\?P<\w+>[^)]*\)", secret, route))
    address = re.sub(r"<slug:slug>", "soudeur", address)
    return "/" + re.sub(r"<[\w:]+>", secret, address).translate(str.maketrans("", "", "^$\\"))


def addresses(secret):
    """Where a secret stands: in its route, nearly in it, in no route, in parameters."""
    for route in secret_routes():
        yield filled(route, secret)
    for start in ("lien", "invitation", "cv", "courriels", "compte/mot-de-passe", "inconnu"):
        yield f"/{start}/{secret}"
        yield f"/{start}/x/{secret}/de/trop/"
    yield f"/{secret}"
    yield f"//{secret}/"
    yield f"/LIEN/{secret}/"
    yield f"/lien/{secret}'%0Ax/"
    parameter = quote(secret)
    yield f"/compte/connexion/proconnect/retour/?code={parameter}&state={parameter}"
    yield f"/compte/connexion/?next=/lien/{parameter}/"
    yield f"/compte/connexion/?next={quote(f'/cv/{secret}/?a=b', safe='')}"
    yield f"/api/v2/preview/?token={parameter}"
    yield f"/inconnu/?{parameter}"


def log_everything(request):
    """What our code, Django and libraries may write of a request."""
    log = logging.getLogger("declic.tests")
    whole = request.get_full_path()
    log.warning("Not Found: %s", request.path, extra={"request": request, "status_code": 404})
    log.warning("Forbidden (Referer checking failed - https://testserver%s is no origin.)", whole)
    log.warning("%r asked %s", request, quote(request.path))
    log.warning(request.build_absolute_uri())
    log.warning({"a dictionary": whole})
    log.warning("more", extra={"deep": {"referer": [whole, {request.path: (whole,)}]}})
    log.warning("wrong value: %s", [*request.GET.values(), *request.path.split("/")])
    log.warning("stack", stack_info=True)
    try:
        {}[request.path_info.lstrip("/"), whole]
    except LookupError:
        log.exception("Internal Server Error: %s", request.path)
    return HttpResponse(status=400)


def test_no_line_of_any_kind_holds_a_secret_and_each_has_its_request(lines):
    assert len(list(secret_routes())) >= 14
    answer = RequestIdMiddleware(log_everything)
    asked = 0
    for secret in SECRETS:
        for address in addresses(secret):
            answer(RequestFactory().get(address, headers={"X-Request-ID": ID}))
            asked += 1
    found = lines()
    assert len(found) == 9 * asked
    assert {line["request_id"] for line in found} == {ID}
    said = "\n".join(json.dumps(line, ensure_ascii=False) for line in found)
    for secret in SECRETS:
        for part in (secret, quote(secret), *re.split("[:.]", secret)):
            where = said.find(part)
            assert len(part) < 7 or where < 0, said[max(where - 300, 0) : where + 100]


@pytest.mark.parametrize("secret", SECRETS[:1])
def test_the_site_itself_writes_no_secret_when_it_refuses(client, lines, secret):
    for address in addresses(secret):
        for ask in (client.get, client.post):
            ask(address, headers={"X-Request-ID": ID, "Referer": f"http://testserver{address}"})
    found = lines()
    assert len(found) > 30
    assert {line["request_id"] for line in found} == {ID}
    assert secret not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(
    ("address", "route"),
    [
        (f"/lien/{SECRETS[0]}/", "/lien/{token}/"),
        (f"/cv/{SECRETS[0]}/page/3/", "/cv/{token}/page/3/"),
        (f"/lien/x/{SECRETS[0]}/", "/lien/…"),
        ("/inconnu/page/", "/…"),
        ("/offres/soudeur-belfort/", "/offres/soudeur-belfort/"),
    ],
)
def test_a_refusal_tells_its_route_its_method_and_its_id(client, lines, address, route):
    client.get(f"{address}?q=mots", headers={"X-Request-ID": ID})
    (line,) = [line for line in lines() if line.get("status_code")]
    assert line["message"] == f"{'Gone' if line['status_code'] == 410 else 'Not Found'}: {route}"
    assert (line["route"], line["method"], line["request_id"]) == (route, "GET", ID)
    assert "request" not in line


def test_refusals_of_every_layer_have_their_id(client, lines, settings):
    client.handler.enforce_csrf_checks = True
    client.post("/compte/connexion/", {}, headers={"X-Request-ID": ID})
    client.get("/health/live", headers={"X-Request-ID": ID, "Host": "elsewhere.test"})
    client.get("/n-existe-pas/", headers={"X-Request-ID": ID})
    client.get("/offres/?q=%00", headers={"X-Request-ID": ID})
    settings.API_REQUESTS_PER_MINUTE = 0
    client.get("/api/v1/opportunities/", headers={"X-Request-ID": ID})
    found = lines()
    assert {line["status_code"] for line in found} == {400, 403, 404, 429}
    assert {line["request_id"] for line in found} == {ID}


def test_a_refusal_is_one_line_without_a_traceback(client, lines):
    client.force_login(person_with(LevelName.CANDIDATE))
    assert client.get("/habilitations/").status_code == 403
    logging.getLogger("django.request").error(
        "Internal Server Error", exc_info=ValueError("broken"), extra={"status_code": 500}
    )
    refusal, failure = lines()
    assert "exc_info" not in refusal
    assert "broken" in failure["exc_info"]


def test_what_follows_a_request_has_no_id_of_it(client, lines):
    client.get("/health/live", headers={"X-Request-ID": ID})
    assert origin.get().identifier == "-"
    logging.getLogger("declic.tests").warning("later")
    assert lines()[-1]["request_id"] == "-"


def test_files_lines_of_code_and_plain_words_stay(lines):
    path = site.BASE_DIR / "site" / "config" / "missing.txt"
    try:
        Path(path).read_text()
    except OSError:
        logging.getLogger("declic.tests").exception("et/ou 3/4, ok")
    (line,) = lines()
    assert line["message"] == "et/ou 3/4, ok"
    assert f"No such file or directory: '{path}'" in line["exc_info"]
    assert f'File "{__file__}"' in line["exc_info"]


def test_passwords_of_servers_and_rows_of_the_database_are_hidden(lines):
    log = logging.getLogger("declic.tests")
    log.warning("postgres://declic:hunter2hunter2@127.0.0.1/declic refused")
    log.warning("duplicate key\nDETAIL:  Key (email)=(zoe@exemple.test) already exists.")
    said = json.dumps(lines())
    assert "hunter2" not in said
    assert "zoe@" not in said
    assert "127.0.0.1" in said


def test_a_long_address_costs_little_and_leaves_little(lines):
    answer = RequestIdMiddleware(log_everything)
    answer(RequestFactory().get("/" + "a/" * 900_000 + "?q=" + "b/" * 900_000))
    assert all(len(json.dumps(line)) < 100_000 for line in lines())


def test_an_app_without_any_address_costs_nothing(settings):
    settings.ROOT_URLCONF = ModuleType("empty")
    settings.ROOT_URLCONF.urlpatterns = [
        path("", include(([], "empty"))),
        path("jobs/", HttpResponse),
    ]
    assert shape("/jobs/secret/") == f"/jobs/{HIDDEN}"
    assert shape("/rien/secret/") == f"/{HIDDEN}"


def masked_by_the_proxy(address, rules):
    """What nginx puts in the place of an address: the first pattern that fits."""
    for pattern, told in rules:
        if found := re.search(pattern.replace("(?<", "(?P<"), address):
            return told.replace("$uri", address).replace(
                "$area", found.groupdict().get("area") or ""
            )
    return "/…"


def test_the_proxy_masks_the_same_addresses():
    text = (site.BASE_DIR / "deployment" / "nginx" / "declic.conf").read_text(encoding="utf-8")
    (block,) = re.findall(r"map \$uri \$logged_uri \{(.*?)\n\}", text, re.DOTALL)
    rules = re.findall(r'"~(\S+)" "?([^";]+)"?;', block)
    for address in addresses(SECRETS[0]):
        assert SECRETS[0] not in masked_by_the_proxy(address.partition("?")[0], rules), address
    assert masked_by_the_proxy(f"/lien/{SECRETS[0]}/", rules) == "/lien/…"
    assert masked_by_the_proxy("/offres/soudeur/", rules) == "/offres/soudeur/"
    (written,) = re.findall(r"log_format declic .*?;\n", text, re.DOTALL)
    asked = set(re.findall(r"\$(\w+)", written))
    assert "logged_uri" in asked
    assert asked.isdisjoint({"request", "request_uri", "uri", "args", "http_referer"})
