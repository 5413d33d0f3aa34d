"""What the clock does for programs."""

import transaction
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.web.restapi.idempotency import forget_done
from datetime import datetime, UTC
from zope.interface import implementer


@implementer(IClockJob)
class ForgetDoneRequests:
    """Forgets requests that cannot be repeated any more. It can be repeated itself."""

    every = 60 * 60

    def run(self) -> None:
        forget_done(datetime.now(UTC))
        transaction.commit()
