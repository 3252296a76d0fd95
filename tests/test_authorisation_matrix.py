"""Every address of the site, asked by every level: who is answered, who is refused.

A new address needs a row in `tests/authorisation/rows/`; without one,
`test_every_address_has_a_row` fails.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.holders import may
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import Consent, JoinRequest, Membership
from portal.accounts.services.invitations import invite_to_level, invite_to_organisation
from portal.accounts.services.proposals import give_level
from portal.applications.links import Way, follow_token, sent_path
from portal.candidates.services.alerts import delete_alert
from portal.cv.models import CvHelper
from portal.cv.services import (
    ask_help,
    create_cv,
    create_share,
    propose_help,
    send_old_cv,
    send_photo,
)
from portal.cv.sharing.secrets import new_key
from portal.participation.models import CallBack, Participant
from portal.participation.services.participants import participant_of
from portal.recruitment.links import token_of as own_token_of
from portal.recruitment.services.company_links import make_link
from portal.sponsorship.commitments.links import token_of as commitment_token
from portal.sponsorship.commitments.services.issuing import issue
from portal.sponsorship.commitments.states import Side
from snippets.mail.preferences import links as mail_links
from snippets.mail.preferences.links import MailLink
from snippets.mail.queue import queue_mail
from tests.authorisation.followup_world import FollowupWorld
from tests.authorisation.gates import GATES, capability_before, refused, without_templates
from tests.authorisation.rows import (
    ANONYMOUS,
    EVERYBODY,
    MEMBERS,
    MODERATORS,
    ROWS,
    UNNAMED,
    WAGTAIL,
)
from tests.authorisation.rows.row import REFUSED, Row
from tests.authorisation.walked import is_walked
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import (
    first_administrator,
    give,
    join,
    person_with,
    place,
    signed_in,
    token_of,
)
from tests.portal.candidates.things import make_alert
from tests.portal.cv.files.pictures import jpeg
from tests.portal.mailing.laid import lay_campaigns
from tests.portal.participation.people import make_application, make_frozen_cv, make_guest
from tests.portal.recruitment.checkin.door import make_roster
from tests.portal.recruitment.met import held
from tests.portal.recruitment.session_lists import put, shown
from tests.portal.sponsorship.commitments.volunteers import (
    association,
    by_volunteer,
    committed,
    confirmed,
)
from tests.portal.sponsorship.pairing.made import place_pair
from tests.portal.sponsorship.pairs.made import fill
from tests.portal.sponsorship.people import (
    make_certificate,
    make_request,
    make_sponsor,
    recruits,
)
from tests.sizes import IS_FULL
from tests.states import undone

# A marked test makes the database for all of them.
pytestmark = pytest.mark.django_db


# Wagtail's own, open before signing in.
DOOR = ("login", "logout", "password_reset", "jsi18n", "sprite")
OURS = ("config", "snippets", "pages", "search", "portal")

# The CMS has many addresses: they spread over the processes.
PARTS = 8
# So many addresses in one test, which names those that are wrong: a test of its own costs as much
# as what it asks.
TOGETHER = 12

# What is posted to a form, and what it may answer: that it is shown again (422), that something was
# done or is said elsewhere (302), or that there is no such form for this person.
TYPED = {
    "nothing": {},
    "nonsense": dict.fromkeys(
        ("address", "email", "login", "code", "level", "outcome", "reason", "siret", "title"), "?"
    ),
}
ANSWERS = {302, 403, 404, 405, 410, 422}
# What they answer to a post is no form that is shown again.
NO_FORM = {
    # The page itself, whatever the method.
    "offer",
    "volunteering",
    "session",
    "wagtail_serve",
    "organisations:door",
    "organisations:employers",
    "sponsorship:recruit",
    "participation:help",
    # Remarks on a text, whatever the text.
    "submissions:remarks",
    # A button: the address that it makes is shown once, in its answer.
    "followup:make_feed",
    # The list and a CV of it, whatever is posted: opening them is the act.
    "recruitment:company",
    "recruitment:company_cv",
    # A file, JSON.
    "administration:export_log",
    "applications:export",
    "sponsorship:dashboard_export",
    # The code that was just made, which is shown once.
    "followup:link_code",
    "recruitment:checkin_offline_names",
    "recruitment:checkin_scans",
    "recruitment:checkin_undo",
    "candidates:take_over",
    "followup:export_access_log",
    # A post that does not say which version it began with is compared: 409.
    "submissions:edit",
    "followup:edit_identity",
}

# A key in a path of a row.
KEY = re.compile(r"{\w+\.pk}")
# Outsiders who send forms as well.
WHO_POST = ("other adviser", "former member")
# What is in their address names a format, not an object.
WITHOUT_OBJECT = {"followup:figures_file"}


@dataclass
class World(FollowupWorld):
    """What the paths of the rows name, and a browser for each level, made once."""

    browsers: dict[str, Client] = field(default_factory=lambda: {ANONYMOUS: Client()})

    def __post_init__(self) -> None:
        self.organisation = OrganisationFactory(verified_at=timezone.now())
        self.other_organisation = OrganisationFactory()
        place(UserFactory(), L.ORGANISATION_MANAGER, self.other_organisation)
        self.people = {}
        for level in L:
            user = UserFactory()
            if level in MEMBERS:
                place(user, level, self.organisation)
            else:
                give(user, level)
            self.people[level] = user
            self.browsers[level] = signed_in(user)
        self.person = UserFactory()
        self.grant = give(self.person, L.SPONSOR)
        self.consent = Consent.objects.create(user=self.person, purpose="news", version="1")
        self.offer = JobOfferPageFactory()
        self.draft = JobOfferPageFactory(live=False)
        self.own_draft = JobOfferPageFactory(live=False, organisation=self.organisation)
        self.own_draft.save_revision()
        self.own_offer = JobOfferPageFactory.row(organisation=self.organisation)
        applicant = make_guest()
        self.received = make_application(
            page=self.own_offer, participant=applicant, cv=make_frozen_cv(applicant)
        )
        self.other_received = make_application(page=self.offer)
        self.member = join(self.organisation)
        self.asked = JoinRequest.objects.create(user=self.person, organisation=self.organisation)
        self.place = invite_to_organisation(
            email="collegue@exemple.test",
            organisation=self.organisation,
            role=Membership.Role.MEMBER,
            actor=Actor(
                Membership.objects.managers().filter(organisation=self.organisation)[0].user
            ),
        )
        self.cv = create_cv(owner=self.people[L.CANDIDATE], title="Cuisine", document={})
        adviser = self.people[L.ADVISER]
        self.helper = CvHelper.objects.create(cv=self.cv, user=adviser)
        other_candidate, other_adviser = person_with(L.CANDIDATE), person_with(L.ADVISER)
        self.other_cv = create_cv(owner=other_candidate, title="Autre", document={})
        self.other_helper = CvHelper.objects.create(cv=self.other_cv, user=other_adviser)
        self.asked_help = ask_help(
            cv=create_cv(owner=self.cv.owner, title="Salle", document={}),
            user=self.cv.owner,
            address=adviser.email,
        )
        self.proposed = propose_help(user=adviser, address="quelquun@exemple.test")
        self.other_request = ask_help(
            cv=self.other_cv, user=other_candidate, address="quelquun@exemple.test"
        )
        made = create_share(cv=self.cv, user=self.cv.owner, key=new_key())
        self.share, self.share_token = made.share, made.token
        self.photo = send_photo(owner=self.people[L.CANDIDATE], source=jpeg())
        self.old_cv = send_old_cv(owner=self.cv.owner, data=b"%PDF", name="cv.pdf")
        self.other_old_cv = send_old_cv(owner=other_candidate, data=b"%PDF", name="cv.pdf")
        self.other_photo = send_photo(owner=self.other_cv.owner, source=jpeg())
        self.volunteering = VolunteeringPageFactory()
        self.session = RecruitmentSessionPageFactory()
        self.held, self.other_held = held(self.organisation), held(self.other_organisation)
        self.roster = make_roster(organisation=self.organisation)
        self.other_roster = make_roster()
        candidate = self.people[L.CANDIDATE]
        self.namesake = make_guest(email=candidate.email)
        self.other_namesake = make_guest(email=self.person.email)
        self.call = CallBack.objects.create(
            participant=self.namesake, phone="06 12 34 56 78", purpose="help"
        )
        self.alert = make_alert(candidate)
        self.other_alert = make_alert(self.person)
        delete_alert(alert=self.other_alert)
        participant = participant_of(user=candidate)
        self.application = make_application(participant=participant, cv=make_frozen_cv(participant))
        self.other_application = make_application(user=other_candidate)
        self.helped_application = make_application(by=self.people[L.EMPLOYMENT_OFFICER])
        self.follow_token = follow_token(self.application)
        self.sent_token = sent_path(self.offer, Way.ACCOUNT).split("/")[-2]
        colleague = person_with(L.RIGHTS_ADMINISTRATOR)
        self.proposal = give_level(
            user=self.person, level=L.ADVISER, reason="Recrutée", actor=Actor(colleague)
        )
        self.invitation = invite_to_level(
            email="attendue@exemple.test",
            level=L.ADVISER,
            reason="Recrutée",
            actor=Actor(first_administrator()),
        )
        self.token = token_of(self.invitation)
        self._lists()
        self._sponsorship()
        lay_campaigns(self, self.people[L.EMPLOYMENT_OFFICER])
        self._commitments(participant)
        self.lay_followup()
        reminder = queue_mail("offer_expiring", to=self.person.email, context={}).dispatch
        self.stop_token = mail_links.token_of(MailLink.STOP, reminder)
        self.why_token = mail_links.token_of(MailLink.WHY, reminder)
        self.preferences_token = mail_links.token_of(MailLink.PREFERENCES, reminder)

    def _sponsorship(self) -> None:
        """Everybody has offered to sponsor, and the candidate would like to be."""
        sponsors = [make_sponsor("applied", user=user) for user in self.people.values()]
        self.sponsor = next(one for one in sponsors if one.user == self.people[L.SPONSOR])
        self.employer = recruits(make_sponsor(), self.organisation)
        self.asked_sponsor = make_request(self.people[L.CANDIDATE])
        self.pair = place_pair(self.people[L.CANDIDATE], self.sponsor)
        self.other_pair = place_pair()
        self.objective, self.review, self.pair_alert = fill(self.pair)
        self.other_objective, self.other_review, _ = fill(self.other_pair)
        self.sponsor_certificate = make_certificate(self.sponsor)
        self.other_sponsor_certificate = make_certificate(self.other_pair.sponsor)

    def _lists(self) -> None:
        """On each list, somebody who chose to be seen; for the organisation, a link to its own."""
        self.registration = shown(self.roster)
        self.registration.cv = make_frozen_cv(self.registration.participant)
        self.registration.save()
        self.other_registration = shown(self.other_roster)
        made = make_link(
            roster=self.roster,
            organisation=self.organisation,
            user=self.people[L.EMPLOYMENT_OFFICER],
        )
        self.company_link, self.company_token = made.link, made.token
        self.mine_token = own_token_of(self.registration)
        self.helped_registration = put(self.roster, by=self.people[L.EMPLOYMENT_OFFICER])

    def _commitments(self, participant: Participant) -> None:
        """An association of which the members are too: the candidate's commitment to it."""
        self.association, self.member_of_it = association()
        for level in MEMBERS:
            place(self.people[level], level, self.association)
        self.commitment = committed(self.association, participant)
        confirmed(self.commitment, self.member_of_it, ago=2)
        self.certificate = issue(
            commitment=self.commitment, side=Side.VOLUNTEER, actor=Actor(participant.user)
        )
        self.commitment_line = by_volunteer(self.commitment)
        self.commitment_token = commitment_token(self.commitment)
        self.other_commitment = committed(association(name="Une autre")[0])


@pytest.fixture(scope="module")
def world(lasting) -> World:
    return World()


def ask(world: World, level: str, path: str, method: str = "get", typed: object = None) -> int:
    """The status that a level gets; what it changed is undone."""
    with undone():
        browser = getattr(world.browsers[level], method)
        return browser(path.format_map(vars(world)), typed).status_code


def ask_each(
    world: World, levels: Iterable[str], path: str, method: str, *, drawn: bool
) -> dict[str, int]:
    """The status that each level gets."""
    questions = {level: partial(ask, world, level, path, method) for level in levels}
    return drawn_once(questions) if drawn or IS_FULL else undrawn(questions)


def drawn_once(questions: Mapping[str, Callable[[], int]]) -> dict[str, int]:
    """The status of each answer, which is known before the page is drawn.

    One page of each status is drawn, in the full run each.
    """
    found: dict[str, int] = {}
    for name, question in questions.items():
        if IS_FULL or not found:
            found[name] = question()
            continue
        with without_templates():
            status = question()
        if status not in found.values():
            status = question()
        found[name] = status
    return found


def undrawn(questions: Mapping[str, Callable[[], int]]) -> dict[str, int]:
    """The status of each answer, and no page."""
    with without_templates():
        return {name: question() for name, question in questions.items()}


def draws_refusals(name: str) -> bool:
    """Whether refusals are drawn at an address: at one in sixteen, for the page is the same."""
    return zlib.crc32(name.encode()) % 16 == 0


def some_of(levels: list[str], name: str) -> list[str]:
    """The first, and one that the name of an address picks: over all addresses, each of them."""
    if IS_FULL or len(levels) < 3:
        return levels
    return [levels[0], levels[1 + zlib.crc32(name.encode()) % (len(levels) - 1)]]


def together(names: Iterable[str]) -> pytest.MarkDecorator:
    """For a test that takes `names`: these, some by some."""
    every = list(names)
    parts = [every[start : start + TOGETHER] for start in range(0, len(every), TOGETHER)]
    return pytest.mark.parametrize("names", parts, ids=[part[0] for part in parts])


def addresses(resolver=None, route="", spaces=()) -> Iterator[tuple[str, str, str]]:
    """(name or route, route, module of the view) of each address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from addresses(pattern, path, inside)
        else:
            view = pattern.callback
            view = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
            yield ":".join((*spaces, pattern.name or "")) or path, path, view.__module__


def is_wagtails(route: str, module: str) -> bool:
    """Whether an address is one of the CMS's own, which are one family."""
    return route.startswith("cms/") and module.partition(".")[0] not in OURS


def test_every_address_has_a_row():
    ours = {name for name, route, module in addresses() if not is_wagtails(route, module)}
    assert {"without a row": ours - ROWS.keys(), "without an address": ROWS.keys() - ours} == {
        "without a row": set(),
        "without an address": set(),
    }


@pytest.mark.parametrize("name", [*ROWS, *WAGTAIL])
def test_who_is_answered(world, name):
    """Of levels that one thing is expected for, two ask: `some_of`.

    Of the others that one capability refuses, `may` is asked for it. A screen that the walk of
    `tests/e2e/test_screens.py` opens in this same world is drawn there.
    """
    row = ROWS.get(name) or WAGTAIL[name]
    expected = {level: row.expected(level) for level in world.browsers}
    refused_alike = [
        level for level in world.people if level not in row.who and expected[level] == REFUSED
    ]
    alike = defaultdict(list)
    for level, status in expected.items():
        alike[level in row.who, level in refused_alike, status].append(level)
    found: dict[str, int] = {}
    for (is_answered, _, _), levels in alike.items():
        is_drawn_by_the_walk = name in ROWS and is_walked(name, row)
        drawn = not is_drawn_by_the_walk if is_answered else draws_refusals(name)
        found |= ask_each(world, some_of(levels, name), row.path, row.method, drawn=drawn)
    path = row.path.format_map(vars(world))
    others = [level for level in refused_alike if level not in found]
    if others:
        one = next(level for level in found if level in refused_alike)
        if gate := capability_before(world.browsers[one], row.method, path):
            found |= {level: REFUSED for level in others if not may(world.people[level], gate)}
    rest = [level for level in others if level not in found]
    found |= ask_each(world, rest, row.path, row.method, drawn=False)
    assert found == {level: expected[level] for level in found}
    path = row.path.format_map(vars(world)).partition("?")[0]
    assert name in (resolve(path).view_name, *UNNAMED)


@together(name for name, row in ROWS.items() if row.who != EVERYBODY and row.refusal != 200)
def test_who_is_refused_cannot_post_either(world, names):
    """Not every level again: what is tried is whether the other method asks for the right."""
    wrong = {}
    for name in names:
        row = ROWS[name]
        refused = some_of([level for level in world.browsers if level not in row.who], name)
        found = ask_each(world, refused, row.path, "post", drawn=draws_refusals(name))
        expected = {level: row.expected(level) for level in refused}
        if found != expected:
            wrong[name] = found, expected
    assert wrong == {}


@together(name for name, row in ROWS.items() if row.other)
def test_what_is_out_of_reach_is_not_found(world, names):
    wrong = {}
    for name in names:
        row = ROWS[name]
        who = row.bounded or row.who
        found = ask_each(world, who, row.other, row.method, drawn=draws_refusals(name))
        # A link that does not work says so: 410.
        if not set(found.values()) <= {404, 410}:
            wrong[name] = found
    assert wrong == {}


def test_each_address_of_the_area_that_takes_a_key_is_asked_with_another():
    """Whether its view looks for the object within reach is tried, not believed."""
    keyed = {
        name for name, route, _ in addresses() if name.startswith("followup:") and "<" in route
    }
    assert len(keyed) > 80
    assert {name for name in keyed if not ROWS[name].other and name not in WITHOUT_OBJECT} == set()


def mixed(row: Row) -> str:
    """The path of a row under its own case, with the object of the other case."""
    return row.other.replace("{other_case.pk}", "{case.pk}")


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, row in ROWS.items()
        # What a parameter names is shown by a GET alone: a form posts it as a field.
        if name.startswith("followup:") and len(KEY.findall(row.path.partition("?")[0])) > 1
    ],
)
def test_the_object_of_another_case_is_not_found_under_ones_own(world, name):
    row = ROWS[name]
    assert mixed(row) != row.path
    for method in {row.method, "get", "post"}:
        found = ask_each(world, row.who - row.pairs, mixed(row), method, drawn=False)
        assert set(found.values()) <= {404, 405}, (method, found)


@pytest.mark.parametrize(
    "name",
    [name for name, row in ROWS.items() if name.startswith("followup:") and "{case" in row.path],
)
def test_a_case_is_closed_to_who_no_longer_reaches_it(world, name):
    """Ended membership, level or emergency, a request that nobody answered: same level, no case.

    At each address two of the ten are asked, the one of another level among them. All are where
    one of these was refused elsewhere than by `GATES`: a gate looks at the person and at the case,
    at nothing of the address, and all ten stand before the gates at `followup:case`.
    """
    path = ROWS[name].path.format_map(vars(world))
    method = ROWS[name].method
    everybody = sorted(world.outsiders, key="other manager".__ne__)
    assert len(everybody) == 10
    some = some_of(everybody, name)
    asked = [*((who, method) for who in some), (some[1], "post")]
    found = {key: refused(world.outsiders[key[0]], key[1], path) for key in asked}
    if name == "followup:case" or {gate for _, gate in found.values()} - GATES:
        others = [*((who, method) for who in everybody), *((who, "post") for who in WHO_POST)]
        found |= {key: refused(world.outsiders[key[0]], key[1], path) for key in others}
    assert name != "followup:case" or {gate for _, gate in found.values()} <= GATES
    assert {who: status for who, (status, _) in found.items() if status not in {403, 404}} == {}


@together(
    name for name, row in ROWS.items() if not row.path.startswith("/cms/") and name not in NO_FORM
)
def test_a_form_that_is_shown_again_has_one_status(world, names):
    wrong = {}
    for name in names:
        row = ROWS[name]
        level = min(row.who)
        found = drawn_once(
            {
                what: partial(ask, world, level, row.path, "post", typed)
                for what, typed in TYPED.items()
            }
        )
        if not set(found.values()) <= ANSWERS:
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_the_cms_is_closed_to_whoever_has_no_business_there(world, part):
    """Some levels at each address: Wagtail puts one gate before all of them, which asks for one
    permission. `test_who_is_answered` asks every level at some of these addresses, `WAGTAIL`.
    """
    closed = [ANONYMOUS, *(level for level in L if level not in MODERATORS)]
    family = [
        f"/{route}"
        for name, route, module in addresses()
        if is_wagtails(route, module)
        and not any(sign in route for sign in "<(^")
        and not any(door in f"{name} {route}" for door in DOOR)
    ]
    assert len(family) > 50
    opened = {
        (level, path): status
        for path in family[part::PARTS]
        for level, status in ask_each(
            world, some_of(closed, path), path, "get", drawn=draws_refusals(path)
        ).items()
        if status not in {302, 403, 404}
    }
    assert opened == {}


def test_a_superuser_holds_no_capability(world):
    browser = signed_in(UserFactory(superuser=True))
    assert browser.get("/habilitations/").status_code == 403
