"""Categories are set by managers; what leaves by mail says nothing of what a person receives."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.appointments import services
from portal.followup.booking.mails import KINDS
from portal.followup.booking.services import reminders, summoning
from portal.followup.models import AppointmentCategory
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.unsaid import UNSAID
from snippets.folding import fold_name
from snippets.mail.models import Dispatch
from snippets.mail.templates.engine import load_text
from snippets.models import MailTemplate
from tests.portal.followup.booking.diaries import (
    at,
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    open_diary,
)
from tests.portal.followup.cast import browser
from tests.portal.followup.people_of_the_area import make_professional

pytestmark = pytest.mark.django_db
ROOT = "/suivi/reglages/rendez-vous/"
TYPED = {
    "label": "Point budget",
    "minutes": "30",
    "is_mandatory": "on",
    "answer_days": "10",
    "reminder_days": "3",
    "eve_days": "1",
    "page_text": "Apportez vos factures.",
    "letter_text": "Vous percevez le RSA.",
}


@pytest.fixture(scope="module")
def manager(lasting):
    return make_professional(LevelName.UNIT_MANAGER)


def categories():
    with system_scope(Scope.TEST):
        return list(AppointmentCategory.unscoped.order_by("pk"))


def test_a_manager_adds_changes_and_withdraws_a_category(manager):
    reader = browser(manager)
    assert reader.post(f"{ROOT}nouvelle/", TYPED).status_code == 302
    made = categories()[-1]
    assert (made.label, made.minutes, made.answer_days, made.warns) == (
        "Point budget",
        30,
        10,
        False,
    )
    assert made.author_name == manager.name
    page = reader.get(f"{ROOT}{made.pk}/").content.decode()
    assert 'value="Point budget"' in page
    changed = TYPED | {"minutes": "45", "withdrawn_on": "2099-01-01", "version": made.version}
    assert reader.post(f"{ROOT}{made.pk}/", changed).status_code == 302
    assert categories()[-1].minutes == 45
    # Somebody read it before: both texts are shown, nothing is overwritten.
    late = reader.post(f"{ROOT}{made.pk}/", changed | {"minutes": "60"})
    assert late.status_code == 409
    assert "45&nbsp;minutes" in late.content.decode()
    assert categories()[-1].minutes == 45


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", "Bilan RSA"),
        ("label", ""),
        ("page_text", "Pour les bénéficiaires du R.S.A."),
        ("minutes", "4"),
        ("answer_days", "0"),
        ("reminder_days", "-1"),
        ("withdrawn_on", "hier"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(manager, field, value):
    before = len(categories())
    answer = browser(manager).post(f"{ROOT}nouvelle/", TYPED | {field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert len(categories()) == before


def test_two_categories_do_not_have_one_label(manager):
    reader = browser(manager)
    reader.post(f"{ROOT}nouvelle/", TYPED)
    again = reader.post(f"{ROOT}nouvelle/", TYPED | {"label": "POINT budget"})
    assert again.status_code == 422


def all_mails():
    """One mail of each kind, to somebody whose category, place and adviser tell by mistake."""

    adviser = make_professional()
    # Written before the check, or by hand in the database.
    open_diary(adviser, place="Antenne RSA de Delle")
    category = make_category(
        "Bilan du RSA", page_text="Apportez votre attestation de la CAF.", eve_days=2
    )
    case = make_case(adviser)
    invitation = invite(case, adviser, category=category)
    reminders.send_due(now=timezone.now() + timedelta(days=4))
    row = choose(invitation, 40)
    reminders.send_due(now=row.starts_at - timedelta(days=1))
    actor = Actor(adviser.user)
    with acting_as(adviser.user):
        services.cancel(appointment=row, actor=actor, by_service=True)
        with system_scope(Scope.TEST):
            invitation.refresh_from_db()
            invitation.state = "withdrawn"
            invitation.save()
        made = make_case(adviser, email="autre@exemple.test")
        summoning.summon(
            beneficiary=made,
            category=category,
            professional=adviser,
            starts_at=at(timezone.localdate() + timedelta(days=9), 15),
            reason="Suspension du RSA",
            actor=actor,
        )
    return [
        Email.objects.get(pk=one.mail_key)
        for one in (*messages_of(case, channel="mail"), *messages_of(made, channel="mail"))
        if one.mail_key
    ]


def test_no_mail_tells_whatever_staff_typed(db):
    mails = all_mails()
    sent = set(Dispatch.objects.values_list("key", flat=True))
    assert {kind.key for kind in KINDS} <= sent
    for mail in mails:
        for part in (mail.subject, mail.message, mail.html_message):
            words = fold_name(part.replace(".", "")).split()
            assert UNSAID.isdisjoint(words), part


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_template_that_somebody_rewrote_tells_nothing_either(kind, db):
    original = load_text(kind.key)
    template, _ = MailTemplate.objects.get_or_create(key=kind.key)
    template.subject = "Votre RSA"
    template.body = f"{original.body}\nVous êtes bénéficiaire du RSA."
    template.save()
    assert template.fault
    assert template.sent == original
    all_mails()
    for mail in Email.objects.all():
        words = fold_name(f"{mail.subject} {mail.message}").split()
        assert UNSAID.isdisjoint(words)
