"""A chapter for each page of the guide, in the order in which they are walked."""

from collections.abc import Callable

from tests.guide.chapters import (
    editorial,
    life,
    lists,
    moderation,
    navigation,
    offer,
    reference,
    session,
    start,
    verification,
    volunteering,
)
from tests.guide.walker import Guide

CHAPTERS: dict[str, Callable[[Guide], None]] = {
    "premiers-pas.md": start.walk,
    "offre-emploi.md": offer.walk,
    "benevolat.md": volunteering.walk,
    "session.md": session.walk,
    "relecture.md": moderation.walk,
    "vie-annonce.md": life.walk,
    "listes-rapports.md": lists.walk,
    "pages-actualites.md": editorial.walk_pages,
    "images-documents.md": editorial.walk_library,
    "menus-redirections.md": navigation.walk,
    "verifier-organisation.md": verification.walk,
    "referentiels.md": reference.walk,
}
