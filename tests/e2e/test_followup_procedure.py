"""A procedure from the breach to the lifting, its letters, an appeal; a session of the board."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.followup.models import DelaySetting, SanctionPeriod, SanctionProcedure
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    orient,
)
from tests.portal.followup.procedures.laid import (
    REASONS,
    make_missed_appointment,
    make_procedure,
    make_review,
    today,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(live_server: Any) -> dict[str, Any]:
    """A referent, their unit's manager, somebody who missed an appointment."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    unit = make_unit("Unité de Delle")
    referent = make_professional(unit=unit)
    case = make_beneficiary(referent, first_name="Éloïse", household=make_household(), title="mme")
    orient(case)
    make_missed_appointment(case, referent)
    return {
        "unit": unit,
        "referent": referent,
        "manager": make_professional(L.UNIT_MANAGER, unit=unit),
        "appeals": person_with(L.APPEAL_OFFICER),
        "member": person_with(L.BOARD_MEMBER),
        "other_member": person_with(L.BOARD_MEMBER),
        "case": case,
        "url": live_server.url,
        "tab": f"{live_server.url}/suivi/dossiers/{case.pk}/procedure/",
    }


def signed(context: BrowserContext, user: User, base: str) -> Page:
    """A page of somebody's browser."""
    for name, cookie in signed_in(user).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": base}])
    return context.new_page()


def earlier(days: int) -> None:
    """What was done today was done some days ago: the delays of the law pass."""
    names = ("notice_received_on", "observations_until", "decided_on", "decision_received_on")
    with system_scope(Scope.TEST):
        for row in SanctionProcedure.unscoped.all():
            for name in (*names, "appeal_until", "effect_on"):
                if getattr(row, name):
                    setattr(row, name, getattr(row, name) - timedelta(days=days))
            row.save()
        for period in SanctionPeriod.unscoped.all():
            period.starts_on -= timedelta(days=days)
            period.ends_on -= timedelta(days=days)
            period.save()


def letter(page: Page, name: str) -> str:
    """The text of a letter, as its link gives it."""
    address = page.get_by_role("link", name=f"{name} (PDF)").get_attribute("href")
    origin = "/".join(page.url.split("/")[:3])
    answer = page.request.get(f"{origin}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.body())
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(text.replace("\u00a0", " ").split())


def test_a_procedure_goes_from_the_breach_to_its_lifting(
    world: dict[str, Any], chromium: Browser, screenshot: Any
) -> None:
    tab, base = world["tab"], world["url"]
    with (
        tools.context(chromium, tools.DESKTOP) as theirs,
        tools.context(chromium, tools.DESKTOP) as ours,
        tools.context(chromium, tools.DESKTOP) as others,
    ):
        referent = signed(theirs, world["referent"].user, base)
        manager = signed(ours, world["manager"].user, base)

        def see(page: Page, name: str) -> None:
            tools.look(page, screenshot, name)

        # The referent reports an absence, with the proof of the convocation.
        referent.goto(tab)
        expect(referent.get_by_text("Aucun signalement.")).to_be_visible()
        see(referent, "tab-empty")
        tools.follow(referent.get_by_role("link", name="Signaler un manquement"))
        referent.get_by_label("Absence à un rendez-vous obligatoire").check()
        referent.get_by_label("Les faits").fill("Absente le jour dit, sans nouvelle.")
        referent.get_by_label("Rendez-vous manqué").select_option(index=1)
        tools.follow(referent.get_by_role("button", name="Transmettre"))
        expect(referent.get_by_text("Sans avertissement dans la convocation").first).to_be_visible()
        see(referent, "report-refused")
        referent.get_by_label("La convocation avertissait").check()
        referent.get_by_label("Lettre recommandée, avis de réception signé").check()
        received = str(today() - timedelta(days=20))
        referent.get_by_label("Convocation reçue le").fill(received)
        tools.follow(referent.get_by_role("button", name="Transmettre"))
        expect(referent.get_by_text("Le signalement est transmis")).to_be_visible()
        see(referent, "reported")

        # The manager opens a procedure, prints the letter, writes when it came.
        manager.goto(f"{base}/suivi/procedures/")
        see(manager, "unit")
        tools.follow(manager.get_by_role("link", name="Éloïse"))
        manager.get_by_label("Ouvrir une procédure").check()
        see(manager, "answer")
        tools.follow(manager.get_by_role("button", name="Enregistrer"))
        said = letter(manager, "Courrier d’ouverture")
        assert "dans les 10 jours" in said
        assert "Absente le jour dit" in said
        see(manager, "opened")
        tools.follow(manager.get_by_role("link", name="Noter la réception du courrier"))
        manager.get_by_label("Remise en main propre").check()
        see(manager, "notify")
        tools.follow(manager.get_by_role("button", name="Enregistrer"))
        expect(manager.get_by_text("Le délai d’observations court").first).to_be_visible()

        # The person is heard, with help.
        referent.goto(tab)
        tools.follow(referent.get_by_role("link", name="Noter des observations"))
        referent.get_by_label("Au cours d’un entretien").check()
        referent.get_by_label("Observations", exact=True).fill("Mon fils était malade.")
        referent.get_by_label("Avec l’aide de").fill("Mme Petit, assistante sociale")
        see(referent, "observations")
        tools.follow(referent.get_by_role("button", name="Enregistrer"))

        # Ten days later, and not before, the decision.
        manager.goto(tab)
        expect(manager.get_by_role("link", name="Décider", exact=True)).to_have_count(0)
        earlier(11)
        manager.goto(tab)
        tools.follow(manager.get_by_role("link", name="Décider", exact=True))
        expect(manager.get_by_text("Mon fils était malade.")).to_be_visible()
        manager.get_by_label("Suspension", exact=True).check()
        manager.get_by_label("Premier manquement").check()
        manager.get_by_label("Une personne seule, sans majoration").check()
        manager.get_by_label("Taux").fill("30")
        manager.get_by_label("Durée, en mois").fill("1")
        manager.get_by_label("Prend effet le").fill(str(today()))
        for label, name in (
            ("Situation de la personne", "situation"),
            ("Situation du foyer", "household"),
            ("Nature et fréquence", "nature"),
            ("Conséquences", "consequences"),
        ):
            manager.get_by_label(label).fill(REASONS[name])
        see(manager, "decide")
        tools.follow(manager.get_by_role("button", name="Enregistrer la décision"))
        said = letter(manager, "Décision")
        assert "la suspension de 30 % de votre RSA pendant 1 mois" in said
        assert REASONS["consequences"] in said
        tools.follow(manager.get_by_role("link", name="Noter la réception de la décision"))
        manager.get_by_label("Lettre recommandée, avis de réception signé").check()
        manager.get_by_label("Premier jour de la sanction").fill(str(today()))
        tools.follow(manager.get_by_role("button", name="Enregistrer"))
        expect(manager.get_by_text("Sanction notifiée").first).to_be_visible()
        see(manager, "in-force")

        # An appeal, answered by somebody else.
        tools.follow(manager.get_by_role("link", name="Enregistrer un recours"))
        manager.get_by_label("Ce que demande la personne").fill("Tenez compte de mon fils.")
        tools.follow(manager.get_by_role("button", name="Enregistrer le recours"))
        answers = signed(others, world["appeals"], base)
        answers.goto(f"{base}/suivi/recours/")
        see(answers, "appeals")
        tools.follow(answers.get_by_role("link", name="Éloïse"))
        answers.get_by_label("Rejeté : la décision est maintenue").check()
        answers.get_by_label("Motifs").fill("La convocation disait comment prévenir.")
        see(answers, "appeal")
        tools.follow(answers.get_by_role("button", name="Enregistrer la réponse"))
        expect(answers.get_by_text("Aucun recours n’attend")).to_be_visible()

        # What was done; then a person lifts it.
        referent.goto(tab)
        tools.follow(referent.get_by_role("link", name="Dire ce qui a été fait"))
        referent.get_by_label("Ce qui a été fait").fill("Trois rendez-vous tenus.")
        referent.get_by_label("La personne tient de nouveau").check()
        see(referent, "remobilisation")
        tools.follow(referent.get_by_role("button", name="Enregistrer"))
        manager.goto(tab)
        assert "rejeté : la décision est maintenue" in letter(manager, "Réponse au recours")
        expect(manager.get_by_text("la levée se décide").first).to_be_visible()
        tools.follow(manager.get_by_role("link", name="Lever la sanction"))
        manager.get_by_label("Motif").fill("Vous tenez vos engagements.")
        see(manager, "lift")
        tools.follow(manager.get_by_role("button", name="Lever la sanction"))
        expect(manager.get_by_text("La sanction est levée.")).to_be_visible()
        assert "Vous tenez vos engagements." in letter(manager, "Levée")
        see(manager, "lifted")


def test_the_board_meets_and_gives_its_opinion(
    world: dict[str, Any], chromium: Browser, screenshot: Any
) -> None:
    base = world["url"]
    row = make_procedure(world["case"], world["referent"], "board")
    make_review(row)
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(key="board_quorum", value=1, starts_on=today())
    with (
        tools.context(chromium, tools.DESKTOP) as ours,
        tools.context(chromium, tools.DESKTOP) as theirs,
    ):
        manager = signed(ours, world["manager"].user, base)
        member = signed(theirs, world["member"], base)

        def see(page: Page, name: str) -> None:
            tools.look(page, screenshot, f"board-{name}")

        manager.goto(f"{base}/suivi/seances/")
        see(manager, "sessions")
        tools.follow(manager.get_by_role("link", name="Prévoir une séance"))
        manager.get_by_label("Date").fill(str(today() + timedelta(days=2)))
        manager.get_by_label("Heure").fill("14:00")
        see(manager, "new")
        tools.follow(manager.get_by_role("button", name="Prévoir la séance"))
        manager.get_by_role("checkbox", name=f"dossier {world['case'].shown_number}").check()
        for who in ("member", "other_member"):
            manager.get_by_label(str(world[who]), exact=True).check()
        see(manager, "prepare")
        tools.follow(manager.get_by_role("button", name="Enregistrer"))
        member.goto(f"{base}/suivi/equipe/")
        expect(member.get_by_text("En préparation")).to_be_visible()
        see(member, "own-sessions")
        tools.follow(manager.get_by_role("link", name="Ouvrir la séance"))
        for who in ("member", "other_member"):
            manager.get_by_label(str(world[who])).check()
        see(manager, "open")
        tools.follow(manager.get_by_role("button", name="Ouvrir la séance"))
        member.reload()
        tools.follow(member.get_by_role("link", name="14\u00a0h"))
        see(member, "agenda")
        agenda = member.url
        tools.follow(member.get_by_role("link", name="Éloïse").first)
        member.get_by_label("Favorable avec réserves").check()
        member.get_by_label("Motifs de l’avis").fill("Un mois au plus.")
        see(member, "case")
        tools.follow(member.get_by_role("button", name="Enregistrer l’avis"))
        expect(member.get_by_text("L’avis est enregistré.")).to_be_visible()
        manager.reload()
        tools.follow(manager.get_by_role("link", name="Clore la séance"))
        see(manager, "close")
        tools.follow(manager.get_by_role("button", name="Clore la séance"))
        assert "Un mois au plus." in letter(manager, "Procès-verbal")
        see(manager, "closed")
        assert member.goto(agenda).status == 404  # type: ignore[union-attr]
