"""What apps above are told while an account is erased."""

from django.dispatch import Signal

# In the transaction of the erasure, before any row of the register goes. Argument: user.
account_erasing = Signal()
