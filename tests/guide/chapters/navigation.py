"""Menus, pied de page et redirections."""

from playwright.sync_api import expect

from tests.guide.walker import CLAIRE, Guide, group, said

# What is typed in both fields, and what is said.
REFUSED = (
    ("/forum-emploi", "sessions/", "Écrivez une adresse qui commence par / ou par https://."),
    ("/forum-emploi", "/rien-du-tout/", "Il n’y a rien à cette adresse."),
    ("/forum-emploi", "/forum-emploi", "Cette redirection mène à elle-même."),
    ("/offres", "/sessions/", "Une page répond déjà à cette adresse"),
)


def walk(guide: Guide) -> None:
    """Claire reads the menus, saves them, and adds a redirect."""
    with guide.person(CLAIRE) as page:
        guide.open(page, "Paramètres", "Menus et pied de page")
        guide.shot(page, "menus-principal", group(page, "Menu principal"), height=520)
        guide.shot(page, "menus-pied", group(page, "Colonnes du pied de page"), height=560)
        page.get_by_role("button", name="Enregistrer").click()
        said(page, "Menus et pied de page")
        guide.read(page)
        guide.open(page, "Paramètres", "Redirections")
        page.get_by_role("link", name="Ajouter une règle de redirection").first.click()
        source = page.get_by_label("Redirige depuis")
        target = page.get_by_label("Redirige vers n’importe quelle URL")
        for old, new, refused in REFUSED:
            source.fill(old)
            target.fill(new)
            page.get_by_role("button", name="Créer").click()
            expect(page.get_by_text(refused)).to_be_visible()
            guide.read(page)
        source.fill("/forum-emploi")
        target.fill("/sessions/")
        guide.shot(page, "redirection", page.locator("main"), height=640)
        page.get_by_role("button", name="Créer").click()
        said(page, "/forum-emploi")
        guide.read(page)
        page.goto(f"{guide.url}/forum-emploi")
        expect(page).to_have_url(f"{guide.url}/sessions/")
