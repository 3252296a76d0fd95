"""What apps above are told of somebody without an account."""

from django.dispatch import Signal

# In the transaction that erases them, before their rows go. Argument: participant.
participant_erasing = Signal()
# In the same one, once their name is gone. Argument: participant.
participant_erased = Signal()
