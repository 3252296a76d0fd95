"""What the apps above may want to follow."""

from django.dispatch import Signal

# Sent in the transaction that ticked or unticked “Organisation vérifiée” in the CMS, with
# `organisation` and `user`, who did it.
verification_changed = Signal()
