"""A rich text says the same on the page, to search engines and in the API."""

import datetime
import json
import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.rich_text import RichText

from pages.blocks.links import LinkValue
from pages.rich_text import public_html
from snippets.models.media import SiteDocument
from tests.editorial_factories import ContentPageFactory
from tests.factories import JobOfferPageFactory

pytestmark = pytest.mark.django_db
_SCRIPT = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)


def document(title: str, collection: Collection) -> SiteDocument:
    file = ContentFile(b"%PDF-1.4", f"{title}.pdf")
    return SiteDocument.objects.create(title=title, file=file, collection=collection)


@pytest.fixture
def targets(settings, tmp_path):
    """What may be linked to: (kind, object, whether everybody may read it)."""
    settings.MEDIA_ROOT = tmp_path
    pages = {name: ContentPageFactory() for name in ("shown", "private", "expired")}
    pages["draft"] = ContentPageFactory(live=False)
    PageViewRestriction.objects.create(page=pages["private"], restriction_type="login")
    past = timezone.now() - datetime.timedelta(minutes=1)
    Page.objects.filter(pk=pages["expired"].pk).update(expire_at=past)
    root = Collection.get_first_root_node()
    inside = root.add_child(name="Interne")
    CollectionViewRestriction.objects.create(collection=inside, restriction_type="login")
    return [
        *(("page", page, name == "shown") for name, page in pages.items()),
        ("document", document("guide", root), True),
        ("document", document("interne", inside), False),
    ]


def linked(targets) -> str:
    links = "".join(
        f'<a linktype="{kind}" id="{target.pk}">{number}</a>'
        for number, (kind, target, _) in enumerate(targets)
    )
    gone = '<a linktype="page" id="999999">gone</a><a linktype="page" id="x">odd</a>'
    gone += f'<a linktype="document" id="{"9" * 40}">far</a>'
    return f'<p>{links}{gone}<a href="/offres/">list</a><a href="https://a.example/">out</a></p>'


def said(targets, base: str) -> str:
    links = "".join(
        f'<a href="{base}{target.url}">{number}</a>' if readable else f"<a>{number}</a>"
        for number, (_, target, readable) in enumerate(targets)
    )
    rest = f'<a href="{base}/offres/">list</a><a href="https://a.example/">out</a>'
    return f"<p>{links}<a>gone</a><a>odd</a><a>far</a>{rest}</p>"


def test_an_offer_says_the_same_to_people_and_to_search_engines(client, settings, targets):
    page = JobOfferPageFactory(description=linked(targets))
    html = client.get(page.url).text
    assert said(targets, "") in html
    (data,) = (json.loads(script) for script in _SCRIPT.findall(html) if "JobPosting" in script)
    assert data["description"] == said(targets, settings.BASE_URL)


def test_the_api_says_the_same(client, settings, targets):
    page = ContentPageFactory(body=[("text", RichText(linked(targets)))])
    body = client.get(f"/api/v2/pages/{page.pk}/").json()["body"]
    assert body[0]["value"] == said(targets, settings.BASE_URL)
    assert said(targets, "") in client.get(page.url).text


def test_questions_say_the_same(client, settings, targets):
    answer = {"question": "Où ?", "answer": RichText(linked(targets))}
    page = ContentPageFactory(body=[("faq", {"title": "Questions", "questions": [answer]})])
    scripts = _SCRIPT.findall(client.get(page.url).text)
    (data,) = (json.loads(script) for script in scripts if "FAQPage" in script)
    text = data["mainEntity"][0]["acceptedAnswer"]["text"]
    assert text == said(targets, settings.BASE_URL)


def test_a_button_leads_only_where_everybody_may_go(targets):
    for kind, target, readable in targets:
        if kind == "page":
            assert bool(LinkValue(None, {"page": target}).url) is readable


@pytest.mark.parametrize("stored", ["", "<p>Rien</p>", '<p><a href="//a.example/x">x</a></p>'])
def test_a_text_without_a_link_of_ours_is_left_alone(stored):
    assert public_html(stored) == stored


def test_links_cost_the_same_for_one_and_twenty(django_assert_max_num_queries):
    pages = [ContentPageFactory() for _ in range(20)]
    text = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in pages)
    with django_assert_max_num_queries(5):
        assert public_html(text).count("href=") == 20
