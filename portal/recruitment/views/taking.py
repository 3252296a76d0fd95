"""The list that leaves the screen: sheet, files, links; and who took it."""

from typing import IO, Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views import View
from django.views.generic import TemplateView

from portal.recruitment.exports import pdf, xlsx
from portal.recruitment.exports.rows import sheet_of
from portal.recruitment.forms.manage import LinkForm
from portal.recruitment.listing import person_of
from portal.recruitment.models import CompanyLink, ListAccess
from portal.recruitment.rules import organiser_people
from portal.recruitment.services.accesses import record_access
from portal.recruitment.services.company_links import MadeLink, make_link, stop_link
from portal.recruitment.views.gate import RosterMixin
from portal.recruitment.wording import place_of
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView

BLANK_LINES = 12
PER_PAGE = 50


class SheetView(RosterMixin, TemplateView):
    """`/rencontres/<pk>/emargement/`: to print and sign; who came is entered from it later."""

    template_name = "recruitment/manage/sheet.html"
    here = "Feuille d’émargement"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By hour and name. Opening it is a line of the log: it is made to be printed."""
        rows = [person_of(row, self.viewer) for row in sheet_of(self.roster, self.viewer)]
        record_access(
            roster=self.roster, how=ListAccess.How.SHEET, actor=self.actor, rows=len(rows)
        )
        return super().get_context_data(
            people=rows,
            blank=range(BLANK_LINES),
            when=french.when(self.roster.starts_at, self.roster.ends_at),
            place=place_of(self.roster),
            **kwargs,
        )


class ExportView(RosterMixin, View):
    """`/rencontres/<pk>/export/xlsx/`, `pdf/`: whole for the Département, else who agreed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The file is sent little by little; its line of the log is written before."""
        makers = {
            "xlsx": (xlsx.workbook_of, xlsx.CONTENT_TYPE),
            "pdf": (pdf.pdf_of, "application/pdf"),
        }
        make, content_type = makers[kind]
        file, count = make(self.roster, self.viewer)
        record_access(roster=self.roster, how=ListAccess.How(kind), actor=self.actor, rows=count)
        return _sent(file, f"{self._name()}.{kind}", content_type)

    def _name(self) -> str:
        day = timezone.localtime(self.roster.starts_at).date().isoformat()
        return f"inscriptions-{day}-{slugify(self.roster.told_title)[:50]}"


def _sent(file: IO[bytes], name: str, content_type: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


class AccessesView(RosterMixin, TemplateView):
    """`/rencontres/<pk>/acces/`: who took the list away, and when links were opened."""

    organiser_only = True
    template_name = "recruitment/manage/accesses.html"
    here = "Qui a pris la liste"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The latest first. The organiser reads the names of its own members."""
        rows = self.roster.accesses.select_related("link__organisation")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page, lines=[(row, self._who(row)) for row in page], **kwargs
        )

    def _who(self, access: ListAccess) -> str:
        if access.link:
            return f"{access.link.organisation}, par son lien"
        if self.viewer.is_agent or access.by_id in self._colleagues:
            return access.by_name
        return "Le service emploi, ou une autre organisation"

    @cached_property
    def _colleagues(self) -> set[int]:
        return organiser_people(self.roster)


class LinksView(RosterMixin, ServiceFormView):
    """`/rencontres/<pk>/liens/`: make a link for one organisation, stop one."""

    organiser_only = True
    template_name = "recruitment/manage/links.html"
    form_class = LinkForm
    here = "Liens pour les entreprises"
    made: MadeLink

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roster": self.roster}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each link with how often it was opened, and when last."""
        now = timezone.now()
        links = list(
            self.roster.company_links.select_related("organisation", "made_by").prefetch_related(
                "openings"
            )
        )
        return super().get_context_data(
            running=[link for link in links if link.revoked_at is None and link.expires_at > now],
            ended=[link for link in links if link.revoked_at or link.expires_at <= now],
            **kwargs,
        )

    def act(self, form: LinkForm) -> str:
        self.made = make_link(
            roster=self.roster,
            organisation=form.cleaned_data["organisation"],
            user=self.person,
        )
        return ""

    def done(self, sentence: str) -> HttpResponse:
        """Show the address, once."""
        context = self.get_context_data(form=None, made=self.made)
        return render(self.request, "recruitment/manage/link_made.html", context)


class StopLinkView(RosterMixin, ServiceActionView):
    """`…/liens/<link>/arreter/`."""

    organiser_only = True

    def resolve(self, names: dict[str, Any]) -> None:
        super().resolve(names)
        self.link = get_object_or_404(
            CompanyLink.objects.select_related("organisation"),
            roster=self.roster,
            pk=names.pop("link_pk"),
        )

    def act(self) -> str:
        stop_link(link=self.link)
        return (
            f"C’est arrêté\u00a0: le lien {french.of(self.link.organisation)} ne montre plus rien."
        )

    def get_success_url(self) -> str:
        return reverse("recruitment:links", args=[self.roster.pk])
