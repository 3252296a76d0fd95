"""What a site still needs before it opens: read from what it holds, as often as one likes."""

import dataclasses
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from post_office.models import STATUS, Email

from portal.accounts.models import LevelGrant
from portal.accounts.services.invitations import is_first_administrator_expected
from portal.cv.models import CvSuggestions
from snippets import french
from snippets.models import Commune, MailTemplate, Occupation, SiteSettings
from snippets.placeholders import placeholders
from snippets.site import absolute, absolute_url

_COMMAND = "manage.py new_territory"
_ENVIRONMENT = "environnement du serveur"
_OVERSEAS = "97"


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """Something to do, and where: an address, or a command."""

    text: str
    where: str


def remaining() -> list[Task]:
    """What is left, in the order in which it is best done."""
    site = SiteSettings.objects.first() or SiteSettings()
    return [*_territory(site), *_people(), *_contacts(site), *_texts(site), *_service()]


def _territory(site: SiteSettings) -> Iterator[Task]:
    code = site.department_code
    if not code:
        yield Task("Choisir le département", _COMMAND)
    elif site.department.time_zone != settings.TIME_ZONE:
        where = f"l’environnement, TIME_ZONE={site.department.time_zone}"
        yield Task("Mettre le site à l’heure du département", where)
    own = Commune.objects.filter(pk__startswith=code)
    count, bare = own.count(), own.filter(contour__isnull=True).count()
    if not count:
        yield Task("Charger les communes", "manage.py load_communes --from-api")
    elif bare:
        bared = french.counted(bare, "commune")
        yield Task(f"Charger les contours\u00a0: {bared} sans contour", "manage.py load_contours")
    if foreign := Commune.objects.exclude(pk__startswith=code).count():
        yield Task(
            f"Revoir {french.counted(foreign, 'commune')} d’un autre département",
            absolute_url("wagtailsnippets_snippets_commune:list"),
        )
    if not Occupation.objects.exists():
        yield Task("Charger les métiers", "manage.py load_occupations")
    if not CvSuggestions.objects.filter(occupation__isnull=False).exists():
        yield Task("Charger les phrases des CV", "manage.py load_cv_suggestions")
    if code.startswith(_OVERSEAS) and settings.TIME_ZONE == "Europe/Paris":
        yield Task("Choisir l’heure locale, comme Indian/Reunion", f"{_ENVIRONMENT}, TIME_ZONE")
    if not site.tile_url:
        yield Task("Choisir un fond de carte", _field(site, "tile_layer"))


def _people() -> Iterator[Task]:
    administrators = LevelGrant.objects.administrators().values("user").distinct().count()
    if not administrators:
        is_invited = is_first_administrator_expected()
        text = (
            "Accepter l’invitation à administrer les droits"
            if is_invited
            else ("Inviter la personne qui administrera les droits")
        )
        yield Task(text, "manage.py invite_administrator")
    elif administrators == 1:
        yield Task(
            "Inviter une deuxième personne à administrer les droits",
            absolute_url("administration:invitations"),
        )


def _contacts(site: SiteSettings) -> Iterator[Task]:
    for found in placeholders(site):
        state = f"«\u00a0{found.value}\u00a0» est inventé" if found.value else "à écrire"
        where = _field(site, found.field) if found.field else f"{_ENVIRONMENT}, {found.setting}"
        yield Task(f"{found.label[:1].upper()}{found.label[1:]}\u00a0: {state}", where)


def _texts(site: SiteSettings) -> Iterator[Task]:
    if not site.legal_notice:
        yield Task("Relire les mentions légales", _field(site, "legal_notice"))
    if not site.accessibility_statement:
        yield Task("Écrire la déclaration d’accessibilité", _field(site, "accessibility_statement"))
    if site.logo is None:
        yield Task("Choisir le logo", _field(site, "logo"))
    if not MailTemplate.objects.exclude(subject="", body="").exists():
        messages = MailTemplate.snippet_viewset.get_url_name("list")
        yield Task("Relire les textes des messages", absolute_url(messages))


def _service() -> Iterator[Task]:
    from config.health import readiness

    checks = readiness()
    if not checks["worker"]["ok"]:
        yield Task("Lancer le processus des tâches de fond", "manage.py procrastinate worker")
    if not Email.objects.filter(status=STATUS.sent).exists():
        yield Task("Envoyer un premier message", absolute(reverse("account_reset_password")))


def _field(site: SiteSettings, name: str) -> str:
    """The address of a field of the settings' form."""
    options = site._meta  # noqa: SLF001 - a documented API of Django's models
    form = absolute_url("wagtailsettings:edit", options.app_label, options.model_name)
    return f"{form}#id_{name}"
