"""What people call an occupation: ROME says « Serveur / Serveuse de restaurant ».

Nobody writes that at the top of a CV, nor says it.
"""

_STEM = 3  # letters that the masculine and the feminine of a trade share at least


def spoken_names(label: str) -> tuple[str, ...]:
    """“Serveur de restaurant” and “Serveuse de restaurant”; the label alone when it has one form.

    What follows the second form is said of both; what precedes the first one, too.
    """
    label = label.replace("'", "’")
    first, separator, second = label.partition(" / ")
    if not separator or " / " in second:
        return (label,)
    left, right = first.split(), second.split()
    stem = right[0][:_STEM].casefold()
    twin = next((at for at, word in enumerate(left) if word.casefold().startswith(stem)), 0)
    shared = right[len(left) - twin :]
    before = [word for word in left[:twin] if word != "Homme"]  # Homme sage-femme / Sage-femme
    return " ".join([*left, *shared]), " ".join([*before, *right])
