"""The verbs of files: those that come in are taken, looked through, carried out or dropped; others leave by two."""

from jiwar.doors.exchange.actions.finishing import drop_batch, finish_batch, sweep_batches
from jiwar.doors.exchange.actions.leaving import confirm_export, decline_export, hand_export, propose_export
from jiwar.doors.exchange.actions.reviewing import review_batch, state_mapping
from jiwar.doors.exchange.actions.taking import take_batch

__all__ = [
    "confirm_export",
    "decline_export",
    "drop_batch",
    "finish_batch",
    "hand_export",
    "propose_export",
    "review_batch",
    "state_mapping",
    "sweep_batches",
    "take_batch",
]
