"""What the clock does about files that arrive in pieces."""

import time
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.web.uploads.unfinished import forget_old
from zope.interface import implementer


@implementer(IClockJob)
class ForgetUploads:
    """Deletes uploads that have not gone on for a day."""

    every = 60 * 60

    def run(self) -> None:
        forget_old(time.time())
