"""Clock jobs about imports of alerts."""

from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.exchange.alert_imports.runs import LEASE, take_out_broken
from datetime import datetime
from zope.interface import implementer


@implementer(IClockJob)
class TakeOutBroken:
    """Takes out what is there of imports that were killed."""

    every = LEASE

    def __init__(self) -> None:
        #: When each import was renewed last, as it was when this looked before.
        self.seen: dict[str, datetime] = {}

    def run(self) -> None:
        self.seen = take_out_broken(self.seen)
