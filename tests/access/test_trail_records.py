"""What the trail is told of requests: refusals, log-ins not tried, and reads of RED."""

import requests
import transaction
import unittest
from cites.cug.access import trail_records
from cites.cug.access.guard import caller
from cites.cug.access.trail_records import (
    look_at_answer,
    NOTED,
    PAUSED,
    refused_at,
    STEP,
)
from cites.cug.core.sql.session import read_connection, RecordsBusy
from cites.cug.core.trail import refusals
from cites.cug.core.trail.refusals import FORBIDDEN, RefusalCounts, Refused, THROTTLED
from cites.cug.core.trail.trail import AuditEvent, CREDENTIAL
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.interfaces import IClosedUserGroup, ICugLayer
from cites.cug.login import audit_records
from plone import api
from plone.app.testing import login
from plone.rest import Service
from Products.CMFCore.interfaces import ISiteRoot
from Products.Five.browser import BrowserView
from sqlalchemy import func, select
from types import SimpleNamespace
from unittest.mock import call, DEFAULT, Mock, patch
from zope.interface import implementer


JSON = {"Accept": "application/json"}
EVENT = AuditEvent.__table__


@implementer(ICugLayer)
class Request:
    """Of a page that was answered so."""

    def __init__(self, status=403, method="GET", **other):
        self.response = SimpleNamespace(getStatus=lambda: status)
        self.method, self.other = method, other

    def getClientAddr(self):
        return "192.0.2.7"


def thing(path, kind=SimpleNamespace, **attributes):
    found = kind(**attributes)
    found.getPhysicalPath = lambda: tuple(path.split("/"))
    return found


class Group(SimpleNamespace):
    """Marked for named recipients, which no group of the portal is."""

    handling = "red"


class NotingTest(unittest.TestCase):
    """What is noted of a request, and when it is written: without a portal."""

    def setUp(self):
        names = ("caller", "content_on_the_way", "published_view", "note_refused")
        names = dict.fromkeys((*names, "write_counted", "record"), DEFAULT)
        site = thing("/portal")
        names["getSite"] = lambda: site
        self.mocks = self.enterContext(patch.multiple(trail_records, **names))
        self.mocks["caller"].return_value = "customs-xa"
        self.way = self.mocks["content_on_the_way"]
        self.way.return_value = [thing("/portal/cheetahs"), site]
        self.mocks["published_view"].return_value = None
        self.addCleanup(trail_records._read.clear)

    def event(self, request, retry=False):
        return SimpleNamespace(request=request, retry=retry)

    def refused(self, request):
        look_at_answer(self.event(request))
        return request.other.get(NOTED)

    def test_of_answers_refusals_are_noted_and_reads_recorded(self):
        for status, method, other, noted, read in (
            (403, "GET", {}, True, False),
            (429, "POST", {}, True, False),
            (200, "POST", {PAUSED: "police-xb"}, True, False),
            (200, "GET", {PAUSED: "police-xb"}, True, False),
            (200, "GET", {}, False, True),
            (200, "POST", {}, False, False),
            (404, "GET", {}, False, False),
            (401, "GET", {}, False, False),
        ):
            with patch.object(trail_records, "_record_read") as reading:
                found = self.refused(Request(status, method, **other))
            told = found is not None, reading.called
            self.assertEqual((noted, read), told, (status, method, other))

    def test_of_failures_those_that_are_not_tried_again(self):
        for status, retry, other, noted in (
            (403, False, {}, True),
            (429, False, {}, True),
            (500, False, {PAUSED: ""}, True),
            (500, False, {}, False),
            (403, True, {}, False),
            (500, True, {PAUSED: ""}, False),
        ):
            request = Request(status, **other)
            with self.assertNoLogs(trail_records.logger):
                trail_records.look_at_failure(self.event(request, retry))
            self.assertIs(noted, NOTED in request.other, (status, retry, other))

    def test_who_was_refused_what_and_where(self):
        shared = {"portal": "/portal", "ip": "192.0.2.0/24", "method": "GET"}
        here = {**shared, "actor": "customs-xa", "target": "/portal/cheetahs"}
        for request, expected in (
            (Request(403), {**here, "action": FORBIDDEN, "step": "rule"}),
            (Request(429), {**here, "action": THROTTLED, "step": "limit"}),
            (
                Request(403, **{STEP: "token", CREDENTIAL: "basic"}),
                {**here, "action": FORBIDDEN, "step": "token", "credential": "basic"},
            ),
            (
                Request(403, **{PAUSED: "police-xb", STEP: "token"}),
                {**shared, "actor": "police-xb", "target": "/portal"}
                | {"action": THROTTLED, "step": "log-in"},
            ),
        ):
            self.assertEqual(Refused(**expected), self.refused(request))
        self.mocks["caller"].return_value = None
        self.assertEqual("", self.refused(Request()).actor)

    def test_by_the_name_of_the_page_or_service(self):
        page = BrowserView(None, None)
        page.__name__ = "edit"
        service = Service()
        service.__name__ = "GET_application_json_@audit/rest"
        request = Request()
        request._rest_service_id = "GET_application_json_"
        # Of a page no part is left out, although it looks like the rest of an address.
        odd = BrowserView(None, None)
        odd.__name__ = "a/b"
        for view, name in (
            (page, "edit"),
            (odd, "a/b"),
            (service, "@audit"),
            (object(), ""),
            (None, ""),
        ):
            self.mocks["published_view"].return_value = view
            self.assertEqual(name, self.refused(request).what)

    def test_nothing_outside_a_portal(self):
        other = SimpleNamespace(
            response=Request().response,
            other={},
            method="GET",
            getClientAddr=lambda: "192.0.2.7",
        )
        with self.assertNoLogs(trail_records.logger):
            self.assertIsNone(self.refused(other))
            with patch.object(trail_records, "getSite", lambda: None):
                self.assertIsNone(self.refused(Request()))

    def test_the_answer_stays_where_nothing_can_be_told(self):
        self.way.side_effect = KeyError
        with self.assertLogs(trail_records.logger):
            self.assertIsNone(self.refused(Request()))

    def test_it_is_written_at_the_end_and_not_before_another_try(self):
        for write, retry, written in (
            (trail_records.write_refusal, False, True),
            (trail_records.write_refusal_of_failed, False, True),
            (trail_records.write_refusal_of_failed, True, False),
        ):
            self.mocks["note_refused"].reset_mock()
            request = Request(**{NOTED: "zq"})
            write(self.event(request, retry))
            calls = [call("zq")] if written else []
            self.assertEqual(calls, self.mocks["note_refused"].mock_calls)
            self.assertEqual({}, request.other)
            self.mocks["write_counted"].assert_not_called()
        trail_records.write_refusal_of_failed(self.event(Request(), retry=True))
        self.mocks["write_counted"].assert_not_called()
        trail_records.write_refusal(self.event(Request()))
        self.mocks["write_counted"].assert_called_once_with()

    def test_the_first_to_say_where_it_was_refused_knows_best(self):
        request = Request()
        for step in ("token", "permission"):
            refused_at(request, step)
        self.assertEqual("token", request.other[STEP])

    def read(self, *steps, request=None):
        """How many reads are recorded of a member who reads so twice."""
        self.mocks["record"].reset_mock()
        self.way.return_value = [*steps, trail_records.getSite()]
        for _time in range(2):
            look_at_answer(self.event(request or Request(200)))
            transaction.commit()
        return self.mocks["record"].call_count

    def test_a_read_of_what_is_marked_is_recorded_once(self):
        red = thing("/portal/cheetahs/library/a", handling="red")
        self.assertEqual(1, self.read(red))
        (told,) = self.mocks["record"].mock_calls
        expected = {"target": red, "acting_user": "customs-xa", "detail": {"what": ""}}
        self.assertEqual(call("red.read", **expected), told)
        picture = thing("/portal/cheetahs/library/a/b")
        self.assertEqual(1, self.read(picture, red))
        self.assertEqual(0, self.read(thing("/c", handling="green"), thing("/d")))

    def test_one_that_was_not_kept_is_recorded_anew(self):
        red = thing("/portal/cheetahs/library/a", handling="red")
        self.way.return_value = [red]
        look_at_answer(self.event(Request(200)))
        store = Mock(**{"sortKey.return_value": "", "tpc_vote.side_effect": ValueError})
        transaction.get().join(store)
        with self.assertRaises(ValueError):
            transaction.commit()
        transaction.abort()
        self.assertEqual(1, self.read(red))

    def test_nor_reads_of_strangers_of_groups_and_outside_a_portal(self):
        for interface in (IClosedUserGroup, ISiteRoot):
            kind = implementer(interface)(type("Kind", (Group,), {}))
            self.assertEqual(0, self.read(thing("/portal/cheetahs", kind)))
        red = thing("/portal/cheetahs/library/a", handling="red")
        other = SimpleNamespace(response=Request(200).response, other={}, method="GET")
        self.assertEqual(0, self.read(red, request=other))
        self.mocks["caller"].return_value = None
        self.assertEqual(0, self.read(red))


class TrailRecordsTest(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        counts = patch.object(refusals, "_counts", RefusalCounts())
        counts.start()
        self.addCleanup(counts.stop)
        trail_records._read.clear()
        audit_records._told.clear()
        with read_connection() as connection:
            self.before = connection.scalar(select(func.max(EVENT.c.id))) or 0

    def ask(self, path, user, method="GET", status=200, **options):
        answer = requests.request(
            method,
            f"{self.url}/{path}",
            auth=(user, PASSWORD) if user else None,
            headers=JSON,
            timeout=120,
            allow_redirects=False,
            **options,
        )
        self.assertEqual(status, answer.status_code, answer.text[:500])
        return answer

    def told(self, kind):
        """Events since the test began, without those of others."""
        query = select(EVENT).where(EVENT.c.id > self.before)
        query = query.where(EVENT.c.action.startswith(kind)).order_by(EVENT.c.id)
        with read_connection() as connection:
            return connection.execute(query).all()

    def test_what_a_member_is_refused(self):
        content = self.layer["portal"]._p_jar.db().lastTransaction()
        for _time in range(3):
            self.ask("cheetahs/@audit", "customs-xa", status=403)
        self.assertEqual(content, self.portal._p_jar.db().lastTransaction())
        (event,) = self.told("refusal.")
        self.assertEqual(
            ("customs-xa", "refusal.forbidden", "/plone/cheetahs", "basic"),
            (event.actor, event.action, event.target, event.credential),
        )
        self.assertEqual("127.0.0.0/24", event.ip)
        told = {"step": "permission", "what": "@audit", "method": "GET"}
        self.assertEqual(told, {**told, **event.detail})

    def test_what_is_hidden_is_not_told(self):
        """It would tell whoever reads the own events that there is something."""
        self.ask("cheetahs/library", "outsider", status=404)
        self.ask("cheetahs/nothing", "customs-xa", status=404)
        self.assertEqual([], self.told("refusal."))

    def test_strangers_are_no_events_of_their_own(self):
        for path in ("cheetahs", "nothing", "cheetahs/@audit"):
            self.ask(path, "", status=401)
        self.assertEqual([], self.told("refusal."))

    def test_a_refused_request_is_rolled_back_and_told(self):
        body = {"title": "x" * 3000}
        self.ask("cheetahs", "customs-xa", "PATCH", 403, json=body)
        (event,) = self.told("refusal.")
        self.assertEqual("PATCH", event.detail["method"])
        self.assertNotIn("xxx", str(event.detail))

    def test_programs_have_logged_in_once_in_an_hour(self):
        for _time in range(3):
            self.ask("cheetahs", "igo-interpol")
        with read_connection() as connection:
            mine = EVENT.c.actor == "igo-interpol", EVENT.c.id > self.before
            rows = connection.execute(select(EVENT).where(*mine)).all()
        self.assertEqual([{"kind": "basic"}], [row.detail for row in rows])

    def test_a_log_in_that_could_not_be_recorded_is_recorded_next_time(self):
        who = "igo-interpol", "/plone/acl_users", "192.0.2.7"
        with (
            patch.object(
                audit_records, "autonomous_transaction", side_effect=RecordsBusy
            ),
            self.assertRaises(RecordsBusy),
        ):
            audit_records.tell_basic(*who)
        for _time in range(2):
            audit_records.tell_basic(*who)
        self.assertEqual(1, len(self.told("login")))

    def test_reads_of_what_is_marked_red(self):
        login(self.portal, "customs-xa")
        library = self.portal.cheetahs.library
        options = {"alert_type": "other", "title": "EXERCISE"}
        red = api.content.create(library, "Alert", handling="red", **options)
        green = api.content.create(library, "Alert", handling="green", **options)
        self.assertEqual("customs-xa", caller())
        transaction.commit()
        for item in (red, green):
            path = item.absolute_url().removeprefix(f"{self.url}/")
            for _time in range(2):
                self.ask(path, "customs-xa")
        (event,) = self.told("red.")
        self.assertEqual(
            ("customs-xa", "red.read", red.UID()),
            (event.actor, event.action, event.target_uid),
        )
        self.ask(f"{path}/nothing", "customs-xa", status=404)
        self.assertEqual(1, len(self.told("red.")))
