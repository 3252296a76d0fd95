"""What candidates' own things show on the home page of the space."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.candidates.completeness import completeness
from portal.candidates.fresh import new_counts
from portal.candidates.home_registry import NextStep, Overview, Tile, register_overview
from portal.candidates.models import Favourite, SavedSearch
from portal.candidates.services.profile import profile_of
from search import queries
from snippets import french

ENDS_SOON = timedelta(days=5)


def register_overviews() -> None:
    """Declare them: called when the app is ready. A CV comes between favourites and profile."""
    register_overview(favourites, order=30)
    register_overview(alerts, order=40)
    register_overview(profile, order=60)


def profile(user: User) -> Overview:
    """How far the profile goes, and its next question."""
    state = completeness(profile_of(user))
    url = reverse("candidates:profile")
    if state.next_question is None:
        return Overview(
            Tile("Profil", "person-check", "Votre profil est complet.", "Voir mon profil", url)
        )
    said = (
        french.counted(state.answered, "réponse donnée", "réponses données")
        + f" sur {state.total}."
        if state.answered
        else "Vous n’avez encore rien dit de ce que vous cherchez."
    )
    label = "Compléter mon profil" if state.answered else "Remplir mon profil"
    return Overview(
        Tile("Profil", "person-check", said, label, url),
        (
            NextStep(
                30,
                state.next_question.ask,
                state.next_question.why,
                label,
                reverse("candidates:profile_step", args=[state.next_question.step]),
            ),
        ),
    )


def favourites(user: User) -> Overview:
    """How many offers are kept, and the one that ends soon."""
    kept = list(Favourite.objects.owned_by(user))
    url = reverse("candidates:favourites")
    if not kept:
        return Overview(
            Tile(
                "Favoris",
                "heart",
                "Aucune offre gardée. Appuyez sur le cœur d’une offre pour la retrouver ici.",
                "Chercher des offres",
                reverse("search:results"),
            )
        )
    online = queries.by_ids([favourite.opportunity_id for favourite in kept])
    ended = len(kept) - len(online)
    state = french.counted(len(online), "offre en ligne", "offres en ligne")
    if ended:
        state += f", {french.counted(ended, 'terminée', 'terminées')}"
    limit = timezone.now() + ENDS_SOON
    ending = sorted((row.expires_at, row.pk) for row in online.values() if row.expires_at)
    soon = [(ends_at, online[pk]) for ends_at, pk in ending[:1] if ends_at < limit]
    steps = tuple(
        NextStep(
            10,
            f"«\u00a0{row.title}\u00a0» se termine bientôt",
            f"Vous gardez cette offre. Elle n’est en ligne que jusqu’au "
            f"{french.full_date(ends_at)}.",
            "Voir l’offre",
            row.url,
        )
        for ends_at, row in soon
    )
    return Overview(Tile("Favoris", "heart", f"{state}.", "Voir mes favoris", url), steps)


def alerts(user: User) -> Overview:
    """How many alerts run, and the one with the most news."""
    rows = list(SavedSearch.objects.owned_by(user))
    url = reverse("candidates:alerts")
    if not rows:
        return Overview(
            Tile(
                "Alertes",
                "bell",
                "Aucune alerte. Enregistrez une recherche\u00a0: "
                "nous vous écrivons quand une offre paraît.",
                "Faire une recherche",
                reverse("search:results"),
            ),
            (
                NextStep(
                    40,
                    "Recevoir les offres qui vous vont",
                    "Faites une recherche, puis «\u00a0Recevoir les nouvelles offres\u00a0». "
                    "Nous cherchons pour vous chaque jour.",
                    "Faire une recherche",
                    reverse("search:results"),
                ),
            ),
        )
    running = [row for row in rows if row.paused_at is None]
    counts = new_counts(running)
    state = french.counted(len(running), "alerte active", "alertes actives")
    if len(rows) > len(running):
        state += f", {french.counted(len(rows) - len(running), 'en pause', 'en pause')}"
    best = max(running, key=lambda row: (counts.get(row.pk, 0), -row.pk), default=None)
    steps: tuple[NextStep, ...] = ()
    if best and counts.get(best.pk):
        new = french.counted(counts[best.pk], "nouvelle offre", "nouvelles offres")
        steps = (
            NextStep(
                20,
                f"{new} pour «\u00a0{best.name}\u00a0»",
                "Parues depuis que vous avez regardé cette alerte.",
                "Voir les offres",
                reverse("candidates:alert_results", args=[best.pk]),
            ),
        )
    return Overview(Tile("Alertes", "bell", f"{state}.", "Voir mes alertes", url), steps)
