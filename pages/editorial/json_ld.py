"""schema.org data of editorial pages: an article, questions and answers."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from pages.rich_text import public_html
from snippets.pictures.showing import rendition_or_none
from snippets.site import absolute, site_settings

if TYPE_CHECKING:
    from pages.models.editorial import EditorialPage

IMAGE_FILTER = "fill-1200x675|format-jpeg"


def page_json_ld(page: "EditorialPage") -> Iterator[dict[str, Any]]:
    """The objects that describe a page: NewsArticle for news, FAQPage for questions."""
    from pages.models.editorial import NewsPage

    if isinstance(page, NewsPage):
        yield _news_article(page)
    questions = [
        question
        for block in page.body
        if block.block_type == "faq"
        for question in block.value["questions"]
    ]
    if questions:
        yield {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": question["question"],
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": public_html(question["answer"].source),
                    },
                }
                for question in questions
            ],
        }


def _news_article(page: Any) -> dict[str, Any]:
    midnight = datetime.datetime.combine(
        page.date, datetime.time.min, timezone.get_default_timezone()
    )
    organisation = {
        "@type": "Organization",
        "name": site_settings().site_name,
        "url": absolute("/"),
    }
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title[:110],
        "description": page.introduction,
        "datePublished": midnight.isoformat(),
        "dateModified": timezone.localtime(page.last_published_at or midnight).isoformat(),
        "author": [organisation],
        "publisher": organisation,
        "inLanguage": "fr",
    }
    if page.url:
        data["mainEntityOfPage"] = absolute(page.url)
    rendition = rendition_or_none(page.image, IMAGE_FILTER) if page.image else None
    if rendition:
        data["image"] = [absolute(rendition.url)]
    return data
