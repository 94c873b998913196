"""The verbs of files that come in: taken, mapped, looked through, carried out or thrown away."""

from jiwar.doors.exchange.actions.finishing import drop_batch, finish_batch, sweep_batches
from jiwar.doors.exchange.actions.reviewing import review_batch, state_mapping
from jiwar.doors.exchange.actions.taking import take_batch

__all__ = ["drop_batch", "finish_batch", "review_batch", "state_mapping", "sweep_batches", "take_batch"]
