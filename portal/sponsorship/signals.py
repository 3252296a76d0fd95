"""What the other themes of sponsorship are told, in the transaction of the act."""

from django.dispatch import Signal

# Nothing more is proposed to them. Arguments: sponsor, actor.
sponsor_paused = Signal()
# They are no longer a sponsor: what runs with them ends. Arguments: sponsor, actor.
sponsor_left = Signal()
# A request is over, or its person took it back. Arguments: request, actor.
request_closed = Signal()
