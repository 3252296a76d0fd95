"""The map beside the list, by keyboard alone: in, through, past; and the same offers in both."""

import re

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from playwright.sync_api import Page, expect

from search.parameters import places
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.search.rows import BELFORT, make_belfort, make_row

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# Skip link, map, zoom buttons, then what is below the map on the page.
OTHER_STOPS = 6
STOP = """() => {
    const at = document.activeElement;
    if (at === document.body) return "nowhere";
    if (at.closest(".site-footer")) return "footer";
    if (at.matches(".map-canvas")) return "map";
    return at.getAttribute("aria-label") ?? at.textContent.trim();
}"""
PINS = "[...document.querySelectorAll('.pin')]"
SHOWN = f"{PINS}.reduce((sum, pin) => sum + (Number(pin.textContent) || 1), 0)"

# What is drawn of names and markers: nothing touches anything.
TOUCHING = """() => {
    const boxes = [...document.querySelectorAll(".town:not([hidden]), .pin")].map((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const isName = element.matches(".town");
        return { text: element.textContent, isName, left, right, top, bottom };
    });
    return boxes.flatMap((one, index) => boxes.slice(index + 1)
        .filter((other) => (one.isName || other.isName)
            && one.left < other.right && other.left < one.right
            && one.top < other.bottom && other.top < one.bottom)
        .map((other) => `${one.text} / ${other.text}`));
}"""
FITS = """() => {
    const [map, drawn] = [".map-canvas", ".leaflet-territory-pane path"]
        .map((selector) => document.querySelector(selector).getBoundingClientRect());
    return map.left <= drawn.left && drawn.right <= map.right
        && map.top <= drawn.top && drawn.bottom <= map.bottom;
}"""
# Thousands of maps of random names and markers, always the same ones: what is wrong with them.
PLACED = """async (address) => {
    const { placeNames } = await import(address);
    let state = 1;
    const random = (most) => {
        state = (state * 48271) % 2147483647;
        return state % most;
    };
    const several = (most, make) => Array.from({ length: random(most) }, make);
    const meet = (one, other) => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom;
    const around = ({ x, y, width, height }, room) => ({
        left: x - width / 2 - room,
        right: x + width / 2 + room,
        top: y - height / 2 - room,
        bottom: y + height / 2 + room,
    });
    const check = () => {
        const names = several(30, () => ({
            x: random(500), y: random(500), width: 20 + random(120), height: 10 + random(20),
        }));
        const taken = several(6, () => {
            const [left, top] = [random(500), random(500)];
            return { left, top, right: left + 36, bottom: top + 36 };
        });
        const drawn = [];
        return placeNames(names, taken).flatMap((middle, index) => {
            const name = names[index];
            const touches = (box) => [...drawn, ...taken].some((other) => meet(box, other));
            // The more important come first: only they and the markers make a name give way.
            if (middle === null) return touches(around(name, 4)) ? [] : ["left out"];
            const isCovered = taken.some((other) => meet(around(name, 4), other));
            const wrong = middle !== name.y && !isCovered ? ["moved"] : [];
            const box = around({ ...name, y: middle }, 0);
            if (touches(box)) wrong.push("touching");
            drawn.push(box);
            return wrong;
        });
    };
    return Array.from({ length: 2000 }, check).flat();
}"""


@pytest.fixture
def site(live_server):
    """Offers at a kilometre or two from each other, some near Belfort and some far."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    places.forget_communes()
    make_belfort()
    for number in range(12):
        make_row(
            title=f"Cuisinier {number}",
            latitude=BELFORT[0] - 0.08 + number * 0.015,
            longitude=BELFORT[1] - 0.08 + number % 4 * 0.05,
        )
    for number in range(3):
        make_row(title=f"Boulanger {number}", latitude=BELFORT[0] + 0.3 + number * 0.02)
    yield live_server
    places.forget_communes()


@pytest.fixture
def page(site, chromium):
    """The search around Belfort on a desktop, once its map is drawn."""
    with tools.context(chromium, tools.DESKTOP) as visitor:
        opened = visitor.new_page()
        with tools.no_errors(opened) as complaints:
            opened.goto(f"{site.url}/offres/?lieu=Belfort&rayon=20")
            opened.locator(".pin").first.wait_for()
            yield opened
        assert complaints == []


def stops(page: Page, key: str, *, until: str, at_most: int) -> list[str]:
    """What has the focus after each press of a key, up to a place that must be reached."""
    seen = []
    while not seen or seen[-1] != until:
        assert len(seen) < at_most, seen
        page.keyboard.press(key)
        seen.append(page.evaluate(STOP))
        assert seen[-1] != "nowhere", seen
    return seen


def test_tab_goes_through_the_map_and_past_it(page):
    pins = page.locator(".pin").count()
    assert pins > 3
    page.locator(".follow a").last.focus()
    seen = stops(page, "Tab", until="footer", at_most=pins + OTHER_STOPS)
    assert seen[:2] == ["Passer la carte", "map"]
    assert {"Zoomer", "Dézoomer"} <= set(seen)
    assert sum(bool(re.search("offres dans ce secteur|Cuisinier", stop)) for stop in seen) == pins
    # And back.
    back = stops(page, "Shift+Tab", until="Passer la carte", at_most=pins + OTHER_STOPS)
    assert len(back) == len(seen) - 1


def test_the_map_is_passed_in_one_step(page):
    page.locator(".follow a").last.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Passer la carte")).to_be_focused()
    expect(page.get_by_role("link", name="Passer la carte")).to_be_in_viewport()
    page.keyboard.press("Enter")
    stops(page, "Tab", until="footer", at_most=2)


def test_focus_never_moves_the_map_nor_draws_its_markers_again(page):
    page.evaluate(f"{PINS}.forEach((pin) => {{ pin.dataset.kept = '1' }})")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for pin in page.locator(".pin").all():
        pin.focus()
    assert asked == []
    # A move of a few pixels draws what it brings, and nothing else.
    page.locator(".map-canvas").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#carte [role=status]")).to_contain_text("sur cette partie de la carte")
    assert page.locator(".pin[data-kept]").count() > 3
    page.get_by_role("button", name="Dézoomer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Rechercher dans cette zone")).to_be_visible()
    expect(page.get_by_role("button", name="Dézoomer")).to_be_focused()


def test_enter_on_a_cluster_comes_nearer_and_keeps_the_focus_in_the_map(page):
    for _ in range(2):
        with page.expect_response(re.compile("/clusters/")):
            page.get_by_role("button", name="Dézoomer").click()
    cluster = page.locator(".pin-many").first
    cluster.wait_for()
    cluster.focus()
    label = cluster.get_attribute("aria-label")
    page.keyboard.press("Enter")
    expect(page.locator(f".pin[aria-label='{label}']")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('.pin')")
    status = page.locator("#carte [role=status]")
    expect(status).to_have_text(re.compile(r"\d+ offres? sur cette partie de la carte"))
    expect(status).to_have_text(re.compile("bouton « Rechercher dans cette zone »"))


def test_zoom_buttons_are_buttons_that_say_when_they_can_do_no_more(page):
    further = page.get_by_role("button", name="Dézoomer")
    assert further.evaluate("(button) => button.tagName") == "BUTTON"
    further.focus()
    for _ in range(12):
        page.keyboard.press("Space")
    expect(further).to_have_attribute("aria-disabled", "true")
    expect(further).to_be_focused()
    expect(page.get_by_role("button", name="Zoomer", exact=True)).to_have_attribute(
        "aria-disabled", "false"
    )


def test_list_and_map_have_the_same_offers_and_the_radius_is_drawn(page):
    expect(page.locator("#results-heading")).to_have_text(re.compile("^12.offres"))
    assert page.evaluate(SHOWN) == 12
    expect(page.locator(".leaflet-overlay-pane path")).to_have_count(1)
    expect(page.locator(".map-legend")).to_contain_text("20 km autour de Belfort (90000)")
    # Far away, nothing that the list has not.
    for _ in range(3):
        page.get_by_role("button", name="Dézoomer").click()
    assert page.evaluate(SHOWN) == 12
    # What is asked for there is in both.
    with page.expect_response(re.compile("/clusters/.*zone=")) as asked:
        page.get_by_role("button", name="Rechercher dans cette zone").click()
    expect(page.locator("#results-heading")).to_have_text(re.compile("^15.offres dans cette zone"))
    shown = asked.value.json()["features"]
    assert sum(feature["properties"]["count"] for feature in shown) == 15
    expect(page.locator(".map-canvas")).to_be_focused()
    expect(page.locator(".map-legend")).to_contain_text("Le cadre est la zone")
    assert tools.axe_findings(page) == []


def test_names_are_drawn_the_larger_first_and_never_touch(site, chromium):
    call_command("load_communes", verbosity=0)
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        with tools.no_errors(page) as complaints:
            page.goto(f"{site.url}/offres/?lieu=Belfort&rayon=20")
            assert page.evaluate(PLACED, static("js/map-names.js")) == []
            page.get_by_role("button", name="Carte", exact=True).click()
            page.locator(".pin").first.wait_for()
            expect(page.locator(".leaflet-territory-pane path")).to_have_count(2)
            cluster = page.get_by_role("button", name=re.compile("dans ce secteur, près d"))
            expect(cluster).not_to_have_count(0)
            names = page.locator(".town:not([hidden])")
            seen = []
            for step in ("Dézoomer", "Dézoomer", "Zoomer", "Zoomer", "Zoomer", "Zoomer"):
                with page.expect_response(re.compile("/clusters/")):
                    page.get_by_role("button", name=step, exact=True).click()
                expect(names.filter(has_text=re.compile("^Belfort$"))).to_be_visible()
                page.wait_for_function(f"() => !({TOUCHING})().length")
                seen.append(names.count())
            assert seen[1] <= seen[0] < max(seen)
            assert max(seen) > 15
            # For the eyes only: the names of clusters say where they are.
            for pane in ("names", "territory", "overlay"):
                drawn = page.locator(f".leaflet-{pane}-pane")
                assert drawn.get_attribute("aria-hidden") == "true", pane
            assert tools.axe_findings(page) == []
            # Without a place, all of the territory is in view.
            page.goto(f"{site.url}/offres/")
            page.get_by_role("button", name="Carte", exact=True).click()
            expect(page.locator(".leaflet-territory-pane path")).to_have_count(2)
            assert page.evaluate(FITS)
        assert complaints == []


def test_back_closes_the_map_of_a_phone_and_forward_opens_it_again(site, chromium):
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/offres/?lieu=Belfort&rayon=20")
        heading, dialog = page.locator("#results-heading"), page.locator("#map-dialog")
        # A step that htmx made: going back to it would fetch the page again.
        page.locator(".chip", has_text="Belfort").click()
        expect(heading).to_have_text(re.compile("^15.offres"))
        address = page.url
        page.evaluate("window.kept = true")
        page.get_by_role("button", name="Carte", exact=True).click()
        page.locator(".pin").first.wait_for()
        page.go_back()
        expect(dialog).to_be_hidden()
        assert page.evaluate("window.kept")
        page.go_forward()
        expect(dialog).to_be_visible()
        page.get_by_role("button", name="Liste").click()
        expect(dialog).to_be_hidden()
        page.wait_for_function("() => !history.state?.map")
        # Closed by its button, it is a step no longer: back leads to the list before.
        page.go_back()
        expect(heading).to_have_text(re.compile("^12.offres"))
        tools.settle(page)
        page.go_forward()
        expect(heading).to_have_text(re.compile("^15.offres"))
        # The list of a zone is a step after the list, with no map between them.
        page.get_by_role("button", name="Carte", exact=True).click()
        page.locator(".pin").first.wait_for()
        page.get_by_role("button", name="Zoomer", exact=True).click()
        page.get_by_role("button", name="Rechercher dans cette zone").click()
        expect(dialog).to_be_hidden()
        expect(page).to_have_url(re.compile("bbox="))
        page.go_back()
        expect(page).to_have_url(address)
        expect(heading).to_have_text(re.compile("^15.offres"))
        expect(dialog).to_be_hidden()
