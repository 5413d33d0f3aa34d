"""The line of a notice about things with a handling code: the code, how many, a link."""

from cites.cug.codelists.lists import first_of, title
from collections.abc import Collection, Sequence
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


class HandledNotices:
    """Base of such kinds of notice; several of one mail are one sentence."""

    #: What one notice says, and several, with ``handling`` and ``number``.
    one: Message
    several: Message

    def handlings(self, notices: Sequence[Any]) -> Collection[str]:
        """The handling codes of what they are about."""
        raise NotImplementedError

    def url(self, notices: Sequence[Any], group: Any) -> str:
        """Where the reader looks."""
        raise NotImplementedError

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        strictest = first_of("handling", self.handlings(notices))
        mapping = {
            "handling": title("handling", strictest, language),
            "number": str(len(notices)),
        }
        words = self.one if len(notices) == 1 else self.several
        text = translate(Message(words, mapping=mapping), target_language=language)
        return [text, self.url(notices, group)]
