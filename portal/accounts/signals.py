"""What apps above are told of rights."""

from django.dispatch import Signal

# In the transaction that ends a level that was granted. Arguments: grant, actor.
level_ended = Signal()
