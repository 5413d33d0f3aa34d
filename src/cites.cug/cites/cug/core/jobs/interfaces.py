"""The interface of jobs that run at intervals."""

from zope.interface import Attribute, Interface


class IClockJob(Interface):
    """A job that runs at intervals: a global utility, named after what it does.

    Every process of a deployment runs every job, so that two runs may overlap. A run must
    first claim its work, by an UPDATE whose WHERE states the expected values. A run that
    fails is logged, and the next run tries again. A run that is killed must leave nothing
    that the next run could not finish.
    """

    every = Attribute("Seconds from the end of a run to the beginning of the next.")
    deadline = Attribute(
        "Seconds after which a run counts as hanging: it is reported, and another begins"
        " beside it. May be left out."
    )

    def run() -> bool | None:  # type: ignore[misc] # of an interface
        """Do the work that is due in the current portal, as nobody, in a transaction.

        The transaction is committed afterwards; a long run commits by itself in between,
        and ends before its next piece if ``job_threads.is_ending()``.
        Returns True if more work is waiting: the next run then follows at once.
        """
