"""Sizes of images made by a job at publication: the first visitor does not wait for them."""

from collections.abc import Iterator
from typing import Any

from django.db.models.signals import post_save
from procrastinate.contrib.django import app
from wagtail.images.models import Filter

from pages.models import ContentPage, NewsPage
from snippets.models import SiteImage
from snippets.pictures.showing import renditions_or_none

# The job of `pages/jobs.py` that makes them.
MAKE_JOB = "pages.make_renditions"
# What templates ask for (a test compares), in the words of their tags.
NEWS_SPECS = (
    "fill-{400x225,800x450} format-{avif,webp,jpeg}",
    "fill-{480x270,960x540,1440x810} format-{avif,webp,jpeg}",
    "fill-1200x675 format-jpeg",
)
FIGURE_SPECS = ("width-{480,800,1200} format-{avif,webp,jpeg}",)
# Saving a draft of a page touches these only, and no image that the public sees.
_DRAFT_FIELDS = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)


def wanted(page: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(key, specs) of each image of an editorial page."""
    if getattr(page, "image_id", None):
        yield page.image_id, NEWS_SPECS
    for block in page.body.raw_data:
        if block["type"] == "image":
            key = (block["value"].get("image") or {}).get("image")
            if key:
                yield key, FIGURE_SPECS


def make(page_id: int) -> int:
    """Make what is missing for a live page; return how many renditions its images have now."""
    made = 0
    for model in (ContentPage, NewsPage):
        page = model.objects.filter(pk=page_id, live=True).first()
        for key, specs in wanted(page) if page else ():
            image = SiteImage.objects.filter(pk=key).first()
            if image is not None:
                made += len(renditions_or_none(image, expanded(specs)) or ())
    return made


def expanded(specs: tuple[str, ...]) -> list[str]:
    """Each size in each format."""
    return [spec for line in specs for spec in Filter.expand_spec(line.split())]


def page_saved(
    sender: type[Any],
    instance: Any,
    update_fields: frozenset[str] | None = None,
    raw: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    **kwargs: Any,
) -> None:
    """Published, or changed while live: the job is part of the same transaction."""
    is_draft = bool(update_fields and update_fields <= _DRAFT_FIELDS)
    if instance.live and not raw and not is_draft and any(wanted(instance)):
        app.configure_task(MAKE_JOB, allow_unknown=False).defer(page_id=instance.pk)


def connect() -> None:
    """Connect the receiver; called once the apps are ready."""
    for model in (ContentPage, NewsPage):
        post_save.connect(page_saved, sender=model, dispatch_uid=f"renditions.{model}")
