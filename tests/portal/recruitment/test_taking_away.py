"""A list that leaves the screen: who is in it, and who is written down for having taken it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from portal.recruitment.errors import RecruitmentError
from portal.recruitment.exports import files
from portal.recruitment.exports.pdf import pdf_of
from portal.recruitment.exports.xlsx import workbook_of
from portal.recruitment.listing import Viewer
from portal.recruitment.models import CompanyLink, ListAccess, Roster
from portal.recruitment.services.company_links import make_link, open_link, stop_link
from portal.recruitment.states import Status
from tests.factories import OrganisationFactory
from tests.pdf_text import extract_text
from tests.portal.accounts.people import join, manager_of, officer, queries_of, signed_in
from tests.portal.participation.people import PDF, make_frozen_cv
from tests.portal.recruitment.session_lists import in_days, make_list, put, rsa_list, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return officer()


@pytest.fixture
def roster():
    return make_list(organisation=OrganisationFactory(verified_at=timezone.now()))


@pytest.fixture
def member(roster):
    return signed_in(join(roster.organisation).user)


def sheet_of(browser, roster):
    answer = browser.get(f"/rencontres/{roster.pk}/export/xlsx/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value or "" for cell in row] for row in book.active]


def pdf_text(browser, roster):
    answer = browser.get(f"/rencontres/{roster.pk}/export/pdf/")
    return extract_text(b"".join(answer.streaming_content))


class TestFiles:
    def test_officers_take_everybody_with_needs(self, agent, roster):
        put(roster, last_name="Cachée", accessibility_needs="Fauteuil")
        put(roster, last_name="Partie", status=Status.CANCELLED)
        desk = signed_in(agent)
        lines = sheet_of(desk, roster)
        assert "Besoins d’accessibilité" in lines[0]
        assert lines[1][0] == "Nadia Cachée"
        assert "Fauteuil" in lines[1]
        assert len(lines) == 2
        text = pdf_text(desk, roster)
        assert "Nadia Cachée" in text
        assert "Partie" not in text

    def test_an_organisation_takes_who_agreed_and_nothing_of_the_others(self, roster, member):
        put(roster, last_name="Cachée", email="cachee@exemple.test")
        shown(roster, last_name="Montrée", accessibility_needs="Fauteuil")
        lines = sheet_of(member, roster)
        assert [line[0] for line in lines[1:]] == ["Nadia Montrée"]
        text = pdf_text(member, roster)
        for found in (str(lines), text):
            assert "Montrée" in found
            for word in ("Cachée", "cachee@exemple.test", "Fauteuil"):
                assert word not in found

    def test_a_name_is_never_a_formula(self, agent, roster):
        put(roster, first_name="=CMD()", last_name="Dupont")
        put(roster, first_name="Anne\x07", last_name="Dupont")
        lines = sheet_of(signed_in(agent), roster)
        assert {line[0] for line in lines[1:]} == {"'=CMD() Dupont", "Anne Dupont"}

    def test_a_name_of_any_letters_is_printed_or_left_out(self, agent, roster):
        put(roster, first_name="Łukasz 🙂", last_name="محمد")
        put(roster, first_name="A" * 140, last_name="B" * 140)
        assert "Łukasz" in pdf_text(signed_in(agent), roster)

    @pytest.mark.parametrize("kind", ["xlsx", "pdf"])
    def test_five_hundred_cost_as_many_queries_as_twenty(self, agent, roster, kind):
        desk = signed_in(agent)
        for _ in range(20):
            put(roster)
        few = queries_of(desk, f"/rencontres/{roster.pk}/export/{kind}/")
        for _ in range(60):
            put(roster)
        assert queries_of(desk, f"/rencontres/{roster.pk}/export/{kind}/") == few

    @pytest.mark.parametrize("make", [workbook_of, pdf_of])
    def test_people_are_read_little_by_little_and_the_file_is_sent_from_the_disk(
        self, agent, roster, make, monkeypatch
    ):
        monkeypatch.setattr(files, "MEMORY", 100)
        for _ in range(3):
            put(roster)
        file, count = make(roster, Viewer.of(agent, roster))
        with file:
            assert count == 3
            # Longer than what is kept in memory: it is a file.
            assert not isinstance(file, BytesIO)
            assert file.read(2) in {b"PK", b"%P"}


class TestSheet:
    def test_by_hour_and_name_with_codes_and_room_for_those_who_come(self, agent):
        roster = make_list(slots=2)
        first, second = roster.slots.all()
        put(roster, last_name="Tard", slot=second)
        late = put(roster, last_name="Zola", slot=first)
        put(roster, last_name="Aron", slot=first)
        put(roster, last_name="Attend", status=Status.WAITLISTED)
        answer = signed_in(agent).get(f"/rencontres/{roster.pk}/emargement/")
        names = [person.name for person in answer.context["people"]]
        assert names == ["Nadia Aron", "Nadia Zola", "Nadia Tard"]
        text = answer.content.decode()
        assert late.code[:5] in text
        assert "Venues sans inscription" in text

    def test_an_organisation_prints_codes_for_those_it_does_not_name(self, roster, member):
        hidden = put(roster, last_name="Cachée")
        text = member.get(f"/rencontres/{roster.pk}/emargement/").content.decode()
        assert hidden.code[:5] in text
        assert "Cachée" not in text


class TestLog:
    def test_each_way_out_is_a_line_with_its_author_its_network_and_its_count(self, agent, roster):
        put(roster)
        desk = signed_in(agent)
        for path in ("export/xlsx/", "export/pdf/", "emargement/"):
            desk.get(f"/rencontres/{roster.pk}/{path}", REMOTE_ADDR="192.0.2.77")
        lines = ListAccess.objects.filter(roster=roster)
        assert {line.how for line in lines} == {"xlsx", "pdf", "sheet"}
        assert {(line.by, line.network, line.rows) for line in lines} == {
            (agent, "192.0.2.0/24", 1)
        }

    def test_reading_the_list_is_none(self, agent, roster):
        signed_in(agent).get(f"/rencontres/{roster.pk}/")
        assert not ListAccess.objects.exists()

    def test_the_organiser_reads_its_own_members_and_no_agents_name(self, agent, roster, member):
        colleague = manager_of(roster.organisation, first_name="Lina", last_name="Petit")
        signed_in(colleague).get(f"/rencontres/{roster.pk}/export/xlsx/")
        signed_in(agent).get(f"/rencontres/{roster.pk}/export/xlsx/")
        text = member.get(f"/rencontres/{roster.pk}/acces/").content.decode()
        assert "Lina Petit" in text
        assert str(agent) not in text
        assert (
            str(agent) in signed_in(agent).get(f"/rencontres/{roster.pk}/acces/").content.decode()
        )


class TestLinks:
    def made(self, roster, agent, **options):
        return make_link(roster=roster, organisation=roster.organisation, user=agent, **options)

    def address(self, made):
        return f"/rencontres/lien/{made.token}/"

    def test_it_is_shown_once_and_only_its_hash_is_kept(self, agent, roster):
        desk = signed_in(agent)
        address = f"/rencontres/{roster.pk}/liens/"
        text = desk.post(address, {"organisation": roster.organisation_id}).content.decode()
        token = re.search(r"/rencontres/lien/([\w-]{32})/", text)[1]
        assert open_link(token=token).organisation == roster.organisation
        assert token not in desk.get(address).content.decode()
        assert token not in str(CompanyLink.objects.values())

    def test_nothing_is_shown_nor_logged_before_the_button(self, agent, roster):
        shown(roster, last_name="Montrée")
        made = self.made(roster, agent)
        door = Client().get(self.address(made))
        assert "Montrée" not in door.content.decode()
        assert not ListAccess.objects.exists()
        assert "noindex" in door["X-Robots-Tag"]
        assert "no-store" in door["Cache-Control"]

    def test_it_shows_who_agreed_and_counts_the_others(self, agent, roster):
        shown(roster, last_name="Montrée", phone="06 11 22 33 44", accessibility_needs="Fauteuil")
        put(roster, last_name="Cachée", email="cachee@exemple.test", by=agent)
        made = self.made(roster, agent)
        answer = Client().post(self.address(made), REMOTE_ADDR="198.51.100.9")
        text = answer.content.decode()
        assert "Nadia Montrée" in text
        assert "06 11 22 33 44" in text
        for word in ("Cachée", "cachee@exemple.test", "Fauteuil", str(agent)):
            assert word not in text
        opening = ListAccess.objects.get()
        assert (opening.link, opening.by, opening.network, opening.rows) == (
            made.link,
            None,
            "198.51.100.0/24",
            1,
        )

    def test_it_ends_thirty_days_after_the_session(self, agent, roster):
        made = self.made(roster, agent)
        last = roster.ends_at + timedelta(days=30)
        assert open_link(token=made.token, now=last - timedelta(minutes=1))
        with pytest.raises(RecruitmentError):
            open_link(token=made.token, now=last)
        over = make_list(starts_at=in_days(-40))
        with pytest.raises(RecruitmentError, match="30 jours"):
            make_link(roster=over, organisation=over.organisation, user=agent)

    @pytest.mark.parametrize("reason", ["stopped", "left", "suspended", "forged"])
    def test_it_stops_with_what_it_was_made_for(self, agent, roster, reason):
        made = self.made(roster, agent)
        address = self.address(made)
        assert Client().get(address).status_code == 200
        if reason == "stopped":
            stop_link(link=made.link)
        elif reason == "left":
            roster.organisations.clear()
        elif reason == "suspended":
            roster.organisation.suspended_at = timezone.now()
            roster.organisation.suspended_by = agent
            roster.organisation.suspension_reason = "Annonces trompeuses"
            roster.organisation.save()
        else:
            address = f"{address[:-2]}{'y' if address[-2] == 'x' else 'x'}/"
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 410
        assert not ListAccess.objects.exists()

    def test_a_cv_opens_by_the_link_for_who_is_shown_alone(self, agent, roster, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        rows = [shown(roster), put(roster), shown(make_list())]
        for row in rows:
            row.cv = make_frozen_cv(row.participant)
            row.save()
        address = self.address(self.made(roster, agent))
        answers = [Client().post(f"{address}cv/{row.pk}/") for row in rows]
        assert [answer.status_code for answer in answers] == [200, 404, 404]
        assert answers[0].content == PDF
        # It leaves without the list being opened: it is a line of the log as well.
        assert ListAccess.objects.get().rows == 1

    def test_it_ends_with_the_membership_of_who_made_it(self, roster):
        manager_of(roster.organisation)
        made_by = join(roster.organisation)
        made = make_link(roster=roster, organisation=roster.organisation, user=made_by.user)
        assert open_link(token=made.token) == made.link
        made_by.ended_at = timezone.now()
        made_by.save()
        with pytest.raises(RecruitmentError):
            open_link(token=made.token)

    def test_only_for_an_organisation_of_the_session(self, agent, roster):
        with pytest.raises(RecruitmentError) as refused:
            make_link(roster=roster, organisation=OrganisationFactory(), user=agent)
        assert refused.value.field == "organisation"

    def test_the_organiser_stops_its_own_and_not_anothers(self, agent, roster):
        made, other = self.made(roster, agent), self.made(make_list(), agent)
        organiser = signed_in(manager_of(roster.organisation))
        address = f"/rencontres/{roster.pk}/liens/{{}}/arreter/"
        assert organiser.post(address.format(other.link.pk)).status_code == 404
        organiser.post(address.format(made.link.pk))
        assert CompanyLink.objects.get(pk=made.link.pk).revoked_at
        assert not CompanyLink.objects.get(pk=other.link.pk).revoked_at


class TestLinksOfRsaLists:
    """Held by the database: neither a service nor a shell makes one."""

    def row(self, roster, agent, **fields):
        return CompanyLink.objects.create(
            roster=roster,
            organisation=roster.organisation,
            token_hash="a" * 64,
            made_by=agent,
            expires_at=in_days(30),
            **fields,
        )

    def test_none_is_made_by_the_service_nor_by_hand(self, agent):
        roster = rsa_list()
        with pytest.raises(RecruitmentError, match="Département"):
            make_link(roster=roster, organisation=roster.organisation, user=agent)
        with pytest.raises(IntegrityError, match="Département"), transaction.atomic():
            self.row(roster, agent)

    def test_one_of_another_list_is_not_taken_there(self, agent, roster):
        link = self.row(roster, agent)
        with pytest.raises(IntegrityError), transaction.atomic():
            CompanyLink.objects.filter(pk=link.pk).update(roster=rsa_list())

    def test_a_session_that_becomes_one_stops_its_links_which_never_work_again(self, agent, roster):
        link = self.row(roster, agent)
        Roster.objects.filter(pk=roster.pk).update(audience="rsa")
        link.refresh_from_db()
        assert link.revoked_at
        with pytest.raises(IntegrityError), transaction.atomic():
            CompanyLink.objects.filter(pk=link.pk).update(revoked_at=None)
