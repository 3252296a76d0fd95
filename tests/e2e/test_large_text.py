"""What people set in their browser: text at twice its size (WCAG 1.4.4), colours of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.level_names import LevelName
from portal.cv.services import create_cv
from tests.e2e import browser as tools
from tests.e2e.test_cv import sign_in
from tests.factories import CommuneFactory, JobOfferPageFactory, OrganisationFactory
from tests.portal.accounts.people import person_with
from tests.search.rows import make_row

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TRADE = "Électrotechnicien / Électrotechnicienne d’intercommunalité"
# As the setting of the browser does: every size of ours is in rem. Folded parts are read too.
ENLARGE = """() => {
  document.documentElement.style.fontSize = "200%";
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
}"""
# What sticks out, unless a box of its own scrolls or cuts it; the outermost of each is enough.
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)
    .slice(0, 3);
}"""
# A field with no room for a dozen letters.
NARROW = """() => [...document.querySelectorAll("main :is(input, select, textarea)")]
  .filter((one) => one.checkVisibility() && !/checkbox|radio|file|range|color/.test(one.type))
  .filter((one) => one.clientWidth < 5 * parseFloat(getComputedStyle(document.body).fontSize))
  .map((one) => `${one.name}: ${one.clientWidth}`)"""
# A word of a button that is cut in two.
CUT = r"""() => [...document.querySelectorAll("main .btn")]
  .filter((button) => button.checkVisibility())
  .flatMap((button) => [...button.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE))
  .flatMap((node) => [...node.data.matchAll(/[^\s-]+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  }))
  .map(([word]) => `cut: ${word}`)"""
# A heart that has a line of its own.
LONELY = """() => [...document.querySelectorAll(".card-offer .heart")]
  .filter((heart) => {
    const mark = heart.parentElement.firstElementChild.getBoundingClientRect();
    const { top, bottom } = heart.getBoundingClientRect();
    return top >= mark.bottom || bottom <= mark.top;
  }).length"""
# A screen of 1280 pixels at 400 % (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 256}


@pytest.fixture
def eloise(live_server):
    return person_with(
        LevelName.CANDIDATE, email="eloise@exemple.test", first_name="Éloïse", last_name="Martin"
    )


def test_large_letters_stay_on_a_small_screen(live_server, eloise, chromium):
    offer = JobOfferPageFactory(
        title=TRADE,
        commune=CommuneFactory(belfort=True),
        organisation=OrganisationFactory(name="Communauté d’agglomération"),
    )
    make_row(title=TRADE, text=TRADE, contract="cdi", precision="commune")
    in_a_week = timezone.now() + timedelta(days=7)
    make_row(kind="session", title=TRADE, starts_at=in_a_week, expires_at=in_a_week)
    cv = create_cv(
        owner=eloise,
        title="Intercommunalité et développement",
        document={
            "basics": {"name": "Éloïse Martin", "label": TRADE, "email": "eloise@exemple.test"},
            "work": [{"position": TRADE, "name": "Intercommunalité", "startDate": "2021-09"}],
        },
    )
    one = f"/mon-espace/cv/{cv.pk}/"
    public = ["/", "/offres/", offer.url, "/sessions/", "/recherche/?q=cv", "/favoris/"]
    public += [
        "/offres/?q=astronaute",
        "/contact/",
        "/alertes/nouvelle/",
        "/compte/connexion/",
        "/compte/inscription/",
    ]
    space = ["/mon-espace/", "/mon-espace/profil/", "/mon-espace/alertes/", "/mon-espace/favoris/"]
    cvs = ["/mon-espace/cv/", "/mon-espace/cv/importer/", "/mon-espace/cv/aides/", one]
    cvs += [f"{one}etape/{number}/" for number in range(1, 8)]
    cvs += [f"{one}{name}/" for name in ("voir", "versions", "partager", "aide", "photo")]
    found = {}
    with tools.context(chromium, tools.PHONE) as phone:
        page = phone.new_page()
        for address in (*public, *space, *cvs):
            if address == space[0]:
                sign_in(phone, eloise, live_server.url)
            answer = page.goto(f"{live_server.url}{address}")
            assert answer.status == 200, address
            page.evaluate(ENLARGE)
            found[address] = [*page.evaluate(WIDER), *page.evaluate(NARROW), *page.evaluate(CUT)]
            assert page.evaluate(LONELY) == 0, address
            if address in public:
                tools.resize(page, ZOOMED)
                page.evaluate("document.documentElement.style.fontSize = ''")
                found[f"{address}, 400 %"] = page.evaluate(WIDER) + page.evaluate(NARROW)
                tools.resize(page, tools.PHONE)
    assert {address: wider for address, wider in found.items() if wider} == {}


def test_what_is_chosen_shows_in_colours_of_ones_own(live_server, eloise, chromium):
    """Such colours take backgrounds away, and with them what ours had to show."""
    cv = create_cv(owner=eloise, title="Ménage", document={"basics": {"name": "Éloïse Martin"}})
    with tools.context(chromium, tools.PHONE, forced_colors="active") as phone:
        sign_in(phone, eloise, live_server.url)
        page = phone.new_page()
        page.goto(f"{live_server.url}/mon-espace/cv/{cv.pk}/etape/7/")
        elsewhere = page.get_by_label("Quelques mots sur vous")
        look = page.get_by_label("Deux colonnes")
        elsewhere.click()
        expect(elsewhere).to_be_focused()
        before = look.screenshot()
        look.check()
        # Neither the focus nor the pointer is to make the difference.
        elsewhere.click()
        expect(elsewhere).to_be_focused()
        expect(look).to_be_checked()
        assert look.screenshot() != before
