"""What the clock does about notices."""

from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.mailing.delivery import Postman
from cites.cug.mailing.outbox import forget_notices
from datetime import datetime, timedelta, UTC
from zope.interface import implementer


KEEP_DONE = timedelta(days=30)
KEEP_FAILED = timedelta(days=90)


@implementer(IClockJob)
class SendNotices:
    every = 10
    #: Longer than a round in which all mails take their time.
    deadline = 45 * 60

    def run(self) -> bool:
        return Postman().round()


@implementer(IClockJob)
class ForgetNotices:
    every = 6 * 60 * 60

    def run(self) -> None:
        now = datetime.now(UTC)
        forget_notices(done_before=now - KEEP_DONE, failed_before=now - KEEP_FAILED)
