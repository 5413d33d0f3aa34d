"""Whatever the package publishes is asked for by a channel: nothing is left untried.

A page or service that is added without one fails here, and so does an address below one.
"""

import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.restapi.services import Nothing, OPEN, RestService
from collections import defaultdict
from collections.abc import Iterator
from tests.access import addresses
from tests.access.channels import Channel
from tests.access.test_matrix import CHANNELS
from typing import Any
from zope.interface import Interface
from zope.interface.declarations import Implements


#: Kinds of things that are no content: where they are.
PLACES = {
    "message": "@messages/{uid}",
    "enclosure": "@messages/{uid}/attachments/0",
    "permit": "@permits/{uid}",
    "parties": "@permits/{uid}",
    "listed": "@permits/{uid}",
    "scan": "@permits/{uid}/attachments/0",
    "comment": "@comments/{id}",
    "remark": "@comments/{id}",
}
#: What follows a name in an address; ``None`` stands for any word that is not another's.
Pattern = tuple[str | None, ...]


def bases(view: Any) -> tuple[type, ...]:
    return getattr(view, "__mro__", ())


def below(view: Any) -> list[Pattern]:
    if isinstance(view, type) and issubclass(view, Addresses):
        return list(view.pages)
    if isinstance(view, type) and issubclass(view, Nothing):
        return []
    if isinstance(view, type) and issubclass(view, RestService):
        # What else it may answer to stands in its name.
        return [()]
    takes_words = any(
        "publishTraverse" in vars(base)
        for base in bases(view)
        if base.__module__.startswith("cites.cug.")
    )
    return [(), (None,)] if takes_words else [()]


def registered() -> Iterator[Any]:
    """Pages and services; an answer to an error is neither, and has no address."""
    for one in addresses.registrations():
        if one.provided is Interface and not isinstance(one.required[0], Implements):
            yield one


def published() -> Iterator[tuple[str, str, Pattern]]:
    """Of ours: verb (none for a page), name, and what follows it."""
    for one in filter(addresses.is_ours, registered()):
        verb, name = addresses.verb_and_name(one)
        name, *route = name.split("/")
        behind = tuple(None if part in OPEN else part for part in route)
        yield from ((verb, name, behind + pattern) for pattern in below(one.factory))


def asked(channel: Channel) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What the channel may be about: each word of its address, with those behind it."""
    verb = channel.method if channel.json else ""
    for kind in channel.about or {""}:
        path = channel.path.partition("?")[0].replace("{path}", PLACES.get(kind, ""))
        words = path.split("/")
        for number, word in enumerate(words):
            yield verb, word.removeprefix("@@"), tuple(words[number + 1 :])


def fits(pattern: Pattern, words: tuple[str, ...], taken: set[str | None]) -> bool:
    return len(pattern) == len(words) and all(
        part == word or (part is None and word not in taken)
        for part, word in zip(pattern, words, strict=True)
    )


class ListedTest(unittest.TestCase):
    layer = CUG_INTEGRATION
    maxDiff = None

    def test_all_that_is_published_has_a_channel(self):
        ways, taken = defaultdict(set), defaultdict(set)
        for channel in CHANNELS:
            for verb, name, words in asked(channel):
                ways[verb, name].add(words)
        found = set(published())
        for verb, name, pattern in found:
            taken[verb, name].update(pattern)
        untried = [
            f"{verb} {name} {pattern}".strip()
            for verb, name, pattern in found
            if not any(
                fits(pattern, words, taken[verb, name]) for words in ways[verb, name]
            )
        ]
        self.assertEqual([], sorted(untried))

    def test_all_of_the_package_is_ours(self):
        """Without our layer, another site would have it, and the test above would not."""
        outside = [
            one.name
            for one in registered()
            if any(m.__module__.startswith("cites.") for m in bases(one.factory))
            and not addresses.is_ours(one)
        ]
        self.assertEqual([], outside)
