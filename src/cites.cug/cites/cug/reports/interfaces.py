"""How a domain takes part: by what it hides, and by how it is decided upon."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zope.i18nmessageid import Message
from zope.interface import Interface


class UnknownReport(LookupError):
    """There is no such report, or it has been decided already."""


class Reported(NamedTuple):
    """Something that is hidden from all but its author and the Secretariat; or, not
    ``hidden``, of which only the Secretariat is told.
    """

    #: What ``IReports`` knows it by.
    key: str
    #: An alert, a topic, a comment.
    kind: Message | str
    title: str
    url: str
    author: str
    #: User id of who has reported it, when, and why.
    reporter: str
    time: datetime
    reason: str
    #: What the caller may decide: name → what is on its button.
    decisions: Mapping[str, Message]
    #: The one of these that leaves it as it was before.
    undo: str
    #: What it says, where the Secretariat cannot open it at its own address.
    text: str = ""
    #: Addresses and titles of its files, likewise.
    files: Sequence[tuple[str, str]] = ()
    hidden: bool = True


class IReports(Interface):
    """Reported things of one sort; a global utility, whose name is part of references.

    Asked for the Secretariat and, when a notice goes out, for nobody in particular.
    """

    def total(group) -> int:
        """How many wait for a decision; asked on each page of the Secretariat."""

    def waiting(group) -> list[Reported]:
        """All of them."""

    def find(group, key) -> Reported:
        """Raises UnknownReport."""

    def decide(group, key, decision, acting_user) -> None:
        """One of the ``decisions``. Raises UnknownReport for all others."""

    def lift(report) -> None:
        """Show again what is hidden for a ``models.Report`` that hides no longer."""
