"""How domains take part in reports: they know what can be reported, and decide on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zope.i18nmessageid import Message
from zope.interface import Interface


class Reported(NamedTuple):
    """Something that was reported.

    If it is ``hidden``, only its author and the Secretariat can read it.
    """

    #: The key of the thing in its ``IReports``.
    key: str
    #: What it is: an alert, a topic, a comment.
    kind: Message | str
    title: str
    url: str
    author: str
    #: Who has reported it (user id), when, and why.
    reporter: str
    time: datetime
    reason: str
    #: The decisions that the caller may make: the text of the button by name.
    decisions: Mapping[str, Message]
    #: The decision that makes it as it was before.
    undo: str
    #: Its text, if the Secretariat cannot open it at its own address.
    text: str = ""
    #: Addresses and titles of its files, in the same case.
    files: Sequence[tuple[str, str]] = ()
    hidden: bool = True


class IReports(Interface):
    """Reported things of one sort. A global utility; its name is part of references.

    It is called for the Secretariat, and without a user when a notice is sent.
    """

    def total(group) -> int:
        """How many wait for a decision; called for each page of the Secretariat."""

    def waiting(group) -> list[Reported]:
        """All things that wait for a decision."""

    def find(group, key) -> Reported:
        """The reported thing of this key. Raises Missing."""

    def decide(group, key, decision, acting_user) -> None:
        """Do one of the ``decisions``. Raises Missing for others."""

    def lift(report) -> None:
        """Show again what a ``models.Report`` has hidden that hides nothing now."""
