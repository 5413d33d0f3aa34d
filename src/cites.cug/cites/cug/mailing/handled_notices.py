"""The line of a notice about things with a handling code: the code, how many, a link."""

from cites.cug.core.codelists.lists import first_of, title
from collections.abc import Collection, Sequence
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


class HandledNotices:
    """Base of such kinds of notice; several of one mail are one sentence."""

    #: What they are in the subject of a mail, with ``number``, if the group allows it.
    subject: Message
    #: What one notice says, and several, with ``handling`` and ``number``.
    one: Message
    several: Message

    def about(self, notices: Sequence[Any], group: Any) -> tuple[Collection[str], str]:
        """The handling codes of what they are about, and the address to look at."""
        raise NotImplementedError

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        handlings, url = self.about(notices, group)
        strictest = first_of("handling", handlings)
        mapping = {
            "handling": title("handling", strictest, language),
            "number": str(len(notices)),
        }
        words = self.one if len(notices) == 1 else self.several
        text = translate(Message(words, mapping=mapping), target_language=language)
        return [text, url]
