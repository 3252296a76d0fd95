import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from django.utils import timezone

from search.models import Opportunity
from search.parameters.places import forget_communes
from search.screens.cards import contract_line, highlight, hours_line, monogram, place_line
from search.templatetags import search_tags
from tests.factories import CommuneFactory
from tests.search.rows import make_row

ROOT = Path(settings.BASE_DIR)
HOSTILE = '"><script>alert(1)</script>'


def render(text, **context):
    return Template("{% load search_tags %}" + text).render(Context(context))


def drawn(rows):
    return render("{% opportunity_cards rows %}", rows=rows)


def test_icon_is_hidden_from_readers_without_a_label():
    assert search_tags.icon("clock") == (
        '<svg class="icon" aria-hidden="true">'
        '<use href="/static/images/icons.svg#clock"></use></svg>'
    )


def test_icon_label_is_escaped():
    drawn = search_tags.icon("clock", HOSTILE)
    assert 'role="img"' in drawn
    assert "<script>" not in drawn


def test_every_icon_used_is_in_the_sprite_and_every_symbol_is_used():
    sprite = (ROOT / "site/static/images/icons.svg").read_text()
    symbols = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    sources = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "search").rglob("*.py"),
        *(ROOT / "site/static/js").rglob("*.js"),
    ]
    text = "\n".join(source.read_text() for source in sources)
    used = set(re.findall(r'\{% icon "([a-z0-9-]+)"', text))
    used |= set(re.findall(r'icon\("([a-z0-9-]+)"', text))
    assert used <= symbols
    assert {symbol for symbol in symbols if f'"{symbol}"' not in text} == set()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"contract": "cdd", "duration_months": 6, "weekly_hours": 35},
            "CDD de 6\u00a0mois, 35\u00a0h par semaine",
        ),
        ({"contract": "cdi", "working_time": "part"}, "CDI, temps partiel"),
        ({"contract": "", "working_time": "full"}, "Temps plein"),
        ({"contract": "", "working_time": ""}, ""),
        ({"contract": "unknown", "working_time": ""}, "Unknown"),
    ],
)
def test_contract_line_says_what_is_known(values, expected):
    assert contract_line(Opportunity(**values)) == expected


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({"beginner_accepted": True, "no_licence": True}, "Débutant accepté"),
        ({"no_licence": True, "transport": True}, "Sans permis"),
        ({"transport": True}, "Accessible sans voiture"),
        ({"siae": True}, "Structure d’insertion"),
        ({}, ""),
    ],
)
def test_highlight_is_one_reason(flags, expected):
    assert highlight(Opportunity(**flags)) == expected


def test_place_line_says_what_is_known():
    row = Opportunity(commune_name="Delle")
    assert place_line(row) == "Delle"
    row.distance_km = 3.4
    assert place_line(row) == "Delle, à 3\u00a0km"
    row.commune_name = ""
    assert place_line(row) == "à 3\u00a0km"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Boulangerie du Lion", "BL"),
        ("Adecco", "A"),
        ("SARL L’Étoile d’or", "ÉO"),
        ("3 Rivières", "3R"),
        ("De la", ""),
    ],
)
def test_a_monogram_is_made_of_the_words_that_count(name, letters):
    assert monogram(name) == letters


def test_hours_stand_beside_a_day():
    begins = datetime(2027, 1, 12, 9, tzinfo=timezone.get_default_timezone())
    row = Opportunity(starts_at=begins)
    assert hours_line(row) == "À 9\u00a0h"
    row.ends_at = begins + timedelta(hours=3)
    assert hours_line(row) == "De 9\u00a0h à 12\u00a0h"
    row.ends_at = begins + timedelta(days=2)
    assert hours_line(row) == "Dès 9\u00a0h, jusqu’au jeudi 14 janvier à 9\u00a0h"


@pytest.mark.django_db
def test_a_card_shows_a_logo_or_letters_and_what_is_paid():
    html = drawn([make_row(organisation_name="Bâtir & Fils", details={"salary": "2 000 € brut"})])
    assert "BF" in html
    assert "<img" not in html
    assert '<p class="card-salary">2 000 € brut</p>' in html
    html = drawn([make_row(organisation_name="Bâtir", organisation_logo="images/batir.webp")])
    assert '<img src="/media/images/batir.webp" alt=""' in html
    assert "card-salary" not in html


# Whoever sees one thinks of what they keep.
HEARTS = {
    "templates/components/header.html",
    "templates/components/heart.html",
    "portal/candidates/home_tiles.py",
    "site/static/js/hearts.js",
}


def test_the_heart_is_for_favourites_only():
    folders = [("templates", "*.html"), ("site/static/js", "*.js")]
    folders += [(app, "*.py") for app in ("pages", "search", "portal", "snippets")]
    found = {
        str(path.relative_to(ROOT))
        for folder, names in folders
        for path in (ROOT / folder).rglob(names)
        if re.search(r"""["'#]heart(-fill)?["']""", path.read_text())
    }
    # Where a heart is a value that is named so.
    assert found - {"search/templatetags/search_tags.py"} == HEARTS


@pytest.mark.django_db
def test_card_carries_its_position_for_the_map():
    assert 'data-lat="47.63860" data-lng="6.86310"' in drawn([make_row()])
    assert 'data-lat="" data-lng=""' in drawn([make_row(latitude=None)])


@pytest.mark.django_db
def test_cards_escape_what_authors_wrote():
    row = make_row(
        title=HOSTILE, organisation_name=HOSTILE, commune_name=HOSTILE, url=f"/x{HOSTILE}"
    )
    html = render("{% opportunity_cards rows %}", rows=[row])
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") >= 4


NEAR = (
    "{% offers_near 1 as near %}{{ near.commune }}|{{ near.url }}{% opportunity_cards near.rows %}"
)


@pytest.mark.django_db
def test_offers_near_are_the_newest_jobs_around_the_largest_commune():
    assert "Aucune offre pour l’instant" in render(NEAR)
    CommuneFactory(name="Delle", population=5_000)
    CommuneFactory(belfort=True)
    forget_communes()
    make_row(title="Lyon", latitude=45.76, longitude=4.84)
    assert render(NEAR).startswith("|/offres/?type=job&amp;tri=date")
    assert "Lyon" in render(NEAR)
    make_row(title="Première")
    newest = make_row(title="Seconde")
    make_row(title="Mission", kind="volunteering")
    make_row(title="Lyon", latitude=45.76, longitude=4.84)
    html = render(NEAR)
    assert html.startswith("Belfort|/offres/?type=job&amp;lieu=Belfort+%2890000%29&amp;tri=date")
    assert re.findall(r'data-id="(\d+)"', html) == [str(newest.pk)]


def test_counted_filter():
    assert render('{{ 3|counted:"mission,missions" }}') == "3\u00a0missions"


def test_full_date_filter_of_nothing():
    assert render("{{ none|full_date }}", none=None) == ""


def test_absolute_address(settings):
    settings.BASE_URL = "https://declic.example/"
    assert render("{{ '/offres/'|absolute_address }}") == "https://declic.example/offres/"


def test_undefined_variable_in_our_templates_fails():
    template = engines["django"].get_template("components/copy_link.html")
    with pytest.raises(AssertionError, match="undefined variable"):
        template.render({})
