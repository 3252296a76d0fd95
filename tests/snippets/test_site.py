import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.template import RequestContext, Template

from pages.pin import widgets
from search.screens import maps
from snippets.forms import SiteSettingsForm
from snippets.models import SiteSettings
from snippets.models.site import IGN_PLAN_URL
from snippets.panels import SITE_SETTINGS
from snippets.site import allow_tiles, forget_site_settings, site_settings, tile_origin
from snippets.validators import validate_tile_url

pytestmark = pytest.mark.django_db


def test_settings_cost_one_query_until_they_change(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert site_settings().site_name == "Déclic"
    with django_assert_num_queries(0):
        site_settings()
    saved = SiteSettings.load()
    saved.site_name = "Déclic 90"
    saved.save()
    assert site_settings().site_name == "Déclic 90"
    saved.delete()
    assert site_settings().site_name == "Déclic"


def test_reading_the_defaults_writes_nothing():
    SiteSettings.objects.all().delete()
    site_settings()
    assert not SiteSettings.objects.exists()


def test_templates_read_the_settings(rf, django_assert_num_queries):
    template = Template("{{ site_settings.site_name }}")
    with django_assert_num_queries(1):
        assert template.render(RequestContext(rf.get("/"))) == "Déclic"
    with django_assert_num_queries(0):
        template.render(RequestContext(rf.get("/")))


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("", ""),
        (IGN_PLAN_URL, "https://data.geopf.fr"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
        ("http://127.0.0.1:8080/{z}/{x}/{y}.png", "http://127.0.0.1:8080"),
    ],
)
def test_tile_origin(address, origin):
    assert tile_origin(SiteSettings(tile_url=address)) == origin
    if address:
        validate_tile_url(address)


def test_allow_tiles_tells_the_content_policy(rf):
    request = rf.get("/")
    allow_tiles(request)
    assert request.map_tile_origin == "https://data.geopf.fr"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://tiles.example/{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}",
        "https:///{z}/{x}/{y}",
        "javascript:alert(1)//{z}{x}{y}",
        "https://tiles.example; script-src *; /{z}/{x}/{y}",
        "https://user:secret@tiles.example/{z}/{x}/{y}",
        "https://[::1/{z}/{x}/{y}",
        "https://a.{s}.example/{z}/{x}/{y}",
        'https://tiles.example/{z}/{x}/{y}?a=" onload',
        "{z}{x}{y}",
    ],
)
def test_wrong_tile_address_is_refused(address):
    with pytest.raises(ValidationError):
        validate_tile_url(address)


def form(**changes):
    """The form of the CMS, with the current values and these changes."""
    handler = SITE_SETTINGS.bind_to_model(SiteSettings)
    form_class = handler.get_form_class()
    empty = form_class(instance=SiteSettings())
    assert isinstance(empty, SiteSettingsForm)
    data = {name: empty.get_initial_for_field(field, name) for name, field in empty.fields.items()}
    data |= {"legal_notice": "null", "accessibility_statement": "null", "logo": ""} | changes
    return form_class({key: value for key, value in data.items() if value is not None})


def test_staff_choose_a_tile_layer_by_name():
    untouched = form()
    assert untouched.is_valid(), untouched.errors
    assert untouched.save(commit=False).tile_url == IGN_PLAN_URL

    none = form(tile_layer="none", tile_url="https://forgotten.example/{z}/{x}/{y}")
    assert none.is_valid(), none.errors
    assert (none.instance.tile_url, none.instance.tile_attribution) == ("", "")

    own = form(tile_layer="other", tile_url="https://t.example/{z}/{x}/{y}", tile_attribution="©")
    assert own.is_valid(), own.errors
    assert own.instance.tile_layer == "other"
    assert own.instance.tile_attribution == "©"


@pytest.mark.parametrize("address", ["", "https://t.example/{z}", "n'importe quoi"])
def test_another_layer_needs_a_correct_address(address):
    wrong = form(tile_layer="other", tile_url=address)
    assert not wrong.is_valid()
    assert list(wrong.errors) == ["tile_url"]


OSM = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> & Cie'
OWN = {"tile_layer": "other", "tile_url": "https://t.example/{z}/{x}/{y}"}
MARKUP = (
    "© <img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">IGN</a>',
    '<a href="https://ign.fr" onclick="alert(1)">IGN</a>',
    "<a>IGN</a>",
    "<!-- x --><svg/onload=alert(1)>",
    "<a href='data:text/html,x'>IGN</a>",
)


def test_a_credit_keeps_its_links():
    kept = form(**OWN, tile_attribution=OSM)
    assert kept.is_valid(), kept.errors
    assert kept.instance.tile_attribution == OSM
    credit = kept.instance.map_credit
    assert '<a href="https://www.openstreetmap.org/copyright" rel="noopener noreferrer">' in credit
    assert "&amp; Cie" in credit


@pytest.mark.parametrize("credit", MARKUP)
def test_other_markup_is_refused_beside_the_credit_and_never_shown(credit):
    refused = form(**OWN, tile_attribution=credit)
    assert list(refused.errors) == ["tile_attribution"]
    assert "rien d’autre n’est accepté" in refused.errors["tile_attribution"][0]
    shown = SiteSettings(tile_attribution=credit).map_credit
    assert "alert" not in shown.replace("alert(1)</a>", "")
    assert not re.search(r"<(?!/?a[ >])|javascript|data:|\son\w+=", shown)


def test_the_maps_of_the_cms_and_of_the_site_get_the_clean_credit(rf):
    SiteSettings.objects.create(tile_attribution=MARKUP[0])
    forget_site_settings()
    assert widgets.map_options()["tileLayerOptions"] == {"attribution": "© "}
    assert maps.map_options(rf.get("/")).tile_attribution == "© "


def test_impossible_map_centre_is_refused():
    assert set(form(map_latitude="91", map_longitude="-181", map_zoom="40").errors) == {
        "map_latitude",
        "map_longitude",
        "map_zoom",
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"reply_deadline_days": 10}, "reply_deadline_days", "relance (10\u00a0jours)"),
        ({"reply_reminder_days": 20}, "reply_deadline_days", "relance (20\u00a0jours)"),
        ({"no_answer_days": 14}, "no_answer_days", "réponse (14\u00a0jours)"),
        ({"reply_reminder_days": 0}, "reply_reminder_days", "1"),
        ({"call_back_days": 31}, "call_back_days", "30"),
        ({"offer_cutoff_hours": 73}, "offer_cutoff_hours", "72"),
        ({"outcome_window_days": 0}, "outcome_window_days", "1"),
    ],
)
def test_delays_of_applications_are_in_order_and_bounded(changes, field, words):
    wrong = form(**changes)
    assert list(wrong.errors) == [field]
    assert words in wrong.errors[field][0]


def test_delays_of_applications_can_all_be_changed():
    longer = form(reply_reminder_days=20, reply_deadline_days=30, no_answer_days=45)
    assert longer.is_valid(), longer.errors


@pytest.mark.parametrize("changes", [{"reply_reminder_days": 14}, {"no_answer_days": 14}])
def test_the_database_refuses_delays_in_another_order(changes):
    saved = SiteSettings.load()
    with pytest.raises(IntegrityError):
        SiteSettings.objects.filter(pk=saved.pk).update(**changes)
