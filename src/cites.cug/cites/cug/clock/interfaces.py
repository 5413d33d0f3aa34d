"""How a part of the portal has something done from time to time."""

from zope.interface import Attribute, Interface


class IClockJob(Interface):
    """Something to do regularly; a global utility, its name says what.

    Every process of a deployment runs every job, so two runs may meet: what a job takes
    up it must claim first, by an UPDATE that says what it expects to find. A run that
    fails is logged and tried again in the next turn; one that is killed must leave
    nothing that the next could not finish.
    """

    every = Attribute("Seconds from the end of a run to the beginning of the next.")

    def run() -> bool | None:  # type: ignore[misc] # of an interface
        """Do what is due in the current portal, as nobody, in a transaction.

        It is committed afterwards; a long run commits by itself in between. True where
        more is waiting: the next run follows at once.
        """
