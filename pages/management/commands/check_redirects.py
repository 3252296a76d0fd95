"""List the redirects that lead nowhere or never act, and mend those that can be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from wagtail.contrib.redirects.models import Redirect

from pages.redirects.following import Fault, answers, canonical, follow, site_of

_FAULTS = {
    Fault.LOOP: "tourne en rond",
    Fault.NOTHING: "mène à une adresse où il n’y a rien",
    Fault.OFFLINE: "mène à une page qui n’est pas en ligne",
}


class Command(BaseCommand):
    """Redirects made before they were tried when saved."""

    help = (
        "Liste les redirections qui ne servent à rien. "
        "Avec --mend, réécrit les adresses qui ne viennent jamais ainsi d’un navigateur, "
        "et supprime les redirections qui tournent en rond ou n’ont pas de cible."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="corrige ce qui peut l’être")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        """One line for each redirect that is at fault."""
        count = 0
        for rule in Redirect.objects.select_related("site", "redirect_page").order_by("pk"):
            fault = self._fault(rule)
            if not fault:
                continue
            count += 1
            done = self._mend(rule, fault) if mend else ""
            self.stdout.write(f"{rule.pk}\t{rule.old_path}\t{fault}{done}")
        self.stdout.write(f"{count} redirection(s) en défaut." if count else "Rien à signaler.")

    def _fault(self, rule: Redirect) -> str:
        if canonical(rule.old_path) != rule.old_path:
            return "son adresse ne vient jamais ainsi d’un navigateur"
        if rule.redirect_page is None and not rule.redirect_link:
            return "sans cible"
        site = site_of(rule)
        if rule.redirect_page and not rule.redirect_page.live:
            return _FAULTS[Fault.OFFLINE]
        end = follow(rule.link, site=site, passed=[rule.old_path], ignored=rule.pk)
        if end.fault:
            return _FAULTS[end.fault]
        return "une page répond à son adresse" if answers(rule.old_path, site) else ""

    def _mend(self, rule: Redirect, fault: str) -> str:
        written = canonical(rule.old_path)
        if written != rule.old_path:
            same = Redirect.objects.filter(old_path=written, site=rule.site)
            if same.exists():
                rule.delete()
                return ", supprimée\u00a0: une autre a la même adresse"
            rule.old_path = written
            rule.save(update_fields=["old_path"])
            return f", réécrite {written}"
        if fault in ("sans cible", _FAULTS[Fault.LOOP]):
            rule.delete()
            return ", supprimée"
        return ", à revoir dans le CMS"
