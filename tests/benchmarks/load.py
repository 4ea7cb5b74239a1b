"""What is the same for every bot under load."""

from datetime import UTC, datetime

from handlers.callbacks import MarkDone
from tests.machine.district import FURTHER

TOKEN = "42:BENCH"
TUESDAY = datetime(2027, 3, 9, 11, tzinfo=UTC)
"""An hour at which letters are sent, in the district's own zone, which is UTC."""
CHATS = range(1, 501)
TASKS = 4
PRESSES = len(CHATS) * TASKS


def press_data(chat: int, task: int) -> str:
    """The button «сделано» on the card of a director's task."""
    return MarkDone(assignment_id=chat + FURTHER * task, origin="c").pack()
