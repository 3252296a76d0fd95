"""Words that would tell whoever sees a mail that its reader touches the RSA."""

import re

from snippets.folding import fold_name

DISCLOSES = (
    "Retirez «\u00a0{word}\u00a0»\u00a0: un e-mail peut être lu par quelqu’un d’autre, "
    "et ce mot dirait que la personne touche le RSA."
)
# Whole words, folded, wherever a message is about.
_ALWAYS = re.compile(r"\b(rsa|r s a|allocataires?|revenu de solidarite(?: active)?)\b")
# The same, where everybody who receives it is one.
_AMONG_BENEFICIARIES = re.compile(r"\b(beneficiaires?|caf|msa|contrat d engagement)\b")


def disclosing_word(words: str, *, among_beneficiaries: bool = False) -> str:
    """The first word of a text that may not be there; empty when there is none."""
    folded = fold_name(words)
    found = _ALWAYS.search(folded)
    if found is None and among_beneficiaries:
        found = _AMONG_BENEFICIARIES.search(folded)
    return found[0] if found else ""
