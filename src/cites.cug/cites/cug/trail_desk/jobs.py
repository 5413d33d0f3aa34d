"""What the clock does for the audit trail."""

import transaction
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.trail.sealing import seal_waiting
from cites.cug.trail_desk.cosigning import ask_witnesses
from cites.cug.trail_desk.retention import remove_old
from cites.cug.trail_desk.streaming.delivery import stream_trail
from cites.cug.trail_desk.witnesses import append_to_file, tell_contact_points
from datetime import datetime, UTC
from plone import api
from zope.interface import implementer


@implementer(IClockJob)
class SealEvents:
    """Seals what was written, within a minute. Each batch is a transaction of its own."""

    every = 20

    def run(self) -> bool:
        return seal_waiting()


@implementer(IClockJob)
class RemoveOldContents:
    """Removes contents that have been kept for long enough, a batch in a transaction."""

    every = 60 * 60

    def run(self) -> bool:
        return remove_old(api.portal.get(), datetime.now(UTC))


@implementer(IClockJob)
class TellCheckpoint:
    """Gives the newest checkpoint to those who keep it elsewhere, once a day."""

    every = 60 * 60

    def run(self) -> None:
        now = datetime.now(UTC)
        transaction.manager.run(lambda: tell_contact_points(now))
        append_to_file(now)


@implementer(IClockJob)
class AskWitnesses:
    """Has the newest checkpoint signed by the operator's witnesses, once a day."""

    every = 60 * 60

    def run(self) -> None:
        ask_witnesses(datetime.now(UTC))


@implementer(IClockJob)
class StreamTrail:
    """Gives what was sealed to the operator's file and receiver."""

    every = 10

    def run(self) -> bool:
        return stream_trail()
