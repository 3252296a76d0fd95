"""Blocks left half empty are told at their place; a draft may wait, a contradiction may not."""

import json

import pytest
from django.core.exceptions import BadRequest, ValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.rich_text import RichText

from pages.blocks.body import BodyBlock
from pages.blocks.opportunities import KINDS, RADII, parse_position
from pages.models import HomePage
from search.criteria import RADIUS_CHOICES
from search.models import Kind
from snippets.validators import validate_link
from tests.editorial_factories import ImageFactory
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db
BODY = BodyBlock()


def problems(name, value, *, draft=False):
    """Where the editor shows an error: path → message."""
    block = BODY.child_blocks[name]
    stream = BODY.normalize([(name, block.normalize(value))])
    try:
        (BODY.clean_deferred if draft else BODY.clean)(stream)
    except ValidationError as error:
        return dict(flat(error))
    return {}


def flat(error, path=""):
    """The messages of nested block errors, by path."""
    inner = getattr(error, "block_errors", None)
    if not inner:
        yield path.strip("."), " ".join(error.messages)
        return
    pairs = inner.items() if isinstance(inner, dict) else enumerate(inner)
    for key, child in pairs:
        if child:
            yield from flat(child, f"{path}.{key}")


CALL = {"title": "Vous recrutez ?", "text": "", "button": "Écrire", "page": None, "address": ""}
PLACE = {"title": "Venir", "name": "Mairie", "address": "", "position": "", "access": ""}
CRITERIA = {"title": "Offres", "kinds": [], "words": "", "commune": None, "radius": ""}


@pytest.mark.parametrize(
    ("name", "value", "place", "words"),
    [
        ("text", RichText(""), "0", "obligatoire"),
        ("call_to_action", CALL, "0.page", "ne mène nulle part"),
        ("call_to_action", CALL | {"address": "javascript:alert(1)"}, "0.address", "pas valable"),
        ("call_to_action", CALL | {"address": "//ailleurs.test"}, "0.address", "pas valable"),
        ("call_to_action", CALL | {"address": "/x", "button": ""}, "0.button", "obligatoire"),
        ("quote", {"text": "Bravo", "author": "", "role": ""}, "0.author", "obligatoire"),
        ("quote", {"text": "« Bravo »", "author": "Inès", "role": ""}, "0.text", "guillemets"),
        (
            "faq",
            {"title": "Aide", "questions": [{"question": "Où ?", "answer": RichText("")}]},
            "0.questions.0.answer",
            "obligatoire",
        ),
        ("faq", {"title": "Aide", "questions": []}, "0.questions", ""),
        (
            "key_figures",
            {"title": "", "figures": [{"figure": "12", "legend": ""}], "source": ""},
            "0.figures.0.legend",
            "obligatoire",
        ),
        (
            "documents",
            {"title": "", "documents": [{"document": None, "title": "Guide"}]},
            "0.documents.0.document",
            "obligatoire",
        ),
        (
            "steps",
            {"title": "Étapes", "steps": [{"title": "Une", "text": RichText("")}]},
            "0.steps",
            "",
        ),
        ("opportunities", CRITERIA | {"count": 0}, "0.count", "1"),
        ("opportunities", CRITERIA | {"count": 500}, "0.count", "12"),
        ("opportunities", CRITERIA | {"count": 3, "radius": "20"}, "0.radius", "commune"),
        ("opportunities_map", CRITERIA | {"title": ""}, "0.title", "obligatoire"),
        ("place_map", PLACE | {"commune": None}, "0.commune", "obligatoire"),
    ],
)
def test_a_half_empty_block_is_told_at_its_place(name, value, place, words):
    found = problems(name, value)
    assert list(found) == [place]
    assert words in found[place]


def test_a_link_with_two_targets_is_told_in_a_draft_as_well():
    both = CALL | {"page": HomePage.objects.get(), "address": "/offres/"}
    for draft in (False, True):
        found = problems("call_to_action", both, draft=draft)
        assert list(found) == ["0.address"]
        assert "pas les deux" in found["0.address"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("call_to_action", CALL),
        ("quote", {"text": "Bravo", "author": "", "role": ""}),
        ("faq", {"title": "", "questions": [{"question": "", "answer": RichText("")}]}),
        ("key_figures", {"title": "", "figures": [{"figure": "", "legend": ""}], "source": ""}),
        ("place_map", PLACE | {"commune": None}),
        ("image", {"image": None, "caption": "", "credit": ""}),
    ],
)
def test_a_draft_is_saved_with_its_holes(name, value):
    assert problems(name, value, draft=True) == {}
    assert problems(name, value) != {}


def test_an_image_needs_an_alternative_text_unless_it_is_decorative():
    def figure(**fields):
        image = {"image": ImageFactory(), "alt_text": "", "decorative": False, **fields}
        return {"image": image, "caption": "", "credit": ""}

    assert list(problems("image", figure())) == ["0.image.alt_text"]
    assert problems("image", figure(decorative=True)) == {}
    assert problems("image", figure(alt_text="Un atelier")) == {}


def test_a_place_may_be_a_point_or_the_centre_of_its_commune():
    commune = CommuneFactory(belfort=True)
    assert problems("place_map", PLACE | {"commune": commune}) == {}
    wrong = problems("place_map", PLACE | {"commune": commune, "position": "91, 200"})
    assert list(wrong) == ["0.position"]
    assert parse_position("47.6386, 6.8631") == (47.6386, 6.8631)
    for text in ("", "x", "1,2,3", "nan,nan", "inf,6", "0, 0"):
        assert parse_position(text) is None


def headings(*texts):
    stream = BODY.normalize([("text", RichText(text)) for text in texts])
    try:
        BODY.clean(stream)
    except StreamBlockValidationError as error:
        return dict(flat(error))
    return {}


@pytest.mark.parametrize(
    ("texts", "where"),
    [
        (["<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>"], []),
        (["<p>rien</p>", "<h2>A</h2>", "<h3>B</h3>"], []),
        (["<h3>A</h3>"], ["0"]),
        (["<h2>A</h2><h4>B</h4>"], ["0"]),
        (["<h2>A</h2>", "<h4>B</h4>"], ["1"]),
        (["<h2> </h2>"], ["0"]),
    ],
)
def test_a_heading_that_skips_a_level_is_told_at_its_text(texts, where):
    assert list(headings(*texts)) == where


def test_a_heading_may_follow_the_title_of_a_block():
    faq = {"title": "Aide", "questions": [{"question": "Où ?", "answer": RichText("<p>Ici</p>")}]}
    body = [("faq", BODY.child_blocks["faq"].normalize(faq)), ("text", RichText("<h3>Suite</h3>"))]
    BODY.clean(BODY.normalize(body))
    BODY.clean_deferred(BODY.normalize([("text", RichText("<h4>Plus tard</h4>"))]))


def test_criteria_are_those_of_the_public_search():
    assert [key for key, _ in KINDS] == Kind.values
    assert [int(key) for key, _ in RADII] == list(RADIUS_CHOICES)


@pytest.mark.parametrize(
    "address", ["https://a.fr", "/offres/?q=x", "mailto:a@b.fr", "tel:0384000000", "/"]
)
def test_link_addresses(address):
    validate_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "//a.fr",
        "javascript:1",
        "https://",
        "mailto:",
        "data:text/html,x",
        "/a b",
        "ftp://a",
    ],
)
def test_wrong_link_addresses(address):
    with pytest.raises(ValidationError):
        validate_link(address)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"body-count": "x"},
        {"body-count": "1"},
        {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "nope"},
        {"body-count": "1", "body-0-deleted": "", "body-0-order": "z", "body-0-type": "quote"},
    ],
)
def test_a_form_that_the_editor_did_not_send_is_a_bad_request(data):
    if data.get("body-0-type") == "nope":
        assert list(BODY.value_from_datadict(data, {}, "body")) == []
        return
    with pytest.raises(BadRequest):
        BODY.value_from_datadict(data, {}, "body")


def test_what_the_database_keeps_is_read_back():
    value = BODY.get_prep_value(
        BODY.normalize(
            [
                (name, block.get_preview_value())
                for name, block in BODY.child_blocks.items()
                if name not in {"documents", "image"}
            ]
        )
    )
    again = BODY.get_prep_value(BODY.to_python(json.loads(json.dumps(value))))
    assert again == value
