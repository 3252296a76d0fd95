"""The charter that sponsors sign. A text that changes gets another version, never an edit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Charter:
    """One version: an article a line, as it is read and kept with the signature."""

    version: str
    articles: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole text, for the proof."""
        return "\n".join(self.articles)


CHARTERS: tuple[Charter, ...] = (
    Charter(
        "2026-11",
        (
            "Je donne mon temps gratuitement. Je n’attends rien en échange, et je ne vends rien.",
            "J’écoute d’abord. La personne que j’accompagne décide de ce qu’elle fait.",
            (
                "Je garde pour moi ce qu’elle me confie. Je ne le répète ni à un employeur, "
                "ni à une administration, ni à mes proches."
            ),
            (
                "Je ne demande rien sur ses revenus, ses aides, sa santé, sa religion ou sa "
                "situation de famille. Si elle en parle, je n’en écris rien."
            ),
            (
                "Je la rencontre dans un lieu ouvert au public, au téléphone ou en visio. Je ne "
                "prête pas d’argent et je n’en reçois pas."
            ),
            "Je traite chaque personne avec le même respect, sans préjugé.",
            "Je tiens mes rendez-vous, et je préviens si je ne peux pas venir.",
            (
                "Je dis dans mon espace pour qui je recrute, et à la coordination si je connais "
                "déjà la personne."
            ),
            "Si quelque chose m’inquiète, j’appelle la coordination. Je ne reste pas sans réponse.",
            "Je peux faire une pause ou partir quand je veux, en le disant.",
        ),
    ),
)
# The present version comes last.
CHARTER = CHARTERS[-1]
