"""What the page tree needs to stand: laid when missing, left alone when there."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from pages.models import (
    INDEX_MODELS,
    ContentPage,
    HomePage,
    JobOfferIndexPage,
    NewsIndexPage,
    OpportunityIndexPage,
    RecruitmentSessionIndexPage,
    VolunteeringIndexPage,
)
from pages.moderation.models import ChecklistItem, ModerationTask, Nomenclature, RefusalReason
from pages.wording import KindName
from snippets.site import base_url

INDEX_TITLES: dict[type[OpportunityIndexPage], str] = {
    JobOfferIndexPage: "Offres d’emploi",
    VolunteeringIndexPage: "Bénévolat",
    RecruitmentSessionIndexPage: "Sessions de recrutement",
}
# Every page that the site stands on, in the order in which they are laid below the home page.
FIXED_MODELS: tuple[type[Any], ...] = (*INDEX_MODELS, NewsIndexPage)
FIXED_TITLES: dict[type[Any], str] = {**INDEX_TITLES, NewsIndexPage: "Actualités"}
WORKFLOW_NAME = "Relecture des annonces"
JOB, VOL, SESSION = KindName.JOB.value, KindName.VOLUNTEERING.value, KindName.SESSION.value
# Key, words, kinds (none: all).
Term = tuple[str, str, list[str]]
CHECKLIST: tuple[Term, ...] = (
    ("pay", "Le contrat et le salaire sont légaux", [JOB]),
    ("free", "C’est du bénévolat\u00a0: on est libre de partir, rien n’est un emploi caché", [VOL]),
    ("times", "La date, les heures et le nombre de places sont justes", [SESSION]),
    ("discriminatory", "Aucun critère n’est discriminatoire (âge, sexe, origine, santé…)", []),
    ("contact", "L’employeur existe et on peut le joindre", [JOB]),
    ("host", "L’organisation existe et on peut la joindre", [VOL, SESSION]),
    (
        "fee",
        "On ne demande à la personne ni argent, ni achat, ni formation payante",
        [],
    ),
    ("place", "On sait où cela se passe", []),
    ("duties", "On comprend ce qu’il y a à faire", [JOB, VOL]),
    ("programme", "On comprend ce qui s’y passe et à qui elle s’adresse", [SESSION]),
)
REASONS: tuple[Term, ...] = (
    ("pay", "Le contrat ou le salaire n’est pas légal, ou n’est pas indiqué", [JOB]),
    ("free", "Ce bénévolat est un emploi caché", [VOL]),
    ("times", "La date, les heures ou le nombre de places ne vont pas", [SESSION]),
    ("discriminatory", "Un critère est discriminatoire", []),
    ("contact", "L’employeur est introuvable ou injoignable", [JOB]),
    ("host", "L’organisation est introuvable ou injoignable", [VOL, SESSION]),
    ("fee", "De l’argent ou un achat est demandé à la personne", []),
    ("place", "On ne sait pas où cela se passe", []),
    ("duties", "On ne comprend pas ce qu’il y a à faire", [JOB, VOL]),
    ("programme", "On ne comprend pas ce qui s’y passe", [SESSION]),
    ("duplicate", "Cette annonce est déjà publiée", []),
    ("other", "Autre raison", []),
)


def lay_pages() -> None:
    """The locale, the root, the home page of the default site, and the indexes below it."""
    locale, _ = Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(title="Root", slug="root", locale=locale)
    home = HomePage.objects.first()
    if home is None:
        # Wagtail's first migration leaves a “Welcome” page with this slug.
        Page.objects.child_of(root).filter(
            slug="home", content_type=ContentType.objects.get_for_model(Page)
        ).delete()
        root = Page.objects.get(pk=root.pk)
        home = root.add_child(
            instance=HomePage(title="Accueil", slug="home", locale=locale, live=True)
        )
    lay_site(home)
    for model in FIXED_MODELS:
        if not model.objects.exists():
            home = HomePage.objects.get(pk=home.pk)
            home.add_child(
                instance=model(
                    title=FIXED_TITLES[model], slug=model.frozen_slug, locale=locale, live=True
                )
            )


def lay_content_page(*, slug: str, title: str, introduction: str, body: list[Any]) -> None:
    """A page of content below the home page, for staff to write again; never a second time.

    Renamed, it left a redirect. Whoever does not want it takes it off line: a page that was
    deleted comes back.
    """
    if ContentPage.objects.filter(slug=slug).exists():
        return
    if Redirect.objects.filter(old_path=f"/{slug}").exists():
        return
    page = ContentPage(title=title, slug=slug, introduction=introduction, live=True)
    page.locale = Locale.objects.get(language_code="fr")
    page.body = json.dumps(body)
    HomePage.objects.get().add_child(instance=page)


def lay_site(home: HomePage) -> None:
    """Wagtail's own idea of the address: that of the settings, in what the CMS and it write."""
    base = base_url()
    address = (base.hostname or "localhost", base.port or (443 if base.scheme == "https" else 80))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    before = (site.hostname, site.port, site.root_page_id, site.site_name)
    others = Site.objects.filter(hostname=address[0], port=address[1]).exclude(pk=site.pk)
    if not others.exists():
        site.hostname, site.port = address
    site.root_page = home
    # Without a name, the CMS shows the host's in its titles.
    site.site_name = site.site_name or str(settings.WAGTAIL_SITE_NAME)
    if before != (site.hostname, site.port, home.pk, site.site_name):
        site.save()


def lay_workflow(reviewers: Iterable[Group], *, others: Iterable[Group] = ()) -> None:
    """The workflow of opportunities, its task for the groups that review, on every index.

    A workflow that staff renamed or assigned themselves is kept, and so are the groups of its task
    but `others`: those that review no more.
    """
    _drop_stock_workflow()
    task = ModerationTask.objects.first() or ModerationTask.objects.create(name="Relecture")
    assigned = set(task.groups.all())
    if missing := set(reviewers) - assigned:
        task.groups.add(*missing)
    if left := assigned.intersection(others):
        task.groups.remove(*left)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=WORKFLOW_NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for model in INDEX_MODELS:
        for index in model.objects.filter(workflowpage__isnull=True):
            WorkflowPage.objects.create(workflow=workflow, page=index)


def lay_nomenclatures() -> None:
    """The checklist and the reasons, only where staff have none yet."""
    _seed(ChecklistItem, CHECKLIST)
    _seed(RefusalReason, REASONS)


def _seed(model: type[Nomenclature], terms: Iterable[Term]) -> None:
    if model.objects.exists():
        return
    model.objects.bulk_create(
        model(key=key, label=label, kinds=kinds, position=position)
        for position, (key, label, kinds) in enumerate(terms, start=1)
    )


def _drop_stock_workflow() -> None:
    """Remove the workflow of Wagtail's own migration, unless something went through it."""
    for task in GroupApprovalTask.objects.filter(
        name="Moderators approval", task_states__isnull=True
    ):
        Workflow.objects.filter(
            name="Moderators approval", workflow_tasks__task=task, workflow_states__isnull=True
        ).delete()
        task.delete()
