"""At the door, on a phone: with a network, without one, and when one's session has expired."""

import base64
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import segno
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from portal.recruitment.codes import printed_code
from portal.recruitment.models import ListAccess, Registration, Scan
from portal.recruitment.qr import qr_data_uri, qr_png
from portal.recruitment.states import Status
from tests.e2e import browser as tools
from tests.e2e.test_cv import sign_in
from tests.portal.accounts.people import officer
from tests.portal.recruitment.checkin.door import (
    make_people,
    make_registration,
    make_roster,
    make_slot,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 780}
KEPT = """() => new Promise((resolve) => {
    const request = indexedDB.open("declic-pointage");
    request.onsuccess = async () => {
        const db = request.result, found = {};
        const names = [...db.objectStoreNames];
        const reading = db.transaction(names);
        for (const name of names) {
            const asked = reading.objectStore(name).getAll();
            asked.onsuccess = () => { found[name] = asked.result; };
        }
        reading.oncomplete = () => { db.close(); resolve(found); };
    };
})"""


@pytest.fixture
def person(live_server):
    return officer()


@pytest.fixture
def roster(live_server):
    return make_roster()


@pytest.fixture
def phone(chromium, live_server, person):
    with tools.context(chromium, PHONE) as opened:
        sign_in(opened, person, live_server.url)
        yield opened


@pytest.fixture
def page(phone, live_server, roster):
    """The page of a session, kept by its service worker."""
    return phone.new_page()


def open_door(page, base, roster):
    page.goto(f"{base}/pointage/?session={roster.pk}")
    expect(page.get_by_role("heading", level=1)).to_have_text(roster.told_title)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("[data-part=network]")).to_have_attribute("data-state", "ok")


def banner(page):
    return page.locator("[data-part=network] p")


def said(page):
    return page.locator("[data-part=said]")


def type_code(page, code):
    field = page.get_by_label("Ou tapez le code")
    field.fill(code)
    field.press("Enter")
    expect(field).to_have_value("")


def kept(page):
    return page.evaluate(KEPT)


def presences(roster):
    return roster.registrations.filter(status=Status.PRESENT).count()


def is_sent(page):
    expect(page.locator("[data-part=waiting-count]")).to_have_text("")


def test_ten_scans_without_network_are_ten_presences(live_server, page, phone, roster, screenshot):
    base = live_server.url
    people = make_people(roster, 12)
    with tools.no_errors(page) as complaints:
        page.goto(f"{base}/pointage/")
        tools.follow(page.get_by_role("link", name=re.compile(roster.title)))
        open_door(page, base, roster)
        tools.look(page, screenshot, "1-desk")
        type_code(page, people[0].code)
        expect(said(page)).to_have_text("Éloïse Martin\u00a0: présence notée.")
        expect(page.locator("[data-part=present]")).to_have_text("1")
    assert complaints == []

    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    for registration in people[1:6]:
        type_code(page, registration.code)
        expect(said(page)).to_contain_text(registration.participant.initials)
    expect(banner(page)).to_contain_text("5\u00a0pointages attendent")
    tools.look(page, screenshot, "2-offline")
    # The page opens without network, and what waits is still there.
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(roster.title)
    expect(banner(page)).to_contain_text("5\u00a0pointages attendent")
    for registration in people[6:11]:
        type_code(page, registration.code)
        expect(said(page)).to_contain_text(registration.participant.initials)
    expect(banner(page)).to_contain_text("10\u00a0pointages attendent")
    assert presences(roster) == 1

    phone.set_offline(False)
    is_sent(page)
    expect(said(page)).to_have_text("10\u00a0pointages qui attendaient sont partis.")
    expect(page.locator("[data-part=present]")).to_have_text("11")
    expect(banner(page)).to_have_text("")
    assert presences(roster) == 11
    assert Scan.objects.filter(result=Scan.Result.PRESENT).count() == 11
    assert kept(page)["queue"] == []
    tools.look(page, screenshot, "3-sent")


def test_the_counter_follows_the_other_devices(live_server, page, phone, roster):
    people = make_people(roster, 2)
    page.clock.install()
    open_door(page, live_server.url, roster)
    expect(page.locator("[data-part=expected]")).to_have_text("2")
    other = phone.new_page()
    open_door(other, live_server.url, roster)
    type_code(other, people[0].code)
    expect(said(other)).to_contain_text("Éloïse Martin")
    make_registration(roster, 2)
    expect(page.locator("[data-part=present]")).to_have_text("0")
    page.clock.run_for(31_000)
    expect(page.locator("[data-part=present]")).to_have_text("1")
    expect(page.locator("[data-part=expected]")).to_have_text("3")


def test_a_scan_whose_answer_is_lost_is_sent_again_by_itself_and_counts_once(
    live_server, page, roster
):
    """The server marks the presence, and the answer never comes."""
    registration = make_registration(roster)
    page.clock.install()
    open_door(page, live_server.url, roster)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/pointages.json", lose, times=1)
    type_code(page, registration.code)
    expect(said(page)).to_contain_text("gardé sur cet appareil")
    expect(banner(page)).to_contain_text("1\u00a0pointage attend")
    assert presences(roster) == 1
    page.clock.run_for(16_000)
    expect(said(page)).to_have_text("1\u00a0pointage qui attendait est parti.")
    assert Scan.objects.get().result == Scan.Result.PRESENT
    assert kept(page)["outcomes"][0]["status"] == "present"


def test_a_scan_that_makes_the_site_fail_stops_no_other(live_server, page, phone, roster):
    people = make_people(roster, 4)
    open_door(page, live_server.url, roster)
    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    for registration in people:
        type_code(page, registration.code)
    expect(banner(page)).to_contain_text("4\u00a0pointages attendent")
    bad = kept(page)["queue"][0]["nonce"]

    def fail(route):
        if bad in route.request.post_data:
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    page.route("**/pointages.json", fail)
    phone.set_offline(False)
    expect(banner(page)).to_contain_text("1\u00a0pointage attend")
    assert presences(roster) == 3
    page.unroute("**/pointages.json")
    page.reload()
    expect(said(page)).to_have_text("1\u00a0pointage qui attendait est parti.")
    assert presences(roster) == 4


def test_nothing_but_initials_and_hashes_is_kept_and_a_day_later_nothing(
    live_server, page, phone, roster
):
    eloise, samir = make_people(roster, 2)
    cancelled = make_registration(roster, 2, status=Status.CANCELLED)
    open_door(page, live_server.url, roster)
    type_code(page, eloise.code)
    expect(said(page)).to_contain_text("Éloïse Martin")
    type_code(page, cancelled.code)
    expect(said(page)).to_contain_text("à vérifier")
    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    type_code(page, samir.code)
    expect(banner(page)).to_contain_text("1\u00a0pointage attend")
    before = kept(page)
    assert len(before["lists"][0]["people"]) == 3
    for told in ("Martin", "Benali", eloise.code, samir.code, "Chloé"):
        assert told not in str(before)

    page.clock.set_system_time(timezone.now() + timedelta(hours=23))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(roster.title)
    page.clock.set_system_time(timezone.now() + timedelta(hours=25))
    page.reload()
    expect(banner(page)).to_contain_text("1\u00a0pointage attend")
    after = kept(page)
    assert (after["lists"], after["names"], after["outcomes"]) == ([], [], [])
    [waiting] = after["queue"]
    assert waiting["label"] == ""
    # The presence itself is not lost.
    phone.set_offline(False)
    is_sent(page)
    assert presences(roster) == 3


def test_the_service_worker_erases_what_is_a_day_old_by_itself(live_server, page, phone, roster):
    """The page's clock is a day late, so that the page finds nothing to erase."""
    samir, chloe = make_people(roster, 2)
    open_door(page, live_server.url, roster)
    page.clock.set_system_time(timezone.now() - timedelta(hours=25))
    open_door(page, live_server.url, roster)
    type_code(page, samir.code)
    expect(page.locator("[data-part=present]")).to_have_text("1")
    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    type_code(page, chloe.code)
    page.get_by_role("button", name="Sans inscription").click()
    page.get_by_role("textbox", name="Prénom").fill("Inès")
    page.get_by_label("Nom", exact=True).fill("Da Silva")
    page.get_by_label("Adresse e-mail").fill("ines@exemple.test")
    page.get_by_label("de vive voix").check()
    page.get_by_role("button", name="Noter son arrivée").click()
    expect(banner(page)).to_contain_text("2\u00a0pointages attendent")
    before = kept(page)
    assert (len(before["lists"]), len(before["outcomes"])) == (1, 1)
    page.reload()
    expect(banner(page)).to_contain_text("2\u00a0pointages attendent")
    page.wait_for_function(f"async () => !((await ({KEPT})()).lists.length)")
    after = kept(page)
    assert (after["lists"], after["outcomes"]) == ([], [])
    for told in ("Inès", "Da Silva", "ines@exemple.test", "S. B."):
        assert told not in str(after)
    # The page, once its clock is right, says what could not be sent.
    page.clock.set_system_time(timezone.now())
    page.reload()
    expect(said(page)).to_contain_text("1\u00a0pointage trop ancien")
    assert len(kept(page)["queue"]) == 1


def test_a_session_that_expires_keeps_what_waits(
    live_server, page, phone, person, roster, screenshot
):
    registration = make_registration(roster)
    open_door(page, live_server.url, roster)
    Session.objects.all().delete()
    type_code(page, registration.code)
    expect(banner(page)).to_contain_text("Vous n’êtes plus connecté·e")
    expect(banner(page)).to_contain_text("1\u00a0pointage attend")
    tools.look(page, screenshot, "1-signed-out")
    link = page.get_by_role("link", name="Me connecter")
    with phone.expect_page() as opened:
        link.click(modifiers=["Control"])
    opened.value.wait_for_url(re.compile("/compte/connexion/"))
    assert urlsplit(opened.value.url).query == (
        f"next=/pointage/connexion/%3Fsession%3D{roster.pk}"
    )
    assert presences(roster) == 0
    sign_in(phone, person, live_server.url)
    link.click()
    page.wait_for_url(f"**/pointage/?session={roster.pk}")
    expect(said(page)).to_have_text("1\u00a0pointage qui attendait est parti.")
    assert presences(roster) == 1


def test_a_person_is_found_by_name_and_another_comes_without_registration(
    live_server, page, roster, screenshot
):
    make_registration(roster, slot=make_slot(roster))
    make_registration(roster, 1, first_name="Élodie", last_name="Marchand")
    open_door(page, live_server.url, roster)
    page.get_by_role("button", name="Chercher", exact=True).click()
    search = page.get_by_role("searchbox", name="Nom, prénom ou initiales")
    expect(search).to_be_focused()
    search.press_sequentially("mar")
    expect(page.get_by_text("2\u00a0personnes trouvées")).to_be_visible()
    tools.look(page, screenshot, "1-found")
    search.press("Tab")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Élodie Marchand\u00a0: présence notée.")
    expect(search).to_be_focused()

    page.get_by_role("button", name="Sans inscription").click()
    page.get_by_role("button", name="Noter son arrivée").click()
    expect(page.get_by_role("textbox", name="Prénom")).to_be_focused()
    expect(page.get_by_text("Écrivez le prénom.")).to_be_visible()
    expect(page.get_by_text("puis cochez la case")).to_be_visible()
    tools.look(page, screenshot, "2-walk-in-mistakes")
    page.get_by_role("textbox", name="Prénom").fill("Inès")
    page.get_by_label("Nom", exact=True).fill("Da Silva")
    page.get_by_label("Téléphone").fill("06 12 34 56 78")
    page.get_by_label("de vive voix").check()
    page.get_by_role("button", name="Noter son arrivée").click()
    expect(said(page)).to_have_text("Inès Da Silva\u00a0: présence notée.")
    is_sent(page)
    assert Registration.objects.get(channel="walk_in").status == Status.PRESENT
    assert presences(roster) == 2


def test_without_network_people_are_found_by_initials_or_by_names_that_were_asked_for(
    live_server, page, phone, roster, screenshot
):
    make_people(roster, 3)
    open_door(page, live_server.url, roster)
    page.get_by_text("Ce que cet appareil garde").click()
    expect(page.get_by_text("Aucun nom n’est gardé")).to_be_visible()
    phone.set_offline(True)
    page.get_by_role("button", name="Garder les noms").click()
    expect(said(page)).to_contain_text("Il faut du réseau")
    page.get_by_role("button", name="Chercher", exact=True).click()
    search = page.get_by_role("searchbox", name="Nom, prénom ou initiales")
    search.fill("em")
    expect(page.get_by_role("button", name=re.compile("É. M."))).to_be_visible()
    expect(page.get_by_text("seules les initiales")).to_be_visible()
    assert not ListAccess.objects.exists()

    phone.set_offline(False)
    expect(banner(page)).to_have_text("")
    page.get_by_role("button", name="Garder les noms").click()
    expect(page.get_by_text("3\u00a0noms sont gardés")).to_be_visible()
    tools.look(page, screenshot, "1-names")
    assert ListAccess.objects.get().rows == 3
    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    search.fill("benali")
    page.get_by_role("button", name=re.compile("Samir Benali")).click()
    expect(said(page)).to_contain_text("Samir Benali\u00a0: gardé sur cet appareil")
    expect(banner(page)).to_contain_text("1\u00a0pointage attend")
    phone.set_offline(False)
    is_sent(page)
    assert presences(roster) == 1
    page.get_by_role("button", name="Effacer les noms").click()
    expect(page.get_by_text("Aucun nom n’est gardé")).to_be_visible()
    assert kept(page)["names"] == []


def test_a_refused_scan_stays_with_its_reason_until_somebody_has_seen_it(
    live_server, page, phone, roster, screenshot
):
    registration = make_registration(roster)
    cancelled = make_registration(roster, 1, status=Status.CANCELLED)
    elsewhere = make_registration(make_roster())
    open_door(page, live_server.url, roster)
    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    type_code(page, "QQQQQQQQQQ")
    type_code(page, elsewhere.code)
    type_code(page, cancelled.code)
    type_code(page, registration.code)
    type_code(page, f"DECLIC:{elsewhere.roster_id}:{elsewhere.code}")
    expect(said(page)).to_contain_text("celui d’une autre session")
    expect(banner(page)).to_contain_text("4\u00a0pointages attendent")
    phone.set_offline(False)
    is_sent(page)
    to_see = page.locator("[data-part=to-see]").get_by_role("listitem")
    expect(to_see).to_have_count(4)
    tools.look(page, screenshot, "1-to-see")
    assert presences(roster) == 2
    page.reload()
    expect(to_see).to_have_count(4)
    expect(to_see.filter(has_text="S. B.")).to_contain_text("Son inscription n’était plus valable")
    for left in (3, 2, 1, 0):
        page.get_by_role("button", name="C’est vu").first.click()
        expect(to_see).to_have_count(left)
    expect(page.get_by_role("heading", name="À vérifier")).to_be_hidden()


def test_scans_are_taken_in_one_after_the_other(live_server, page, phone, roster):
    """The first one is long to read: what is said in the end is about the last."""
    first, second = make_people(roster, 2)
    elsewhere = make_registration(make_roster())
    open_door(page, live_server.url, roster)
    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    page.evaluate("""() => {
        const digest = crypto.subtle.digest.bind(crypto.subtle);
        const held = new Promise((resolve) => { window.letGo = resolve; });
        crypto.subtle.digest = async (...given) => {
            crypto.subtle.digest = digest;
            await held;
            return digest(...given);
        };
    }""")
    type_code(page, first.code)
    type_code(page, second.code)
    type_code(page, f"DECLIC:{elsewhere.roster_id}:{elsewhere.code}")
    page.evaluate("window.letGo()")
    expect(banner(page)).to_contain_text("2\u00a0pointages attendent")
    expect(said(page)).to_contain_text("celui d’une autre session")
    rows = page.locator("[data-part=recent]").get_by_role("listitem")
    expect(rows).to_contain_text(["S. B.", "É. M.", "celui d’une autre session"])


def test_an_answer_that_comes_late_neither_hides_a_later_one_nor_takes_the_focus(
    live_server, page, phone, roster
):
    registration = make_registration(roster)
    elsewhere = make_registration(make_roster())
    open_door(page, live_server.url, roster)
    held = []
    phone.route("**/pointages.json", lambda route: held.append(route))
    with page.expect_request("**/pointages.json"):
        type_code(page, registration.code)
    type_code(page, f"DECLIC:{elsewhere.roster_id}:{elsewhere.code}")
    expect(said(page)).to_contain_text("celui d’une autre session")
    page.get_by_role("button", name="Chercher", exact=True).click()
    search = page.get_by_role("searchbox", name="Nom, prénom ou initiales")
    expect(search).to_be_focused()
    held[0].continue_()
    expect(page.locator("[data-part=recent]")).to_contain_text("présence notée")
    is_sent(page)
    expect(search).to_be_focused()
    expect(said(page)).to_contain_text("celui d’une autre session")


def test_a_scan_that_the_device_cannot_keep_is_said_and_stops_no_other(live_server, page, roster):
    people = make_people(roster, 2)
    open_door(page, live_server.url, roster)
    page.evaluate("""() => {
        const { put } = IDBObjectStore.prototype;
        IDBObjectStore.prototype.put = function () {
            IDBObjectStore.prototype.put = put;
            throw new DOMException("full", "QuotaExceededError");
        };
    }""")
    type_code(page, people[0].code)
    expect(said(page)).to_contain_text("n’a pas pu garder ce pointage")
    type_code(page, people[1].code)
    expect(said(page)).to_have_text("Samir Benali\u00a0: présence notée.")
    is_sent(page)
    assert presences(roster) == 1


def test_a_presence_that_was_somebody_elses_is_taken_back(live_server, page, phone, roster):
    make_registration(roster)
    wrong = make_registration(roster, 1, status=Status.WAITLISTED)
    open_door(page, live_server.url, roster)
    type_code(page, wrong.code)
    expect(said(page)).to_contain_text("Samir Benali")
    phone.set_offline(True)
    page.get_by_role("button", name="Annuler").click()
    expect(said(page)).to_contain_text("Il faut du réseau")
    phone.set_offline(False)
    expect(banner(page)).to_have_text("")
    page.get_by_role("button", name="Annuler").click()
    expect(said(page)).to_contain_text("S. B.\u00a0: pointage annulé")
    expect(page.locator("[data-part=present]")).to_have_text("0")
    expect(page.get_by_role("button", name="Annuler")).to_have_count(0)
    wrong.refresh_from_db()
    assert wrong.status == Status.WAITLISTED
    type_code(page, wrong.code)
    expect(said(page)).to_contain_text("présence notée")
    assert presences(roster) == 1


def test_a_session_that_one_may_not_see_shows_nothing_of_it(live_server, page, roster):
    page.goto(f"{live_server.url}/pointage/?session={roster.pk + 1}")
    expect(banner(page)).to_contain_text("Vous n’avez pas accès à cette session")
    page.goto(f"{live_server.url}/pointage/?session=%3Cscript%3E")
    expect(page.get_by_role("heading", name="Quelle session")).to_be_visible()


def test_whoever_is_signed_out_is_asked_to_sign_in(live_server, chromium, screenshot):
    with tools.context(chromium, PHONE) as visitor:
        page = visitor.new_page()
        page.goto(f"{live_server.url}/pointage/")
        expect(page.get_by_role("link", name="Me connecter")).to_be_visible()
        expect(page.get_by_text("Connectez-vous pour voir les sessions")).to_be_visible()
        tools.look(page, screenshot, "1-signed-out")


def test_a_camera_that_is_refused_says_what_to_do_instead(live_server, page, roster, screenshot):
    open_door(page, live_server.url, roster)
    page.get_by_role("button", name="Ouvrir la caméra").click()
    expect(page.get_by_text("Sans caméra, tout reste possible")).to_be_visible()
    tools.look(page, screenshot, "1-refused")
    page.get_by_role("button", name="Chercher par le nom").click()
    expect(page.get_by_role("searchbox", name="Nom, prénom")).to_be_focused()


def test_what_a_device_keeps_is_erased_when_asked_but_what_waits(live_server, page, phone, roster):
    people = make_people(roster, 2)
    open_door(page, live_server.url, roster)
    type_code(page, people[0].code)
    expect(said(page)).to_contain_text("Éloïse Martin")
    phone.set_offline(True)
    expect(banner(page)).to_contain_text("Pas de réseau")
    type_code(page, people[1].code)
    page.get_by_text("Ce que cet appareil garde").click()
    page.get_by_role("button", name="Effacer la liste").click()
    expect(said(page)).to_contain_text("1\u00a0pointage attend encore le réseau")
    found = kept(page)
    assert [found[name] for name in ("lists", "names", "outcomes")] == [[], [], []]
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.get_by_text("Sans réseau, cherchez par initiales")).to_be_visible()
    phone.set_offline(False)
    is_sent(page)
    assert presences(roster) == 2


def test_the_code_of_the_page_and_of_the_message_is_read_by_the_decoder(live_server, page, roster):
    registration = make_registration(roster)
    open_door(page, live_server.url, roster)
    read = """async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        const { decode } = await import("/static/js/checkin/camera.js");
        return decode(context.getImageData(0, 0, canvas.width, canvas.height));
    }"""
    png = base64.b64encode(qr_png(registration)).decode()
    for source in (qr_data_uri(registration), f"data:image/png;base64,{png}"):
        assert page.evaluate(read, source) == printed_code(registration)


def film_of(matrix, path, side=480):
    """A film of one picture, a QR code on white: what a fake camera shows (YUV4MPEG2)."""
    size = len(matrix)
    scale = side // (size + 16)
    margin = (side - size * scale) // 2
    rows = []
    for y in range(side):
        line = bytearray(b"\xeb" * side)
        row = (y - margin) // scale
        if y >= margin and row < size:
            for column, dark in enumerate(matrix[row]):
                if dark:
                    start = margin + column * scale
                    line[start : start + scale] = b"\x10" * scale
        rows.append(bytes(line))
    picture = b"FRAME\n" + b"".join(rows) + b"\x80" * (side * side // 2)
    path.write_bytes(f"YUV4MPEG2 W{side} H{side} F10:1 Ip A1:1 C420\n".encode() + picture * 10)


def test_the_camera_reads_a_code_under_the_policy_of_the_site(
    live_server, chromium, person, roster, screenshot, tmp_path
):
    registration = make_registration(roster)
    film = tmp_path / "code.y4m"
    film_of(segno.make_qr(printed_code(registration)).matrix, film)
    arguments = [
        *tools.ARGUMENTS,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    filmed = chromium.browser_type.launch(executable_path=tools.SYSTEM_CHROMIUM, args=arguments)
    try:
        with tools.context(filmed, PHONE, permissions=["camera"]) as phone:
            sign_in(phone, person, live_server.url)
            page = phone.new_page()
            with tools.no_errors(page) as complaints:
                open_door(page, live_server.url, roster)
                page.get_by_role("button", name="Ouvrir la caméra").click()
                expect(said(page)).to_have_text("Éloïse Martin\u00a0: présence notée.")
                screenshot(page, "1-camera")
                page.get_by_role("button", name="Arrêter la caméra").click()
                expect(page.get_by_role("button", name="Ouvrir la caméra")).to_be_focused()
            assert complaints == []
    finally:
        filmed.close()
    assert presences(roster) == 1
    assert Scan.objects.get().how == Scan.How.CODE
