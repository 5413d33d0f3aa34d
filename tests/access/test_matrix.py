"""Each kind of caller, in each channel, is shown what the matrix says and no more.

A cell is a caller, a channel, and what it is asked about. Every run asks each kind of
caller in every channel about each kind of thing. Where things are alike to the caller and
the channel has none to show, one of them, drawn by chance, stands for the others; see
``tests/sampling.py``.
"""

import re
import unittest
from collections import defaultdict
from collections.abc import Iterable, Iterator
from tests.access.canaries import Canaried, PASTS
from tests.access.channels import AT_ADDRESS, BY_REFERENCE, Channel, LISTS
from tests.access.each import for_each
from tests.access.layer import CANARY_FUNCTIONAL, strangers_names
from tests.access.mailbox_channels import ABOUT_MESSAGES, MAILBOX_LISTS
from tests.access.matrix import CALLERS, may_see
from tests.access.permit_channels import ABOUT_PERMITS, PERMIT_LISTS
from tests.access.probe import about, about_missing, Answer, Caller
from tests.access.refusals import kept_refusals
from tests.access.requests import ABOUT_REQUESTS, REQUEST_LISTS
from tests.access.team_channels import ABOUT_TOPICS, TOPIC_LISTS
from tests.sampling import Sample


#: They hold the same roles as ``customs``: asked for what must be seen, and lists.
LIKE_CUSTOMS = frozenset({"police", "wildlife", "contact-point"})
#: Enough of the second group: it must be hidden as the first is.
IVORY_SAMPLE = frozenset(
    {
        "group",
        "library",
        "folder shared",
        "alert shared",
        "image shared",
        "file shared",
        "document draft",
        "message sent",
        "enclosure sent",
        "workspace closed",
        "topic closed",
        "earlier closed",
        "picture closed",
        "paper closed",
        "comment closed",
        "request asked",
    }
)


#: Shown with something that may be known: it cannot look as if it were not there.
PARTS = PASTS | {"parties"}


def is_sampled(obj: Canaried) -> bool:
    return obj.group != "ivory" or obj.name in IVORY_SAMPLE


CHANNELS_OF_LISTS = (
    *LISTS,
    *MAILBOX_LISTS,
    *TOPIC_LISTS,
    *PERMIT_LISTS,
    *REQUEST_LISTS,
)
CHANNELS_ABOUT = (
    *AT_ADDRESS,
    *BY_REFERENCE,
    *ABOUT_MESSAGES,
    *ABOUT_TOPICS,
    *ABOUT_PERMITS,
    *ABOUT_REQUESTS,
)
CHANNELS = (*CHANNELS_OF_LISTS, *CHANNELS_ABOUT)


Cell = tuple[Channel, Canaried | None]


class Check:
    """All that one kind of caller asks, and what was wrong with the answers."""

    def __init__(self, kind: str, objects: list[Canaried], portal_url: str):
        self.kind, self.caller = kind, Caller(CALLERS[kind], portal_url, inside=True)
        self.seen = [obj for obj in objects if may_see(kind, obj.group, obj.name)]
        self.hidden = [obj for obj in objects if obj not in self.seen]
        self.unseen = frozenset(self.hidden)
        seen_paths = {obj.path for obj in self.seen}
        self.hidden_paths = {obj.path for obj in self.hidden} - seen_paths
        # What one sees lies in folders whose names one may not see, but for the address.
        known = (obj.canaries.union(obj.path.split("/")) for obj in self.seen)
        self.known_groups = {obj.group for obj in self.seen if obj.kind == "group"}
        secret = set().union(*(obj.canaries for obj in self.hidden))
        self.secret = secret.difference(*known)
        self.names = strangers_names(CALLERS[kind]) | {
            f"plone/{obj.path}" for obj in self.hidden if obj.name == "group"
        }
        self.missing: dict[tuple[int, str], tuple] = {}
        self.problems: dict[str, list[str]] = defaultdict(list)

    def run(self, cells: list[Cell]) -> dict[str, list[str]]:
        with kept_refusals(self.kind) as kept:
            for channel, obj in cells:
                if obj in self.unseen:
                    self.check_hidden(channel, obj)
                    continue
                if obj is None:
                    answer = self.check_list(channel)
                else:
                    answer = self.check_seen(channel, obj)
                # What was read is not counted as new any more, on any page. Who was
                # refused has read nothing.
                if answer.status < 400:
                    kept.pages.clear()
        if kept.different:
            self.problems["refusals that are not as kept"] = kept.different
        return dict(self.problems)

    def drawn(self) -> list[Cell]:
        """The cells of this run: all that differ, one of those that are alike."""
        alike: dict[tuple, list[Cell]] = defaultdict(list)
        for channel, obj in self.cells():
            alike[self.likeness(channel, obj)].append((channel, obj))
        sample = Sample(f"{type(self).__name__}.{self.kind}", part="one of those alike")
        return [cell for cells in alike.values() for cell in sample.one(cells)]

    def likeness(self, channel: Channel, obj: Canaried | None) -> tuple:
        """What two cells share that this caller gets the same answer to.

        Cells of a channel that has something to show share it with none.
        """
        if obj is None or channel.shows:
            return str(channel), obj
        group = obj.group if obj.group in self.known_groups else None
        return str(channel), obj.kind, group, obj not in self.unseen

    def cells(self) -> Iterator[Cell]:
        """What this kind of caller asks; a list is about nothing."""
        lists, asked = CHANNELS_OF_LISTS, CHANNELS_ABOUT
        if self.kind in LIKE_CUSTOMS:
            asked = tuple(channel for channel in asked if channel.shows)
        if self.kind == "service":  # no page is for its token
            lists, asked = (
                tuple(channel for channel in channels if channel.json)
                for channels in (lists, asked)
            )
        yield from ((channel, None) for channel in lists)
        for channel in asked:
            yield from ((channel, obj) for obj in self.sample(channel, self.hidden))
            if not channel.changes:
                yield from ((channel, obj) for obj in self.sample(channel, self.seen))

    def must_show(self, channel: Channel, obj: Canaried, answer: Answer) -> bool:
        """Of what may be seen, a token opens a part; which is said in its scopes."""
        closed = self.kind == "service" and answer.status == 403
        return obj.kind in channel.shows and not closed

    def note(self, channel: Channel, problem: str, about: str) -> None:
        form = "JSON" if channel.json else "page"
        key = f"{channel.method} {channel.path} ({form}) {problem}"
        self.problems[key].append(about)

    def check_answer(self, channel: Channel, answer: Answer) -> None:
        for word in answer.shown & self.secret:
            (*_others, obj) = (obj for obj in self.hidden if word in obj.canaries)
            self.note(channel, "shows", f"{obj.group}, {obj.name}")
        for name in answer.names(self.names):
            self.note(channel, "names", name)
        if answer.status >= 500 and channel.alike:
            self.note(channel, "fails", str(answer.status))
        stranger = self.kind == "anonymous" and not channel.public
        if stranger and not self.is_refusal(channel, answer):
            self.note(channel, "does not ask to log in", str(answer.status))

    def is_refusal(self, channel: Channel, answer: Answer) -> bool:
        if channel.json or answer.status == 401:
            return answer.status == 401
        return answer.status == 302 and "require_login" in answer.text

    def check_list(self, channel: Channel) -> Answer:
        answer = self.caller.ask(channel)
        self.check_answer(channel, answer)
        for obj in self.seen:
            if self.must_show(channel, obj, answer) and not obj.canaries & answer.shown:
                self.note(channel, "does not show", f"{obj.group}, {obj.name}")
        return answer

    def sample(self, channel: Channel, objects: list[Canaried]) -> list[Canaried]:
        """What the channel is about; where it shows nothing, two of a kind will do."""
        asked = [obj for obj in objects if obj.kind in channel.about and is_sampled(obj)]
        if channel.shows:
            return asked
        by_kind = {(obj.group, obj.kind): obj for obj in asked[::-1]}
        by_kind |= {(obj.group, obj.kind, "last"): obj for obj in asked}
        return list(dict.fromkeys(by_kind.values()))

    def check_seen(self, channel: Channel, obj: Canaried) -> Answer:
        answer = self.caller.ask(channel, about(obj))
        self.check_answer(channel, answer)
        if self.must_show(channel, obj, answer) and not obj.canaries & answer.shown:
            self.note(channel, "does not show", f"{obj.name}: {answer.status}")
        return answer

    def check_hidden(self, channel: Channel, obj: Canaried) -> None:
        answer = self.caller.ask(channel, about(obj))
        self.check_answer(channel, answer)
        if not channel.alike or obj.kind in PARTS:
            return
        if answer.alike(about(obj)) != self.answer_if_missing(channel, obj):
            self.note(channel, "tells of", f"{obj.group}, {obj.name}")

    def first_hidden(self, path: str) -> str:
        """Of a hidden object's address as much as leads to something hidden."""
        ends = (match.start() for match in re.finditer("/|$", path))
        return next(path[:end] for end in ends if path[:end] in self.hidden_paths)

    def answer_if_missing(self, channel: Channel, obj: Canaried) -> tuple:
        """The answer about what is not there, in the nearest place that is not hidden.

        To whoever may not know a place, all below it is as missing as the place is.
        """
        asked = about_missing(self.first_hidden(obj.path))
        key = id(channel), asked["path"]
        if key not in self.missing:
            self.missing[key] = self.caller.ask(channel, asked).alike(asked)
        return self.missing[key]


#: How many cells each kind of caller had on 26 November 2026.
CELLS = {
    "anonymous": 8114,
    "outsider": 8114,
    "ivory-customs": 7443,
    "ivory-secretariat": 7581,
    "igo": 9542,
    "author": 7003,
    "customs": 9249,
    "police": 785,
    "wildlife": 785,
    "contact-point": 785,
    "secretariat": 7309,
    "manager": 7996,
    "service": 4426,
}


@for_each(CALLERS)
class TestMatrix(unittest.TestCase):
    """One test for each kind of caller, made from the matrix."""

    layer = CANARY_FUNCTIONAL
    maxDiff = None

    def setUp(self):
        names = ("objects", "messages", "permits", "requests")
        self.objects = [obj for name in names for obj in self.layer[name]]

    def check(self, kind: str) -> Check:
        return Check(kind, self.objects, self.layer["portal"].absolute_url())

    def test_there_is_something_that_each_channel_is_about(self):
        about = {kind for channel in CHANNELS for kind in channel.about | channel.shows}
        self.assertEqual(set(), about - {obj.kind for obj in self.objects})

    def test_no_cell_was_lost(self):
        asked = {kind: sum(1 for _cell in self.check(kind).cells()) for kind in CALLERS}
        print(f"\n{sum(asked.values())} cells has the access matrix")
        fewer = {kind: n for kind, n in asked.items() if n < CELLS[kind]}
        self.assertEqual({}, fewer, "Cells may be added to CELLS, not taken from it")

    def test_each_channel_is_asked_about_each_kind_of_thing(self):
        asked = 0
        for kind in CALLERS:
            check = self.check(kind)
            drawn = check.drawn()
            asked += len(drawn)
            self.assertEqual(self.pairs(check.cells()), self.pairs(drawn), kind)
        print(f"\n{asked} cells of the access matrix are asked in this run")

    def pairs(self, cells: Iterable[Cell]) -> set[tuple[str, str | None]]:
        """The channels, each with the kinds of thing that they are asked about."""
        return {(str(channel), obj and obj.kind) for channel, obj in cells}

    def try_all(self, kind: str) -> None:
        check = self.check(kind)
        self.assertEqual({}, check.run(check.drawn()))
