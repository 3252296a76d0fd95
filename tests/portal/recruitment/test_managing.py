"""What is done for people of a list, one by one and several at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.participation.models import Agreement, CallBack, Channel
from portal.participation.services import call_backs
from portal.recruitment.models import Registration
from portal.recruitment.states import Status
from portal.recruitment.views import in_bulk
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import join, manager_of, officer, queries_of, signed_in
from tests.portal.participation.people import PDF, make_frozen_cv
from tests.portal.recruitment.session_lists import in_days, make_list, put, rsa_list, shown

pytestmark = pytest.mark.django_db

PERSON = {
    "first_name": "Paul",
    "last_name": "Durand",
    "how": Agreement.How.PHONE,
    "agreed": "on",
}


@pytest.fixture
def agent():
    return officer(email="agent@departement.test")


@pytest.fixture
def desk(agent):
    return signed_in(agent)


def begun(**fields):
    """A list whose session has begun."""
    return make_list(starts_at=timezone.now() - timedelta(minutes=20), **fields)


def offered():
    """Somebody to whom a place is offered until tomorrow."""
    row = put(make_list(capacity=1), status=Status.OFFERED_PLACE)
    row.place_offers.create(sent_at=in_days(-0.5), deadline=in_days(1))
    return row


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def said(answer):
    """What the next screen says first."""
    return [str(message) for message in answer.context["messages"]]


class TestAdd:
    def test_somebody_without_address_nor_phone_has_a_place_and_its_proof(self, desk, agent):
        roster = make_list()
        answer = desk.post(f"/rencontres/{roster.pk}/ajouter/", PERSON, follow=True)
        assert said(answer) == ["Paul Durand est inscrit·e."]
        row = roster.registrations.get()
        assert (row.status, row.channel, row.helped_by) == ("confirmed", Channel.PHONE, agent)
        assert row.agreement.recorded_by == agent
        assert row.agreement.how == Agreement.How.PHONE
        assert not row.shares_identity
        assert not Email.objects.exists()

    def test_the_text_that_is_read_out_is_on_the_screen(self, desk):
        roster = make_list()
        text = desk.get(f"/rencontres/{roster.pk}/ajouter/").content.decode()
        assert "J’accepte que ce site garde mon nom" in text
        assert "J’accepte que les organisations" in text
        hidden = desk.get(f"/rencontres/{rsa_list().pk}/ajouter/").content.decode()
        assert "J’accepte que les organisations" not in hidden

    def test_an_address_receives_the_confirmation(self, desk):
        roster = make_list(slots=2)
        slot = roster.slots.last()
        typed = {**PERSON, "email": "paul@exemple.test", "slot": slot.pk, "shares_identity": "on"}
        desk.post(f"/rencontres/{roster.pk}/ajouter/", typed)
        row = roster.registrations.get()
        assert row.slot == slot
        assert row.shares_identity
        assert Email.objects.get().to == ["paul@exemple.test"]

    def test_nothing_typed_is_lost_and_nobody_is_registered_without_a_yes(self, desk):
        roster = make_list()
        typed = {name: value for name, value in PERSON.items() if name != "agreed"}
        answer = desk.post(
            f"/rencontres/{roster.pk}/ajouter/", {**typed, "accessibility_needs": "Fauteuil"}
        )
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "Sans l’accord de la personne" in text
        assert "Fauteuil" in text
        assert not Registration.objects.exists()

    def test_the_officers_own_address_is_refused(self, desk, agent):
        roster = make_list()
        answer = desk.post(f"/rencontres/{roster.pk}/ajouter/", {**PERSON, "email": agent.email})
        assert answer.status_code == 422
        assert not Registration.objects.exists()

    def test_an_address_given_for_somebody_else_asks_for_a_tick(self, desk):
        first, roster = make_list(), make_list()
        shared = {**PERSON, "email": "couple@exemple.test"}
        desk.post(f"/rencontres/{first.pk}/ajouter/", {**shared, "first_name": "Anne"})
        address = f"/rencontres/{roster.pk}/ajouter/"
        answer = desk.post(address, shared)
        assert answer.status_code == 422
        assert "Les deux personnes partagent cette adresse" in answer.content.decode()
        assert desk.post(address, {**shared, "confirmed_warning": "on"}).status_code == 302
        assert roster.registrations.count() == 1

    def test_twice_is_refused_and_full_is_a_rank(self, desk):
        roster = make_list(capacity=1)
        put(roster)
        address = f"/rencontres/{roster.pk}/ajouter/"
        typed = {**PERSON, "phone": "06 11 22 33 44"}
        assert "au rang 1" in said(desk.post(address, typed, follow=True))[0]
        again = desk.post(address, typed)
        assert again.status_code == 422
        assert "déjà inscrite" in again.content.decode()

    def test_after_the_closing_and_not_after_the_end(self, desk):
        closed = make_list(starts_at=timezone.now() + timedelta(hours=1))
        over = make_list(starts_at=in_days(-2))
        assert desk.post(f"/rencontres/{closed.pk}/ajouter/", PERSON).status_code == 302
        assert desk.post(f"/rencontres/{over.pk}/ajouter/", PERSON).status_code == 422

    def test_members_of_the_organiser_do_not(self):
        organisation = OrganisationFactory(
            kind="employment_partner", verified_at=timezone.now(), siret=""
        )
        roster = make_list(organisation=organisation)
        member = signed_in(manager_of(organisation))
        assert member.post(f"/rencontres/{roster.pk}/ajouter/", PERSON).status_code == 404
        assert not Registration.objects.exists()


class TestMove:
    def test_to_another_hour_with_a_message_and_a_line_of_history(self, desk, agent):
        roster = make_list(slots=2)
        first, second = roster.slots.all()
        row = put(roster, slot=first)
        desk.post(f"/rencontres/inscription/{row.pk}/creneau/", {"slot": second.pk})
        assert fresh(row).slot == second
        assert row.changes.last().actor == agent
        assert Email.objects.get().to == [row.participant.email]

    def test_an_hour_that_is_full_or_another_sessions_is_refused(self, desk):
        roster, other = make_list(slots=2), make_list(slots=1)
        first, second = roster.slots.all()
        put(roster, slot=second)
        row = put(roster, slot=first)
        address = f"/rencontres/inscription/{row.pk}/creneau/"
        for slot in (second, other.slots.get()):
            assert desk.post(address, {"slot": slot.pk}).status_code == 422
        assert fresh(row).slot == first


class TestPromote:
    def test_the_manager_passes_over_the_line_and_it_is_said(self, desk):
        roster = make_list(capacity=2)
        put(roster)
        put(roster, status=Status.WAITLISTED)
        row = put(roster, status=Status.WAITLISTED)
        address = f"/rencontres/inscription/{row.pk}/placer/"
        assert "passe devant celles" in desk.get(address).content.decode()
        desk.post(address)
        assert fresh(row).status == Status.CONFIRMED

    def test_no_place_no_promotion(self, desk):
        roster = make_list(capacity=1)
        put(roster)
        row = put(roster, status=Status.WAITLISTED)
        answer = desk.post(f"/rencontres/inscription/{row.pk}/placer/")
        assert answer.status_code == 422
        assert fresh(row).status == Status.WAITLISTED


class TestAnswer:
    """Somebody calls, or is called, about the place that is offered to them."""

    @pytest.mark.parametrize(
        ("said", "status"), [("oui", Status.CONFIRMED), ("non", Status.DECLINED)]
    )
    def test_what_they_say_at_the_phone_is_their_answer(self, desk, agent, said, status):
        row = offered()
        address = f"/rencontres/inscription/{row.pk}/"
        assert "Elle prend la place" in desk.get(address).content.decode()
        desk.post(f"{address}place-proposee/", {"reponse": said})
        row = fresh(row)
        assert row.status == status
        assert row.changes.last().actor == agent
        assert row.open_offer is None
        assert "Elle prend la place" not in desk.get(address).content.decode()

    @pytest.mark.parametrize(("result", "status"), [("", "confirmed"), ("no_longer", "declined")])
    def test_the_line_of_who_has_no_address_is_their_answer(self, agent, result, status):
        row = offered()
        line = CallBack.objects.create(
            participant=row.participant,
            phone="03 84 00 00 00",
            purpose=CallBack.Purpose.REGISTRATION,
            subject_id=row.pk,
        )
        if result:
            call_backs.close(call_back=line, result=result, actor=Actor(agent))
        else:
            call_backs.confirm(call_back=line, actor=Actor(agent))
        assert fresh(row).status == status
        assert fresh(line).result == (result or "done")

    def test_no_word_no_offer_or_too_late_changes_nothing(self, desk):
        row = offered()
        address = f"/rencontres/inscription/{row.pk}/place-proposee/"
        desk.post(address, {"reponse": "peut-être"})
        row.place_offers.update(sent_at=in_days(-2), deadline=in_days(-1))
        desk.post(address, {"reponse": "oui"})
        assert fresh(row).status == Status.OFFERED_PLACE
        waits = put(row.roster, status=Status.WAITLISTED)
        desk.post(f"/rencontres/inscription/{waits.pk}/place-proposee/", {"reponse": "oui"})
        assert fresh(waits).status == Status.WAITLISTED


class TestCancel:
    def test_with_a_reason_that_stays_in_the_department(self, desk):
        roster = make_list(organisation=OrganisationFactory(verified_at=timezone.now()))
        row = put(roster)
        address = f"/rencontres/inscription/{row.pk}/annuler/"
        assert desk.post(address).status_code == 422
        desk.post(address, {"reason": "Elle travaille"})
        assert fresh(row).status == Status.CANCELLED
        one = f"/rencontres/inscription/{row.pk}/"
        assert "Elle travaille" in desk.get(one).content.decode()
        member = signed_in(join(roster.organisation).user)
        assert "Elle travaille" not in member.get(one).content.decode()
        assert "Elle travaille" not in Email.objects.get().message


class TestMark:
    def mark(self, browser, row, to, **more):
        return browser.post(f"/rencontres/inscription/{row.pk}/etat/", {"to": to, **more})

    def test_present_then_received_then_back_step_by_step(self, desk):
        row = put(begun())
        found = []
        for to in ("present", "interviewed", "annuler", "annuler"):
            self.mark(desk, row, to)
            found.append(fresh(row).status)
        assert found == ["present", "interviewed", "present", "confirmed"]

    def test_a_wrong_absence_is_undone(self, desk):
        row = put(begun())
        self.mark(desk, row, "absent")
        assert fresh(row).status == Status.ABSENT
        self.mark(desk, row, "annuler")
        assert fresh(row).status == Status.CONFIRMED

    def test_before_the_day_and_for_words_that_are_none_nothing_changes(self, desk):
        row = put(make_list())
        for to in ("present", "annuler", "cancelled", ""):
            self.mark(desk, row, to)
        assert fresh(row).status == Status.CONFIRMED

    @pytest.mark.parametrize(
        ("back", "leads"),
        [("/rencontres/1/?etat=inscrites", True), ("https://ailleurs.test/", False), ("", False)],
    )
    def test_one_comes_back_to_the_list_and_never_elsewhere(self, desk, back, leads):
        row = put(begun())
        answer = self.mark(desk, row, "present", retour=back)
        own = f"/rencontres/inscription/{row.pk}/"
        assert answer.url == (back if leads else own)


class TestBulk:
    def test_each_that_may_be_marked_is_and_the_rest_is_counted(self, desk):
        roster = begun()
        rows = [put(roster), put(roster), put(roster, status=Status.WAITLISTED)]
        other = put(begun())
        answer = desk.post(
            f"/rencontres/{roster.pk}/en-nombre/",
            {"action": "absent", "personne": [row.pk for row in (*rows, other)]},
            follow=True,
        )
        assert [fresh(row).status for row in rows] == ["absent", "absent", "waitlisted"]
        assert fresh(other).status == Status.CONFIRMED
        assert said(answer)[0] == "C’est fait pour 2\u00a0personnes."
        assert "1\u00a0personne" in said(answer)[1]

    def test_a_mark_on_the_wrong_people_is_taken_back_from_all_of_them(self, desk):
        roster = begun()
        rows = [put(roster), put(roster), put(roster, status=Status.WAITLISTED)]
        chosen = {"personne": [row.pk for row in rows]}
        address = f"/rencontres/{roster.pk}/en-nombre/"
        for action in ("absent", "annuler"):
            desk.post(address, {"action": action, **chosen})
        assert [fresh(row).status for row in rows] == ["confirmed", "confirmed", "waitlisted"]

    def test_all_those_of_the_filters_whatever_the_page(self, desk):
        roster = begun()
        here, left = put(roster), put(roster, status=Status.CANCELLED)
        desk.post(
            f"/rencontres/{roster.pk}/en-nombre/",
            {"action": "present", "tous": "1", "filtre-etat": "inscrites"},
        )
        assert fresh(here).status == Status.PRESENT
        assert fresh(left).status == Status.CANCELLED

    def test_more_than_what_one_request_does_is_said_and_not_cut(self, desk, monkeypatch):
        monkeypatch.setattr(in_bulk, "MOST", 1)
        roster = begun()
        rows = [put(roster), put(roster)]
        answer = desk.post(
            f"/rencontres/{roster.pk}/en-nombre/", {"action": "present", "tous": "1"}, follow=True
        )
        assert "trop de personnes" in said(answer)[0]
        assert [fresh(row).status for row in rows] == ["confirmed", "confirmed"]

    def test_several_move_until_the_hour_is_full(self, desk):
        roster = make_list(slots=2, at_once=2)
        first, second = roster.slots.all()
        rows = [put(roster, slot=first), put(roster, slot=first)]
        put(roster, slot=second)
        desk.post(
            f"/rencontres/{roster.pk}/en-nombre/",
            {"action": "deplacer", "slot": second.pk, "personne": [row.pk for row in rows]},
        )
        assert [fresh(row).slot for row in rows] == [second, first]

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"action": "absent"},
            {"action": "effacer", "personne": "1"},
            {"action": "deplacer", "slot": "x", "personne": "x"},
        ],
    )
    def test_nothing_chosen_or_nothing_known_changes_nothing(self, desk, typed):
        roster = begun()
        row = put(roster)
        answer = desk.post(f"/rencontres/{roster.pk}/en-nombre/", typed, follow=True)
        assert said(answer)
        assert fresh(row).status == Status.CONFIRMED


class TestCalls:
    @pytest.fixture
    def roster(self):
        """Registration is closed, the doors open in an hour, one place is free."""
        roster = make_list(starts_at=timezone.now() + timedelta(hours=1), capacity=2)
        put(roster)
        return roster

    def test_in_order_with_the_phone_and_without_e_mail(self, desk, roster):
        put(roster, status=Status.WAITLISTED, last_name="Un", email="", phone="06 11 22 33 44")
        put(roster, status=Status.WAITLISTED, last_name="Deux")
        answer = desk.get(f"/rencontres/{roster.pk}/appels/")
        names = [row.participant.last_name for row in answer.context["people"]]
        assert names == ["Un", "Deux"]
        assert 'href="tel:+33611223344"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("reply", "status"),
        [("oui", "confirmed"), ("non", "declined"), ("injoignable", "waitlisted")],
    )
    def test_one_click_for_each_answer(self, desk, roster, reply, status):
        row = put(roster, status=Status.WAITLISTED)
        desk.post(f"/rencontres/inscription/{row.pk}/appel/", {"reponse": reply})
        assert fresh(row).status == status

    def test_who_says_yes_has_the_hour_that_was_chosen_at_once(self, desk):
        roster = make_list(starts_at=timezone.now() + timedelta(hours=1), slots=2)
        last = roster.slots.last()
        row = put(roster, status=Status.WAITLISTED)
        answer = desk.post(
            f"/rencontres/inscription/{row.pk}/appel/",
            {"reponse": "oui", "slot": last.pk},
            follow=True,
        )
        assert fresh(row).slot == last
        assert "a une place, à" in said(answer)[0]

    def test_while_places_are_offered_by_themselves_nobody_is_called(self, desk):
        roster = make_list()
        put(roster, status=Status.WAITLISTED)
        answer = desk.get(f"/rencontres/{roster.pk}/appels/")
        assert "personne à appeler maintenant" in answer.content.decode()

    def test_an_answer_that_is_none_changes_nothing(self, desk, roster):
        row = put(roster, status=Status.WAITLISTED)
        desk.post(f"/rencontres/inscription/{row.pk}/appel/", {"reponse": "peut-être"})
        assert fresh(row).status == Status.WAITLISTED

    def test_it_costs_the_same_for_one_and_for_twenty(self, desk, roster):
        put(roster, status=Status.WAITLISTED)
        few = queries_of(desk, f"/rencontres/{roster.pk}/appels/")
        for _ in range(19):
            put(roster, status=Status.WAITLISTED)
        assert queries_of(desk, f"/rencontres/{roster.pk}/appels/") == few


class TestOrganisation:
    def test_members_mark_and_move_those_whom_they_do_not_name(self):
        roster = begun(organisation=OrganisationFactory(verified_at=timezone.now()))
        member = signed_in(join(roster.organisation).user)
        hidden = put(roster, last_name="Cachée")
        answer = member.post(
            f"/rencontres/inscription/{hidden.pk}/etat/", {"to": "present"}, follow=True
        )
        assert fresh(hidden).status == Status.PRESENT
        assert said(answer) == ["Personne inscrite\u00a0: présente."]
        assert "Cachée" not in answer.content.decode()

    def test_a_cv_is_read_with_the_name_alone(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        roster = make_list(organisation=OrganisationFactory(verified_at=timezone.now()))
        member = signed_in(join(roster.organisation).user)
        rows = [shown(roster), put(roster)]
        for row in rows:
            row.cv = make_frozen_cv(row.participant)
            row.save()
        answers = [member.get(f"/rencontres/inscription/{row.pk}/cv/") for row in rows]
        assert [answer.status_code for answer in answers] == [200, 404]
        assert answers[0].content == PDF
