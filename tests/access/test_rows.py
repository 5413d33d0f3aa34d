"""Each service with which something can be changed has rows in a table of who may."""

import json
import unittest
from cites.cug.access import allowed_plone_views
from cites.cug.access.plone_views import NoService
from cites.cug.access.policy import TRANSITIONS
from cites.cug.web.restapi.services import Nothing
from tests.access import (
    addresses,
    test_member_writes,
    test_message_writes,
    test_other_writes,
    test_permit_writes,
    test_topic_writes,
    test_writes,
)
from tests.access.layer import CANARY_FUNCTIONAL
from tests.web.restapi.recording import PAGES
from typing import Any


CHANGING = frozenset({"POST", "PATCH", "DELETE"})
#: How each action is asked for → the rows that name it.
TABLES = (
    (test_member_writes.ACTIONS, test_member_writes.WRITES),
    (test_message_writes.ACTIONS, test_message_writes.WRITES),
    (test_other_writes.ACTIONS, test_other_writes.WRITES | test_other_writes.IDLE),
    (test_permit_writes.ACTIONS, test_permit_writes.WRITES),
    (test_topic_writes.ACTIONS, test_topic_writes.WRITES),
    (test_writes.ACTIONS, test_writes.WRITES),
)
#: Without a row, and why.
WITHOUT = {
    ("POST", "@login"): "for who is nobody yet: tests/login",
    ("POST", "@querystring-search"): "a question: in the channels of test_matrix.py",
    ("PATCH", "@lock"): "keeps a lock that one has, with what it takes to lock",
    ("POST", "@alert-imports"): "a form with a file: tests/exchange/alert_imports",
    **dict.fromkeys(
        [("DELETE", f"@alert-imports{one}") for one in ("", "/{key}")],
        "one's own: tests/exchange/alert_imports",
    ),
    **dict.fromkeys(
        [("DELETE", "@audit"), ("DELETE", "@audit/views/{key}")],
        "one's own: tests/trail_desk/api",
    ),
    **dict.fromkeys(
        [("POST", "@tus-upload"), ("PATCH", "@tus-upload"), ("DELETE", "@tus-upload")]
        + [(verb, "@tus-upload/{key}") for verb in ("PATCH", "DELETE")],
        "have a table of their own: test_upload_writes.py",
    ),
    ("POST", "@account-changes/{id}/confirm"): (
        "needs the key of a letter: tests/membership/test_address_changes.py"
    ),
    ("POST", "@permits/outside"): "has a table of its own: test_outside_permits.py",
    ("POST", "@requests/{key}/remind"): "once a day: tests/messaging/assistance",
    **dict.fromkeys(
        [
            ("POST", "@translations"),
            ("DELETE", "@translations"),
            ("DELETE", "@translations/{id}"),
        ],
        "as PATCH of one: tests/library/tools/translations",
    ),
    **dict.fromkeys(
        [
            (verb, f"@sightings{one}")
            for verb in ("PATCH", "DELETE")
            for one in ("", "/{key}")
        ],
        "one's own: tests/library/tools/sightings",
    ),
    ("POST", "@sightings/{key}/open"): "one's own: tests/library/tools/sightings",
    **dict.fromkeys(
        [("POST", f"@corrections/{{key}}/{one}") for one in ("accept", "decline")],
        "of the alert's author and the Secretariat: tests/library/tools/corrections",
    ),
    **dict.fromkeys(
        [
            ("POST", f"@share-with-group{one}")
            for one in ("", "/{key}/agree", "/{key}/refuse", "/{key}/withdraw")
        ],
        "of the Secretariat and of the author it asks: tests/library/tools/group_shares",
    ),
    **dict.fromkeys(
        [
            ("POST", f"@group-offers{one}")
            for one in ("", "/{key}/accept", "/{key}/decline")
        ],
        "of the Secretariat that it was offered to: tests/library/tools/group_shares",
    ),
    **dict.fromkeys(
        [("POST", f"@invitations/{{id}}/{one}") for one in ("accept", "decline")],
        "only of who is invited: tests/membership/test_invitations.py",
    ),
    **dict.fromkeys(
        [(verb, "@types") for verb in CHANGING],
        "site managers change types, as in Plone's own screens: test_site_permissions.py",
    ),
}
#: Of those without a row, what no recorded example does: where its record is tested.
RECORDED = {
    ("PATCH", "@tus-upload"): "tests/web/restapi/test_tus.py",
    ("POST", "@login"): "tests/access/test_trail_records.py",
    ("POST", "@permits/outside"): "tests/permits/api/test_outside.py",
    ("POST", "@requests/{key}/remind"): "tests/messaging/assistance/test_actions.py",
    ("POST", "@account-changes/{id}/confirm"): "tests/membership/test_address_changes.py",
    ("POST", "@invitations/{id}/accept"): "tests/membership/test_invitations.py",
    ("POST", "@invitations/{id}/decline"): "tests/membership/test_invitations.py",
}


def asked_by(way: tuple) -> tuple[str, str]:
    """Verb and address, from the name of the service on, that a row's way asks."""
    verb, path, *_more = way
    path = path.partition("?")[0]
    start = path.find("@")
    return verb, path[start:] if start >= 0 else ""


def is_same(part: str, asked: str) -> bool:
    return part == asked or part.startswith("{")


def is_asked(service: tuple[str, str], ways: set[tuple[str, str]]) -> bool:
    """Whether a row asks it; what stands in braces is any one part of the address."""
    verb, name = service
    parts = name.split("/")
    return any(
        verb == way
        and (len(parts) == 1 or len(parts) == len(asked))
        and all(map(is_same, parts, asked))
        for way, path in ways
        if (asked := path.split("/"))
    )


def answers(service: Any) -> bool:
    """Whether it is there for anybody, and not in place of one that the portal lacks."""
    return not issubclass(service.factory, NoService)


class RowsTest(unittest.TestCase):
    layer = CANARY_FUNCTIONAL

    def services(self) -> set[tuple[str, str]]:
        """Verb and name of those that are ours, and of what is offered of Plone's."""
        found = set()
        for one in addresses.registrations():
            verb, name = addresses.verb_and_name(one)
            is_there = addresses.is_ours(one) or name in allowed_plone_views.SERVICES
            if verb in CHANGING and is_there and answers(one):
                found.add((verb, name))
        return found

    def tried(self) -> set[tuple[str, str]]:
        # Each transition by its name: TRANSITION_NAMES.
        names = {"{id}"}.union(*TRANSITIONS.values())
        found = {("POST", f"@workflow/{name}") for name in names}
        found.add(("POST", "@workflow"))
        for actions, rows in TABLES:
            named = {row.partition(" ")[0] for row in rows}
            self.assertEqual(set(), actions.keys() - named, "no row names them")
            found |= {asked_by(way) for way in actions.values()}
        return found

    def test_each_has_rows_or_a_reason(self):
        services, tried = self.services(), self.tried()
        untried = {one for one in services if not is_asked(one, tried)}
        self.assertEqual(set(), untried - WITHOUT.keys())
        self.assertEqual(set(), WITHOUT.keys() - services, "reasons for nothing")
        self.assertEqual(set(), WITHOUT.keys() - untried, "they have rows")

    def test_each_leaves_its_record(self):
        """Where a row's request is done, the table's test asks what the trail was told.

        So do the recorded examples (``tests/web/restapi/test_documentation.py``).
        """
        done = {
            (verb, f"@{name}")
            for page in PAGES.glob("*.json")
            for heading, (status, _shape) in json.loads(page.read_text()).items()
            for verb, _space, address in [heading.partition(" ")]
            for _place, at, name in [address.rpartition("@")]
            if at and status < 300
        }
        ours = WITHOUT.keys() & {
            addresses.verb_and_name(one)
            for one in filter(addresses.is_ours, addresses.registrations())
            if not (isinstance(one.factory, type) and issubclass(one.factory, Nothing))
        }
        self.assertEqual(set(), ours - done - RECORDED.keys())
        self.assertEqual(set(), RECORDED.keys() - (ours - done), "reasons for nothing")
