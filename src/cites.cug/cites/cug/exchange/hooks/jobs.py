"""What the clock does about web hooks."""

from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.exchange.hooks.delivery import tell_hooks
from zope.interface import implementer


@implementer(IClockJob)
class SendHooks:
    every = 10
    #: Longer than a round in which many programs take their time.
    deadline = 15 * 60

    def run(self) -> bool:
        return tell_hooks()
