"""The hours of offices in Jordan, read from the file beside."""

import json
from datetime import time
from functools import cache
from pathlib import Path

from jiwar.ground.notices.rules import Hours

FILE = Path(__file__).parent / "data" / "working_hours.json"
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def office_hours() -> Hours:
    """When offices are open."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    days = frozenset(WEEK.index(name) for name in told["days"])
    return Hours(days, time.fromisoformat(told["begins"]), time.fromisoformat(told["ends"]))
