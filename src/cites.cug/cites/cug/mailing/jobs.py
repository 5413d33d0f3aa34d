"""What the clock does about notices."""

from cites.cug.mailing.delivery import Postman
from cites.cug.mailing.outbox import forget_notices
from datetime import datetime, timedelta


KEEP_DONE = timedelta(days=30)
KEEP_FAILED = timedelta(days=90)


def send_notices() -> bool:
    return Postman().round()


def forget_old_notices(now: datetime) -> None:
    forget_notices(done_before=now - KEEP_DONE, failed_before=now - KEEP_FAILED)
