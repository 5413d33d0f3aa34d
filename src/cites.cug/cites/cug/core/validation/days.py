"""Reads days as browsers and programs send them: 2026-01-31, and in no other way.

``date.fromisoformat`` also takes 20260131 and days of weeks, 2026-W05-6.
"""

import re
from cites.cug import _
from datetime import date


DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NO_DAY = _("validation_days_enter_date_example_2026_text")


def read_day(text: str) -> date:
    """The day of a text like 2026-01-31. Raises ValueError."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)
