"""No request grows with what the portal holds: each GET that the access matrix knows.

The portal is asked at two sizes. Both have more of each thing than a page shows, so a
page that is limited answers the same at both.
"""

import re
import transaction
import unittest
from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import codes
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.demo.testing import PASSWORD
from cites.cug.library.items.actions import set_state
from cites.cug.membership.actions import admit_member
from cites.cug.messaging.actions.sending import send_message
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Permit, PermitLine, PermitType
from cites.cug.workspaces.actions.comments import add_comment
from collections.abc import Iterator
from contextlib import contextmanager
from plone import api
from plone.app.testing import login, logout, SITE_OWNER_NAME
from sqlalchemy import event
from string import ascii_lowercase
from tests.access.channels import Channel, NONE
from tests.access.layer import CANARY_FUNCTIONAL
from tests.access.matrix import CALLERS, may_see
from tests.access.probe import about, Caller
from tests.access.test_matrix import CHANNELS
from tests.membership.access_requests.case import pending
from typing import Any, NamedTuple
from unittest.mock import patch
from ZODB.Connection import Connection
from zope.component.hooks import setSite


SMALL, LARGE = 60, 240
#: What must not grow by more.
MOST_GROWTH = 1.5
#: So much more is no sign of a loop over all. Objects are counted by this alone: trees of
#: the catalog are split where chance has it.
SLACK = {"statements": 3, "loads": (LARGE - SMALL) // 2, "bytes": 1500}
GROUP = "cheetahs"
CALLED = ("author", "secretariat")
#: Pages are asked for as they are without it.
PAGE_SIZE = re.compile(r"b_size=\d{2,}")

MOST_BYTES_OF_LIST = 40_000
#: The two callers are answered no fewer GETs.
FEWEST = 500


class Wall(NamedTuple):
    """What grows today, how many times at most between the two sizes, and why."""

    measure: str
    growth: float
    why: str


#: Whole by nature: files and copies for programs, of all that there is.
WHOLE = {
    "cheetahs/statistics?download=csv": Wall("bytes", 3.6, "a file with all figures"),
}
#: An entry that does not apply any more has to go.
WALLS = {
    "cheetahs/@library?species={word} (JSON)": Wall(
        "bytes", 3.2, "few items, with all values of each facet, as clients may use them"
    ),
    "cheetahs/@recipients (JSON)": Wall("bytes", 3.2, "all countries with their members"),
    "cheetahs/@statistics (JSON)": Wall("bytes", 4.0, "all quantities and all species"),
    "cheetahs/@use (JSON)": Wall("bytes", 3.7, "a row for each organisation"),
    "cheetahs/use-report": Wall("bytes", 2.6, "a row for each organisation"),
    "cheetahs/workspaces?q={word}": Wall("loads", 1.9, "dates of all topics are read"),
}
KNOWN = WHOLE | WALLS


class Cost(NamedTuple):
    statements: int
    loads: int
    bytes: int


def growths(small: Cost, large: Cost) -> dict[str, float]:
    """How many times as much there is, of what grows by more than it may."""
    return {
        measure: round(now / max(before, 1), 2)
        for measure, before, now in zip(Cost._fields, small, large, strict=True)
        if now - before > SLACK[measure]
        and (measure == "loads" or now > before * MOST_GROWTH)
    }


def named(number: int) -> str:
    """A word of letters alone for each number."""
    return "".join(ascii_lowercase[int(digit)] for digit in f"{number:04}")


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """Counts SQL statements, and loads of objects into empty caches."""
    found = {"statements": 0, "loads": 0}
    setstate, records = Connection.setstate, engine(records_url())

    def load(connection: Connection, obj: Any) -> Any:
        found["loads"] += 1
        return setstate(connection, obj)

    def execute(*_told: Any) -> None:
        found["statements"] += 1

    event.listen(records, "before_cursor_execute", execute)
    try:
        with patch.object(Connection, "setstate", load):
            yield found
    finally:
        event.remove(records, "before_cursor_execute", execute)


class GrowthTest(unittest.TestCase):
    layer = CANARY_FUNCTIONAL
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal[GROUP]
        names = ("objects", "messages", "permits", "requests")
        self.objects = [obj for name in names for obj in self.layer[name]]
        url = self.portal.absolute_url()
        self.callers = {kind: Caller(CALLERS[kind], url, inside=True) for kind in CALLED}

    def fill(self, first: int, end: int) -> None:
        countries = codes("country")
        transaction.begin()
        setSite(self.portal)
        categories = [one for one in Category if one is not Category.SECRETARIAT]
        workspace = self.portal.unrestrictedTraverse(self.path_of("workspace closed"))
        topic = self.portal.unrestrictedTraverse(self.path_of("topic closed"))
        for number in range(first, end):
            species = f"Exercisia {named(number)}"
            name, country = f"grown-{number}", countries[number % len(countries)]
            self.portal.acl_users.userFolderAddUser(name, PASSWORD, ["Member"], [])
            admit_member(
                self.group,
                name,
                categories[number % len(categories)],
                country=country,
                organisation=f"Office {number}",
                acting_user=SITE_OWNER_NAME,
            )
            pending(self.group, country="XA", email=f"{name}@customs.example")
            logout()  # what the portal does for members counts for no limit
            for sender, to in (
                (name, ("customs-xa", "secretariat")),
                ("customs-xa", (name,)),
                ("secretariat", (name,)),
            ):
                letter = Letter(f"EXERCISE {number}", f"<p>Crate {number}</p>")
                addressees = Addressees(to=to)
                send_message(
                    self.group, letter=letter, addressees=addressees, acting_user=sender
                )
            login(self.portal, "customs-xa")
            add_comment(topic, f"EXERCISE {number}", acting_user="customs-xa")
            api.content.create(
                workspace, "Topic", id=name, title=f"EXERCISE topic {number}"
            )
            alert = api.content.create(
                self.group.library,
                "Alert",
                id=name,
                title=f"EXERCISE alert {number}",
                handling="green",
                alert_type="seizure",
                incident_country=country,
                location=f"Port {number}",
                latitude=-60 + number * 0.4,
                longitude=-170 + number * 1.1,
                alleged_origin=countries[-1 - number % len(countries)],
                alleged_destination=country,
                specimens=[
                    {
                        "species": species,
                        "term": "LIV",
                        "quantity": number + 1.0,
                    }
                ],
            )
            set_state(alert, "shared")
            permit = Permit(
                country="XA",
                number=f"GROWN{number}",
                type=PermitType.EXPORT,
                lines=(PermitLine(scientific_name=species, term="LIV"),),
            )
            store_permits([permit], source=PermitSource.MANUAL, acting_user="secretariat")
            transaction.commit()

    def path_of(self, name: str) -> str:
        return next(
            obj.path for obj in self.objects if (obj.name, obj.group) == (name, GROUP)
        )

    def asked(self, kind: str) -> dict[Channel, dict[str, str]]:
        """Each GET that answers this caller, with what it is asked about."""
        seen = [
            obj
            for obj in self.objects
            if may_see(kind, obj.group, obj.name) and obj.group != "ivory"
        ]
        found = {}
        for channel in CHANNELS:
            if channel.method != "GET" or channel.path.startswith("ivory/"):
                continue
            channel = channel._replace(path=PAGE_SIZE.sub("b_size=25", channel.path))
            first: dict[str, dict[str, str]] = {}
            for obj in seen:
                if obj.kind in channel.about:
                    first.setdefault(obj.kind, about(obj))
            for filling in list(first.values()) or [{}]:
                if self.callers[kind].ask(channel, filling).status == 200:
                    place = GROUP if filling.get("path") == GROUP else "{path}"
                    path = channel.path.replace("{path}", place)
                    found[channel._replace(path=path, about=NONE, shows=NONE)] = filling
                    break
        return found

    def cost(self, kind: str, channel: Channel, filling: dict[str, str]) -> Cost:
        caller = self.callers[kind]
        caller.ask(channel, filling)
        self.layer["zodbDB"].cacheMinimize()
        with counted() as found:
            answer = caller.ask(channel, filling)
        return Cost(**found, bytes=len(answer.response.content))

    def costs(self, asked) -> dict[str, Cost]:
        return {
            f"{kind} {channel.path}{' (JSON)' if channel.json else ''}": self.cost(
                kind, channel, filling
            )
            for kind, channels in asked.items()
            for channel, filling in channels.items()
        }

    def test_no_answer_grows(self):
        self.fill(0, SMALL)
        asked = {kind: self.asked(kind) for kind in CALLED}
        self.assertGreater(sum(map(len, asked.values())), FEWEST)
        small = self.costs(asked)
        self.fill(SMALL, LARGE)
        large = self.costs(asked)
        grown: dict[str, dict[str, float]] = {}
        for name, before in small.items():
            address = name.partition(" ")[2]
            for measure, growth in growths(before, large[name]).items():
                most = grown.setdefault(address, {})
                most[measure] = max(growth, most.get(measure, 0))
        print(f"\n{len(small)} answers, of which {len(grown)} grow: {grown}")
        for kind in CALLED:
            self.assertLess(large[f"{kind} {GROUP}/library"].bytes, MOST_BYTES_OF_LIST)
        self.assertEqual(
            {}, {one: told for one, told in grown.items() if one not in KNOWN}
        )
        self.assertEqual(set(), KNOWN.keys() - grown.keys(), "these do not grow any more")
        for address, wall in KNOWN.items():
            self.assertEqual({wall.measure}, set(grown[address]), address)
            self.assertLessEqual(grown[address][wall.measure], wall.growth, address)
