"""Loads the demo: invented staff, organisations and offers, with dates relative to today."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zlib import crc32

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.text import slugify
from wagtail.log_actions import LogContext

from config.demo.accounts import DEMO_PASSWORD, demo_accounts
from pages.geo import format_pin
from pages.models import JobOfferIndexPage, JobOfferPage
from pages.moderation import services
from pages.moderation.decisions import decide
from pages.moderation.locking import content_digest
from portal.accounts.models import User
from snippets.models import Commune, Occupation, Organisation

DATA = Path(__file__).parent / "data"
AUTHOR = "claire.morel@declic.example"
MODERATOR = "idris.benali@declic.example"

Record = dict[str, Any]


class DemoError(RuntimeError):
    """The demo cannot be loaded as things are; the message says what is missing."""


@transaction.atomic
def load() -> dict[str, int]:
    """Load what is missing and return how many of each were made; a second call makes none.

    Raises DemoError when the communes or occupations are not loaded.
    """
    if not Commune.objects.exists() or not Occupation.objects.exists():
        message = "Chargez d’abord les communes et les métiers (load_communes, load_occupations)."
        raise DemoError(message)
    return {
        "accounts": sum(_load_account(account) for account in demo_accounts()),
        "organisations": sum(_load_organisation(record) for record in _read("organisations.json")),
        "offers": _load_offers(),
    }


def _read(name: str) -> list[Record]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _offers() -> Iterator[Record]:
    for file in sorted((DATA / "offers").glob("*.json")):
        yield from json.loads(file.read_text(encoding="utf-8"))


def _load_account(account: Any) -> bool:
    if User.objects.filter(email=account.email).exists():
        return False
    user = User.objects.create_user(
        account.email,
        DEMO_PASSWORD,
        first_name=account.first_name,
        last_name=account.last_name,
        is_superuser=not account.level,
        is_staff=not account.level,
    )
    if account.level:
        user.groups.add(Group.objects.get(name=account.level))
    return True


def _load_organisation(record: Record) -> bool:
    if Organisation.objects.filter(slug=record["key"]).exists():
        return False
    Organisation.objects.create(
        slug=record["key"],
        kind=record["kind"],
        name=record["name"],
        siret=record.get("siret") or "",
        rna=record.get("rna") or "",
        naf_code=record.get("naf") or "",
        description=record["description"],
        website=record.get("website") or "",
        email=record.get("email") or "",
        phone=record.get("phone") or "",
        address=record.get("address") or "",
        commune_id=record["insee_code"],
        verified_at=timezone.now() if record["verified"] else None,
    )
    return True


def _load_offers() -> int:
    index = JobOfferIndexPage.objects.get()
    author, moderator = User.objects.get(email=AUTHOR), User.objects.get(email=MODERATOR)
    organisations = dict(Organisation.objects.values_list("slug", "pk"))
    existing = set(JobOfferPage.objects.values_list("slug", flat=True))
    made = 0
    for record in _offers():
        page = _offer_page(record, organisations[record["organisation"]])
        if page.slug in existing:
            continue
        page.owner = author
        _add(index, page, record, author, moderator)
        made += 1
    return made


def _offer_page(record: Record, organisation_id: int) -> JobOfferPage:
    """An unsaved page; its address is derived from the record's key, so that it is made once."""
    has_pin = record["latitude"] is not None
    public = record["contact_public"]
    starts_in = record["starts_in_days"]
    return JobOfferPage(
        title=record["title"],
        slug=f"{slugify(record['title'])[:80]}-{crc32(record['key'].encode()):08x}",
        organisation_id=organisation_id,
        summary=record["summary"],
        description=_html(record["description"]),
        commune_id=record["insee_code"],
        address=record["address"],
        location=format_pin(record["latitude"], record["longitude"]) if has_pin else "",
        transport_access=record["transport"],
        contact_name=record["contact_name"],
        contact_phone=record["contact_phone"],
        contact_email=record["contact_email"],
        contact_name_public="name" in public,
        contact_phone_public="phone" in public,
        contact_email_public="email" in public,
        apply_by=record["apply_by"],
        apply_url=record.get("apply_url") or "",
        occupation_id=record["occupation"],
        contract=record["contract"],
        duration_months=record["duration_months"],
        weekly_hours=_decimal(record["weekly_hours"]),
        working_time=record["working_time"],
        schedules=record["working_times"],
        salary_min=_decimal(record["salary_min"]),
        salary_max=_decimal(record["salary_max"]),
        salary_period=record["salary_period"] or "",
        collective_agreement=record.get("collective_agreement") or "",
        positions=record["positions"],
        experience=record["experience"],
        training_level=str(record["training_level"]),
        driving_licences=record["driving_licences"],
        skills=record["skills"],
        starts_on=None if starts_in is None else timezone.localdate() + timedelta(days=starts_in),
        disabled_workers_welcome=record["disabled_workers_welcome"],
        siae=record["siae"],
    )


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _html(blocks: list[Record]) -> str:
    """Rich text from a description's blocks: headings, paragraphs and lists."""
    parts = []
    for block in blocks:
        if "h" in block:
            parts.append(f"<h3>{escape(block['h'])}</h3>")
        elif "p" in block:
            parts.append(f"<p>{escape(block['p'])}</p>")
        else:
            items = format_html_join("", "<li>{}</li>", ((item,) for item in block["ul"]))
            parts.append(f"<ul>{items}</ul>")
    return "".join(parts)


def _add(
    index: JobOfferIndexPage, page: JobOfferPage, record: Record, author: User, moderator: User
) -> None:
    """Add the page below the index and bring it to its state."""
    state = record["state"]
    page.live = False
    published_at = _days_from_now(-record["published_days_ago"])
    if state in ("published", "expired"):
        page.first_published_at = published_at
        page.expire_at = _days_from_now(record["expires_in_days"])
    page.expired = state == "expired"
    with LogContext(user=author):
        index.add_child(instance=page)
        revision = page.save_revision(user=author)
        if state == "published":
            revision.publish(skip_permission_checks=True)
        elif state in ("pending", "refused"):
            services.submit(page=page, user=author)
            _date_review(page, published_at)
    if state == "refused":
        _refuse(page, record, moderator)


def _date_review(page: JobOfferPage, started_at: datetime) -> None:
    """Make the review as old as the record says, so that some are late on the dashboard."""
    page.refresh_from_db()
    state = page.current_workflow_state
    type(state).objects.filter(pk=state.pk).update(created_at=started_at)
    state.task_states.update(started_at=started_at)


def _refuse(page: JobOfferPage, record: Record, moderator: User) -> None:
    """Refuse the page as a moderator would, with a reason of the list and a comment."""
    page.refresh_from_db()
    decide(
        task=page.current_workflow_task,
        task_state=page.current_workflow_task_state,
        user=moderator,
        action="reject",
        answers={
            "reason": record["refusal_reason"],
            "comment": record["refusal_comment"],
            "content_digest": content_digest(page.latest_revision),
        },
    )


def _days_from_now(days: int) -> datetime:
    """Nine in the morning, so many days from today (past when negative)."""
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=days)
