"""What is done in a procedure: one function for each act of a person."""

from portal.followup.procedures.services.appealing import (
    answer_appeal,
    notify_answer,
    record_appeal,
)
from portal.followup.procedures.services.conducting import (
    ask_board,
    close,
    hold,
    leave_board,
    notify,
    observe,
    postpone,
    resume,
)
from portal.followup.procedures.services.deciding import (
    Decision,
    decide,
    end,
    end_right,
    lift,
    notify_decision,
    propose_removal,
)
from portal.followup.procedures.services.remobilising import say_what_was_done
from portal.followup.procedures.services.reporting import (
    Facts,
    dismiss,
    open_procedure,
    report,
    withdraw,
)

__all__ = [
    "Decision",
    "Facts",
    "answer_appeal",
    "ask_board",
    "close",
    "decide",
    "dismiss",
    "end",
    "end_right",
    "hold",
    "leave_board",
    "lift",
    "notify",
    "notify_answer",
    "notify_decision",
    "observe",
    "open_procedure",
    "postpone",
    "propose_removal",
    "record_appeal",
    "report",
    "resume",
    "say_what_was_done",
    "withdraw",
]
