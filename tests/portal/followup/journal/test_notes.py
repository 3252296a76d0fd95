"""Notes: who reads which, who changes which, what they said before."""

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.journal import services
from portal.followup.journal.errors import JournalError
from portal.followup.journal.models import JournalEntry
from portal.followup.models import Profession
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.cast import browser, make_note, seen_by
from tests.portal.followup.cast import make_cast as whole_cast
from tests.portal.followup.people_of_the_area import join_team, make_professional
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
V = JournalEntry.Visibility


@pytest.fixture(scope="module")
def cast(lasting):
    return whole_cast()


def address(cast, path=""):
    return f"/suivi/dossiers/{cast.case.pk}/journal/{path}"


def typed(text="Elle cherche une garde d’enfant.", **fields):
    return {"text": text, "visibility": "team", "on": f"{timezone.localdate():%Y-%m-%d}"} | fields


def page_of(professional, path):
    return browser(professional).get(path).content.decode()


def notes():
    with system_scope(Scope.TEST):
        return list(JournalEntry.unscoped.order_by("pk"))


def test_a_note_is_written_for_the_team_and_read_by_it(cast):
    assert browser(cast.nurse).post(address(cast, "ecrire/"), typed()).status_code == 302
    (note,) = notes()
    assert (note.profession, note.author_name) == (Profession.HEALTH, cast.nurse.name)
    for who in ("referent", "nurse", "deputy", "manager", "breaker"):
        assert "garde d’enfant" in page_of(getattr(cast, who), address(cast)), who


@pytest.mark.parametrize("path", ["", "ecrire/"])
def test_strangers_do_not_find_the_journal(cast, path):
    make_note(cast.case, cast.referent)
    for who, (user, status) in cast.outside.items():
        assert signed_in(user).get(address(cast, path)).status_code == status, who


def test_a_confidential_note_is_read_by_its_profession_within_the_team(cast):
    secret = typed("Suivi au centre de soins.", visibility="profession")
    assert browser(cast.nurse).post(address(cast, "ecrire/"), secret).status_code == 302
    colleague = make_professional(unit=cast.referent.unit, profession=Profession.HEALTH)
    join_team(cast.case, colleague)
    outsider = make_professional(unit=cast.referent.unit, profession=Profession.HEALTH)
    for reader in (cast.nurse, colleague):
        page = page_of(reader, address(cast))
        assert "centre de soins" in page
        assert "Confidentielle" in page
        assert "«\u00a0Santé\u00a0»" in page.replace("&nbsp;", "\u00a0")
    for reader in (cast.referent, cast.deputy, cast.manager, cast.breaker):
        assert "centre de soins" not in page_of(reader, address(cast))
    assert browser(outsider).get(address(cast)).status_code == 404


@pytest.mark.parametrize("who", ["referent", "manager", "breaker", "deputy"])
def test_of_a_confidential_note_nothing_is_counted_either(cast, who):
    reader = getattr(cast, who)
    make_note(cast.case, cast.nurse, "Visible ensemble")
    before = {
        path: page_of(reader, path) for path in (address(cast), address(cast) + "?q=ensemble")
    }
    timeline = f"/suivi/dossiers/{cast.case.pk}/"
    shown = browser(reader).get(timeline).context["timeline"].events
    make_note(cast.case, cast.nurse, "Secret ensemble", visibility=V.PROFESSION)
    for path, page in before.items():
        now = browser(reader).get(path)
        assert "Secret" not in now.content.decode()
        assert now.context["page"].paginator.count == 1
        assert page.count("case-note-text") == now.content.decode().count("case-note-text")
    assert browser(reader).get(timeline).context["timeline"].events == shown
    # With the first lock removed, the second hides it as well.
    assert len(seen_by(reader, lambda: JournalEntry.unscoped.all())) == 1


def test_who_leaves_the_team_does_not_read_confidential_notes_any_more(cast):
    colleague = make_professional(unit=cast.referent.unit, profession=Profession.HEALTH)
    member = join_team(cast.case, colleague)
    secret = make_note(cast.case, colleague, "Secret", visibility=V.PROFESSION)
    assert "Secret" in page_of(colleague, address(cast))
    with system_scope(Scope.TEST):
        member.ends_at = timezone.now() - timezone.timedelta(seconds=1)
        member.save()
    assert browser(colleague).get(address(cast, f"{secret.pk}/modifier/")).status_code == 404
    assert browser(colleague).get(address(cast, f"{secret.pk}/versions/")).status_code == 404


def test_a_unit_manager_writes_no_confidential_note(cast):
    page = page_of(cast.manager, address(cast, "ecrire/"))
    assert "Confidentielle" not in page
    answer = browser(cast.manager).post(address(cast, "ecrire/"), typed(visibility="profession"))
    assert answer.status_code == 422
    with acting_as(cast.manager.user), pytest.raises(JournalError) as refusal:
        services.write(
            beneficiary=cast.case,
            text="Secret",
            visibility=V.PROFESSION,
            actor=Actor(cast.manager.user),
        )
    assert refusal.value.field == "visibility"
    assert notes() == []


def test_an_emergency_reads_the_journal_and_writes_nothing(cast):
    note = make_note(cast.case, cast.referent)
    reader = browser(cast.breaker)
    assert "Écrire une note" not in page_of(cast.breaker, address(cast))
    for path in ("ecrire/", f"{note.pk}/modifier/"):
        assert reader.get(address(cast, path)).status_code == 404
        assert reader.post(address(cast, path), typed()).status_code == 404
    with pytest.raises(ProgrammingError), undone(), acting_as(cast.breaker.user):
        services.write(
            beneficiary=cast.case,
            text="Non",
            visibility=V.TEAM,
            actor=Actor(cast.breaker.user),
        )


def test_a_note_is_changed_by_its_author_alone(cast):
    note = make_note(cast.case, cast.referent, "Premier texte")
    path = address(cast, f"{note.pk}/modifier/")
    for other in (cast.nurse, cast.deputy, cast.manager):
        assert browser(other).get(path).status_code == 404
        assert browser(other).post(path, typed("Autre", version=1)).status_code == 404
        with acting_as(other.user), pytest.raises(JournalError):
            services.rewrite(
                note=note,
                text="Autre",
                visibility=V.TEAM,
                on=note.on,
                kind=None,
                version=1,
                actor=Actor(other.user),
            )
    assert browser(cast.referent).post(path, typed("Second texte", version=1)).status_code == 302
    with system_scope(Scope.TEST):
        assert fresh(note).text == "Second texte"


def test_the_note_of_another_case_is_not_found(cast):
    theirs = make_note(cast.other_case, cast.stranger)
    mine = make_note(cast.case, cast.referent)
    reader = browser(cast.referent)
    for path in ("modifier/", "versions/"):
        assert reader.get(address(cast, f"{theirs.pk}/{path}")).status_code == 404
        there = f"/suivi/dossiers/{cast.other_case.pk}/journal/{mine.pk}/{path}"
        assert reader.get(there).status_code == 404
        assert reader.get(address(cast, f"{mine.pk}/{path}")).status_code == 200


def test_the_second_of_two_windows_sees_both_texts(cast):
    note = make_note(cast.case, cast.referent, "Au départ")
    path = address(cast, f"{note.pk}/modifier/")
    phone, desk = browser(cast.referent), browser(cast.referent)
    assert phone.post(path, typed("Du téléphone", version=1)).status_code == 302
    answer = desk.post(path, typed("Du bureau", version=1))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Du téléphone" in page
    assert "Du bureau" in page
    with system_scope(Scope.TEST):
        assert fresh(note).text == "Du téléphone"
    version = answer.context["form"]["version"].value()
    assert desk.post(path, typed("Les deux", version=version)).status_code == 302


def test_each_state_of_a_note_is_kept_for_who_reads_it(cast):
    reader = browser(cast.referent)
    reader.post(address(cast, "ecrire/"), typed("Un"))
    (note,) = notes()
    edit = address(cast, f"{note.pk}/modifier/")
    assert reader.post(edit, typed("Deux", version=1)).status_code == 302
    assert "versions" in page_of(cast.nurse, address(cast))
    states = browser(cast.nurse).get(address(cast, f"{note.pk}/versions/")).context["states"]
    assert [(state.text, state.by) for state in states] == [
        ("Deux", cast.referent.name),
        ("Un", cast.referent.name),
    ]


def test_a_state_that_was_confidential_stays_so_in_the_history(cast):
    writer = browser(cast.nurse)
    writer.post(address(cast, "ecrire/"), typed("Secret médical", visibility="profession"))
    (note,) = notes()
    assert browser(cast.referent).get(address(cast, f"{note.pk}/versions/")).status_code == 404
    edit = address(cast, f"{note.pk}/modifier/")
    assert writer.post(edit, typed("Partagé", version=1)).status_code == 302
    page = page_of(cast.referent, address(cast, f"{note.pk}/versions/"))
    assert "Partagé" in page
    assert "Secret médical" not in page
    assert "Secret médical" in page_of(cast.nurse, address(cast, f"{note.pk}/versions/"))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": "   "}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"on": "2099-01-01"}, "on"),
        ({"on": "31/02/2026"}, "on"),
        ({"visibility": "everybody"}, "visibility"),
        ({"kind": "999999"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(cast, fields, wrong):
    sent = typed("Un long texte") | fields
    answer = browser(cast.referent).post(address(cast, "ecrire/"), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert answer.context["form"]["text"].value() == sent["text"]
    assert notes() == []


@pytest.mark.parametrize("words", ["hebergement", "HÉBERGEMENT urgence", "d'hébergement"])
def test_a_note_is_found_whatever_the_accents(cast, words):
    make_note(cast.case, cast.referent, "Demande d’hébergement en urgence")
    make_note(cast.case, cast.referent, "Autre chose")
    make_note(cast.other_case, cast.stranger, "Hébergement d’une autre")
    page = browser(cast.referent).get(address(cast), {"q": words}).context["page"]
    assert [note.text for note in page] == ["Demande d’hébergement en urgence"]


@pytest.mark.parametrize("words", ["%", "_", "\\"])
def test_signs_of_patterns_are_letters_like_others(cast, words):
    make_note(cast.case, cast.referent, "Rien de tel")
    assert not browser(cast.referent).get(address(cast), {"q": words}).context["page"].object_list


def test_the_journal_costs_the_same_for_one_and_twenty(cast):
    make_note(cast.case, cast.referent)
    reader = browser(cast.referent)
    few = queries_of(reader, address(cast))
    for number in range(19):
        make_note(cast.case, cast.nurse, f"Note {number}", version=2)
    assert queries_of(reader, address(cast)) == few
