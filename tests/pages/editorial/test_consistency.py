"""Every page type and every block, the ones of tomorrow included, is shown with a sample."""

import re

import pytest
from django.urls import reverse
from wagtail.blocks import StructBlock
from wagtail.test.utils.form_data import nested_form_data  # noqa: F401 - the editor's format

from pages.blocks.body import BodyBlock
from pages.models import ContentPage
from tests.editorial_factories import ContentPageFactory
from tests.factories import UserFactory
from tests.pages.editorial.samples import page_types, sample

pytestmark = pytest.mark.django_db
BLOCKS = BodyBlock().child_blocks


def blocks_of_page():
    return ContentPage._meta.get_field("body").stream_block.child_blocks


def test_the_blocks_of_the_page_are_all_tried_here():
    assert set(blocks_of_page()) == set(BLOCKS)
    assert len(BLOCKS) >= 11


@pytest.mark.parametrize("model", list(page_types()), ids=lambda model: model.__name__)
def test_every_page_type_has_a_sample_that_the_public_reads(client, model):
    page = sample(model)
    response = client.get(page.url, follow=True)
    assert response.status_code == 200
    text = response.content.decode()
    assert '<html lang="fr">' in text
    assert text.count("<h1") == 1
    assert not re.search(r'\s(style|on[a-z]+)="', text)
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/ld\+json))", text)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_is_named_in_french_with_an_icon_and_a_group(name):
    block = blocks_of_page()[name]
    assert block.meta.icon != "placeholder"
    assert block.label
    assert block.label != name
    assert block.meta.group
    assert block.get_description()
    if isinstance(block, StructBlock):
        unnamed = [key for key, child in block.child_blocks.items() if not child.meta.label]
        assert unnamed == []


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_a_preview_with_sample_content(client, name):
    block = blocks_of_page()[name]
    assert block.is_previewable
    client.force_login(UserFactory(superuser=True))
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    text = response.content.decode()
    assert response.status_code == 200
    assert "css/editorial.css" in text
    inside = text[text.index("<main") : text.index("</main>")]
    assert len(re.sub(r"<[^>]+>|\s+", "", inside)) > 20, inside


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_s_sample_is_shown_on_a_page(client, name):
    block = blocks_of_page()[name]
    value = block.get_preview_value()
    page = ContentPageFactory(body=[(name, value)])
    text = client.get(page.url).content.decode()
    assert text.count("<h1") == 1
    title = value.get("title") if isinstance(block, StructBlock) else None
    if title:
        assert f"<h2>{title}</h2>" in text.replace("\u00a0", "\u00a0")
    assert not re.search(r'\s(style|on[a-z]+)="', text)
