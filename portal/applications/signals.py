"""What happens to applications, for what must not be known here."""

from django.dispatch import Signal

# In the transaction that sends one to its organisation. Argument: application.
application_sent = Signal()
# In the transaction of any change of state, once it is written. Arguments: application, before.
application_changed = Signal()
# In the transaction in which a person takes back that they are known to the organisation, whatever
# the application had become. Argument: application.
agreement_withdrawn = Signal()
