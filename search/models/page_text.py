"""The words of the site's own pages, for the search at `/recherche/`."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class PageText(models.Model):
    """Texte d’une page éditoriale: what it says, and the folded words that find it.

    The row says nothing of who may read the page: whether it is online, private or expired is
    asked of the page itself, in each search, so that no row can show what the site does not.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    introduction = models.TextField(blank=True)
    text = models.TextField(blank=True)
    date = models.DateField(null=True)
    document = SearchVectorField()

    class Meta:
        verbose_name = "texte d’une page"
        verbose_name_plural = "textes des pages"
        indexes = [GinIndex(fields=["document"], name="search_page_document")]

    def __str__(self) -> str:
        return f"Texte de la page {self.pk}"
