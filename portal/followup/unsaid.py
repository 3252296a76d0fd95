"""What every message of the closed area has in common: what it never says.

A message may be read over a shoulder, or by a helper who keeps the mailbox. Each theme declares its
own messages (`<theme>/mails.py`) with `unsaid=UNSAID`.
"""

# Whole words, folded. Paper letters say them, where a notice must.
UNSAID = frozenset(
    {
        "rsa",
        "caf",
        "msa",
        "nir",
        "beneficiaire",
        "beneficiaires",
        "allocataire",
        "allocataires",
        "allocation",
        "allocations",
        "sanction",
        "sanctions",
        "suspension",
        "radiation",
    }
)
