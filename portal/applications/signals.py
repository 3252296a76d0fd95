"""What happens to applications, for what must not be known here."""

from django.dispatch import Signal

# In the transaction that sends one to its organisation. Argument: application.
application_sent = Signal()
