"""Clock jobs about imports of alerts."""

from cites.cug.clock.interfaces import IClockJob
from cites.cug.exchange.alert_imports.runs import take_out_broken
from datetime import datetime, UTC
from zope.interface import implementer


@implementer(IClockJob)
class TakeOutBroken:
    """Takes out what is there of imports that were killed."""

    every = 60

    def run(self) -> None:
        take_out_broken(datetime.now(UTC))
