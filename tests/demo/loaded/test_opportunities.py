"""The demo: rich enough to try the site, whole, invented, and the same when loaded again."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from stdnum.fr import siret
from wagtail.models import Page, ReferenceIndex, WorkflowState

from demo import dates, loader
from demo.accounts import DEMO_PASSWORD, demo_accounts
from demo.data_files import read_folder
from pages.models import OPPORTUNITY_MODELS, JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from pages.models.session import SessionAudience, SessionStatus, SessionType
from pages.models.states import State
from pages.models.volunteering import Cause, Rhythm
from pages.moderation.models import ModerationTaskState
from portal.accounts.models import User
from search.models import Opportunity
from snippets.models import Organisation, SiteImage

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
KINDS = {
    JobOfferPage: "offers",
    VolunteeringPage: "volunteering",
    RecruitmentSessionPage: "sessions",
}


def states(model=JobOfferPage):
    return Counter(model.objects.with_state().values_list("state", flat=True))


def all_states():
    return {model: states(model) for model in OPPORTUNITY_MODELS}


def test_demo_is_rich_enough_to_try_the_site(made):
    live = Opportunity.objects.filter(kind="job")
    assert len(live) >= 150
    assert len({row.commune_code for row in live}) >= 40
    assert len({row.occupation_code for row in live}) >= 60
    assert len({row.organisation_id for row in live}) >= 40
    # Two have registered by themselves: one waits, one is suspended.
    assert made["organisations"] == Organisation.objects.count() - 2
    assert made["images"] == SiteImage.objects.count()
    for model in OPPORTUNITY_MODELS:
        assert made[KINDS[model]] == model.objects.filter(creation_key=None).count()


def test_demo_shows_every_state_of_moderation(made):
    found = states()
    assert found[State.LIVE] >= 150
    for state in (State.IN_REVIEW, State.REFUSED, State.EXPIRED):
        assert found[state] >= 3, state


def test_volunteering_is_rich(made):
    rows = Opportunity.objects.filter(kind="volunteering")
    assert len(rows) >= 25
    assert len({row.commune_code for row in rows}) >= 12
    assert {row.details["cause"] for row in rows} == set(Cause.values)
    assert {row.details["rhythm"] for row in rows} == set(Rhythm.values)
    kinds = {Organisation.objects.get(pk=row.organisation_id).kind for row in rows}
    assert kinds == {Organisation.Kind.ASSOCIATION}
    found = states(VolunteeringPage)
    for state in (State.IN_REVIEW, State.REFUSED, State.EXPIRED):
        assert found[state] >= 2, state


def test_one_off_volunteering_is_to_come_and_on_its_day(made):
    once = VolunteeringPage.objects.live().filter(rhythm=Rhythm.ONE_OFF)
    assert len(once) >= 5
    for page in once:
        assert page.starts_on > timezone.localdate()
        assert dates.DAYS[page.starts_on.weekday()] in page.days
        assert page.expire_at.astimezone(PARIS).date() <= page.ends_on


def test_sessions_are_in_the_coming_weeks_at_working_hours(made):
    rows = Opportunity.objects.filter(kind="session")
    assert len(rows) == 12
    assert {row.details["session_type"] for row in rows} == set(SessionType.values)
    today = timezone.localdate()
    for row in rows:
        start, end = row.starts_at.astimezone(PARIS), row.ends_at.astimezone(PARIS)
        assert today + timedelta(days=1) <= start.date() <= today + timedelta(weeks=8)
        assert start.date() == end.date()
        assert start.weekday() < 5
        assert start.hour >= 8
        assert end.hour <= 18


def test_sessions_show_every_case(made):
    sessions = RecruitmentSessionPage.objects.live()
    assert Counter(sessions.values_list("status", flat=True)) == {
        SessionStatus.SCHEDULED: 10,
        SessionStatus.POSTPONED: 1,
        SessionStatus.CANCELLED: 1,
    }
    assert Counter(sessions.values_list("audience", flat=True)) == {
        SessionAudience.PUBLIC: 10,
        SessionAudience.RSA: 1,
        SessionAudience.INVITATION: 1,
    }
    assert sessions.filter(slot_minutes__isnull=False, interviewers__gt=1).count() >= 4
    for facility in ("childcare", "transport_provided", "interpreter"):
        assert sessions.filter(**{facility: True}).exists(), facility
    for page in sessions:
        assert page.partners.count() >= 2
        assert not page.partners.filter(organisation=page.organisation).exists()
    assert sum(page.offers.count() for page in sessions) >= 15
    assert sum(page.occupations.count() for page in sessions) >= 15
    assert states(RecruitmentSessionPage) == {State.LIVE: 12, State.IN_REVIEW: 1, State.EXPIRED: 1}


def test_refusals_say_why(made):
    refused = ModerationTaskState.objects.filter(
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES
    )
    assert len(refused) == sum(found[State.REFUSED] for found in all_states().values())
    for review in refused:
        assert review.refusal_label == review.refusal_reason.label
        assert len(review.comment) > 20
    # Nobody's list was changed: each record's own reason was there, and that of the member's offer.
    asked = Counter(
        record["refusal_reason"]
        for folder in ("offers", "volunteering")
        for record in read_folder(folder)
        if record["state"] == "refused"
    )
    asked["pay"] += 1
    assert Counter(review.refusal_reason.key for review in refused) == asked


def test_organisations_have_valid_numbers(made):
    for organisation in Organisation.objects.select_related("commune", "logo"):
        organisation.full_clean()
    numbers = list(Organisation.objects.exclude(siret="").values_list("siret", flat=True))
    assert len(numbers) >= 40
    assert [number for number in numbers if not siret.is_valid(number)] == []


@pytest.mark.parametrize("model", OPPORTUNITY_MODELS)
def test_live_pages_are_whole(made, model):
    live = model.objects.live()
    assert live.exists()
    for page in live:
        page.full_clean()
        assert page.expire_at is not None


def test_everybody_can_sign_in(made):
    for account in demo_accounts():
        user = User.objects.get(email=account.email)
        assert user.is_active
        assert user.check_password(DEMO_PASSWORD)
        groups = list(user.groups.values_list("name", flat=True))
        holds = account.level and not account.left
        assert groups == ([account.level] if holds else [])


def test_images_are_described_and_have_a_focal_point(made):
    for image in SiteImage.objects.all():
        assert image.description
        assert image.focal_point_x < image.width
        assert image.focal_point_y < image.height
    assert Organisation.objects.filter(logo__isnull=False).count() >= 10


def test_the_index_is_right(made):
    call_command("rebuild_opportunities", check=True)
    live = Page.objects.type(*OPPORTUNITY_MODELS).live()
    assert set(Opportunity.objects.values_list("pk", flat=True)) == set(
        live.values_list("pk", flat=True)
    )


def test_references_are_known(made):
    """The CMS says where an organisation is used, and keeps it from being deleted."""
    page = JobOfferPage.objects.live().first()
    assert ReferenceIndex.get_references_to(page.organisation).exists()


def test_a_second_load_makes_nothing(made):
    before = all_states()
    assert set(loader.load().values()) == {0}
    assert all_states() == before
    assert made["images"] == SiteImage.objects.count()
