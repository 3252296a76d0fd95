"""When a form about somebody without an account asks for each of its answers.

Read by `snippets.templatetags.asked_tags`.
"""

GUEST_CONDITIONS = {
    "email": "si vous en avez une",
    "phone": "obligatoire sans e-mail",
    "file": "si vous en avez un",
}
HELPED_CONDITIONS = {
    "email": "si la personne en a une",
    "phone": "si la personne en a un",
    "file": "si la personne en a un",
    "no_email": "",
    "same_address": "",
}
# Who helps may also choose somebody in the list of those they act for.
CHOSEN_OR_NAMED = dict.fromkeys(("first_name", "last_name"), "sans choix dans la liste")
NAMED_BELOW = "ou son nom plus bas"
