"""Every address of the site, asked by every level: who is answered, who is refused.

A new address needs a row in `tests/authorisation/rows/`; without one,
`test_every_address_has_a_row` fails.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import pytest
from django.urls import URLResolver, get_resolver, resolve

from portal.accounts.holders import may
from portal.accounts.level_names import LevelName as L
from tests.authorisation.gates import GATES, capability_before, refused, without_templates
from tests.authorisation.rows import ANONYMOUS, EVERYBODY, MODERATORS, ROWS, UNNAMED, WAGTAIL
from tests.authorisation.rows.row import REFUSED, Row
from tests.authorisation.walked import is_walked
from tests.authorisation.world import World
from tests.factories import UserFactory
from tests.portal.accounts.people import signed_in
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
    others: list[str] = []
    for (is_answered, is_alike, _), levels in alike.items():
        is_drawn_by_the_walk = name in ROWS and is_walked(name, row)
        drawn = not is_drawn_by_the_walk if is_answered else draws_refusals(name)
        asked = some_of(levels, name)
        if is_alike and len(asked) < len(levels):
            # The second of them is asked below, which tells by what as well.
            one = asked.pop()
            others = [level for level in levels if level not in {*asked, one}]
        found |= ask_each(world, asked, row.path, row.method, drawn=drawn)
    if others:
        path = row.path.format_map(vars(world))
        found[one], gate = capability_before(world.browsers[one], row.method, path)
        if gate:
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
