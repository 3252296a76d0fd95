"""The printed summary: what it says, what it never says."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from portal.followup.access.models import AccessEntry
from portal.followup.journal.models import JournalEntry
from portal.followup.models import ActionStep, EngagementContract, Goal
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.cast import browser, make_appointment, make_cast, make_note
from tests.states import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cast(lasting):
    return make_cast()


def printed(professional, cast):
    answer = browser(professional).get(f"/suivi/dossiers/{cast.case.pk}/synthese.pdf")
    assert answer.status_code == 200
    return answer


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.replace("\u00a0", " ").split())


def lay(cast):
    today = timezone.localdate()
    with system_scope(Scope.TEST):
        EngagementContract.unscoped.create(
            beneficiary=cast.case,
            state="signed",
            starts_on=today,
            ends_on=today + timedelta(days=90),
            proposed_on=today,
            signed_on=today,
            weekly_hours=15,
        )
        goal = Goal.unscoped.create(beneficiary=cast.case, label="Passer le permis")
        ActionStep.unscoped.create(beneficiary=cast.case, goal=goal, label="Appeler l’auto-école")
        ActionStep.unscoped.create(beneficiary=cast.case, label="Ouvrir un compte")
        case = fresh(cast.case)
        case.has_disability_recognition = True
        case.save()
    make_appointment(cast.case, cast.nurse, timezone.now() + timedelta(days=3))
    make_note(cast.case, cast.referent, "Note de l’équipe")
    make_note(
        cast.case, cast.nurse, "Secret médical", visibility=JournalEntry.Visibility.PROFESSION
    )


@pytest.mark.parametrize("who", ["referent", "nurse"])
def test_the_summary_says_what_matters_and_nothing_confidential(cast, who):
    lay(cast)
    reader = getattr(cast, who)
    answer = printed(reader, cast)
    told = words_of(answer.content)
    for expected in (
        str(cast.case),
        cast.case.shown_number,
        "Social",
        cast.referent.name,
        "15 h par semaine",
        "Passer le permis",
        "Appeler l’auto-école",
        "Ouvrir un compte",
        f"avec {cast.nurse.name}",
        "Note de l’équipe",
        f"par {reader.name}",
        "06 12 34 56 78",
    ):
        assert expected in told, expected
    # Even to who reads it on screen: a paper travels.
    for hidden in ("Secret médical", "RQTH", "handicap", "Confidentielle"):
        assert hidden not in told
    assert cast.case.birth_name not in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


def test_printing_is_a_line_of_the_log(cast):
    printed(cast.breaker, cast)
    with system_scope(Scope.TEST):
        lines = AccessEntry.unscoped.filter(user=cast.breaker.user)
        assert [line.act for line in lines] == ["print"]


def test_it_can_be_heard(cast):
    lay(cast)
    with pikepdf.open(BytesIO(printed(cast.referent, cast).content)) as document:
        root = document.Root
        assert str(root.Lang) == "fr"
        assert root.MarkInfo.Marked
        top = root.StructTreeRoot.K[0]
        tags = [str(kid.S) for kid in top.K]
        assert tags[0] == "/H1"
        assert {"/H2", "/P", "/L"} <= set(tags)


def test_a_long_note_goes_on_over_pages_and_loses_no_word(cast):
    words = [f"mot{number}" for number in range(1500)]
    make_note(cast.case, cast.referent, " ".join(words))
    pdf = printed(cast.referent, cast).content
    assert len(pypdfium2.PdfDocument(pdf)) > 1
    told = words_of(pdf)
    assert all(word in told for word in words)
