"""The words that each part of the package has for the details of its own events.

A part registers its ``EventWords`` as a utility under its name. The pages of the trail
ask all of them, and import no part.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer, Interface


Words = Mapping[Any, Message | str]


class IEventWords(Interface):
    """The words of one part. A named utility."""


@implementer(IEventWords)
@dataclass(frozen=True)
class EventWords:
    """How pages say the values of the details of events."""

    #: Kind of action, the part before the dot → detail → words of its values.
    by_kind: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    #: Detail → words of its values, in all other actions.
    by_name: Mapping[str, Words] = field(default_factory=dict)
    #: Detail → what says a value in the reader's language.
    in_words: Mapping[str, Callable[[str, str], Message | str]] = field(
        default_factory=dict
    )
    #: Names of numbers in a detail that holds several → what they are called.
    numbers: Words = field(default_factory=dict)
