"""What the clock does for forms."""

import transaction
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.web.forms.drafts import forget_old
from datetime import datetime, UTC
from zope.interface import implementer


@implementer(IClockJob)
class ForgetDrafts:
    """Forgets what was typed into forms long ago. It can be repeated itself."""

    every = 60 * 60

    def run(self) -> None:
        forget_old(datetime.now(UTC))
        transaction.commit()
