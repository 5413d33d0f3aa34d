"""One answer for what is hidden and what does not exist."""

import logging
import requests
import unittest
from AccessControl import getSecurityManager
from cites.cug.access.error_views import (
    BusyAnswer,
    FailureAnswer,
    ForbiddenAnswer,
    is_misled,
    UnauthorizedAnswer,
)
from cites.cug.access.refusal_log import log_refusal
from cites.cug.access.request_id import request_id
from cites.cug.access.search_queries import SearchService
from cites.cug.audit.trail import AuditEvent
from cites.cug.interfaces import ICugLayer
from cites.cug.sql.session import RecordsBusy, session
from cites.cug.testing import CUG_HTTP, CUG_INTEGRATION, PASSWORD
from plone.app.testing import login, SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from plone.restapi.exceptions import DeserializationError
from Products.SiteErrorLog.SiteErrorLog import IPubFailureSubscriber
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from Testing.makerequest import makerequest
from tests.library.http import HttpTestCase
from unittest.mock import patch
from zExceptions import BadRequest
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager, getMultiAdapter
from zope.interface import alsoProvides


HIDDEN = "cheetahs/library"
MISSING = "cheetahs/nothing"
LIBRARY = "cheetahs/@library"
JSON = {"Accept": "application/json"}
PROBLEM = "application/problem+json"


class RefusalTest(unittest.TestCase):
    layer = CUG_HTTP

    def ask(self, path, user=None, method="GET", **headers):
        secret = SITE_OWNER_PASSWORD if user == SITE_OWNER_NAME else PASSWORD
        return requests.request(
            method,
            f"{self.layer['portal'].absolute_url()}/{path}",
            auth=(user, secret) if user else None,
            headers=headers,
            allow_redirects=False,
            timeout=120,
        )

    def test_strangers_are_asked_to_log_in_wherever_they_are(self):
        for path in (HIDDEN, MISSING, "cheetahs", "nothing", f"{HIDDEN}/@@nothing"):
            answer = self.ask(path, **JSON)
            self.assertEqual(401, answer.status_code, path)
            self.assertEqual("Unauthorized", answer.json()["type"])
            answer = self.ask(path)
            self.assertEqual(302, answer.status_code, path)
            self.assertIn("require_login", answer.headers["Location"])

    def test_to_others_hidden_is_missing(self):
        for user in ("outsider", SITE_OWNER_NAME):
            for headers in (JSON, {}):
                for end in ("", "/@@nothing", "/@library", "/edit", "?b_size=1"):
                    hidden = self.ask(HIDDEN + end, user, **headers)
                    missing = self.ask(MISSING + end, user, **headers)
                    self.assertEqual(404, hidden.status_code, f"{user} {end}")
                    self.assertEqual(missing.text, hidden.text, f"{user} {end}")

    def test_problem_details_tell_no_more(self):
        for accepted in (PROBLEM, f"application/json, {PROBLEM}"):
            headers = {"Accept": accepted, "Accept-Language": "fr"}
            told = [self.ask(path, "outsider", **headers) for path in (HIDDEN, MISSING)]
            self.assertEqual([404, 404], [one.status_code for one in told])
            self.assertEqual(told[0].content, told[1].content)
            self.assertEqual(PROBLEM, told[0].headers["Content-Type"])
            strange = [self.ask(path, **headers) for path in (HIDDEN, MISSING)]
            self.assertEqual([401, 401], [one.status_code for one in strange])
            self.assertEqual(strange[0].content, strange[1].content)
            shape = self.ask(f"{LIBRARY}?zq=1", "customs-xa", **headers).json()
            self.assertEqual(["zq"], [one["field"] for one in shape["errors"]])
            expected = ("about:blank", "Bad Request", 400, "BadRequest")
            looked_at = map(shape.get, ("type", "title", "status", "kind"))
            self.assertEqual(expected, tuple(looked_at))
            self.assertIn("paramètre", shape["detail"])
            good = self.ask(f"{LIBRARY}?b_size=1", "customs-xa", **headers)
            self.assertEqual("application/json", good.headers["Content-Type"])

    def test_errors_are_in_the_language_that_is_asked_for(self):
        for language, word in (("es", "parámetro"), ("fr", "paramètre"), ("de", "There")):
            headers = {**JSON, "Accept-Language": language}
            answer = self.ask(f"{LIBRARY}?zq=1", "customs-xa", **headers)
            self.assertIn(word, answer.json()["message"])

    def test_members_find_back_to_their_group_and_nobody_else(self):
        library = f'"{self.layer["portal"].absolute_url()}/cheetahs/library"'
        for end in ("nothing", "library/nothing", "roster", "%6Eothing", "@@nothing"):
            member = self.ask(f"cheetahs/{end}", "customs-xa")
            self.assertIn(member.status_code, (403, 404), end)
            self.assertIn(library, member.text, end)
            other = self.ask(f"cheetahs/{end}", "outsider")
            nowhere = self.ask(f"zqnogroup/{end}", "outsider")
            self.assertEqual(404, other.status_code, end)
            self.assertEqual(nowhere.text, other.text, end)
        self.assertNotIn("/library", self.ask("nothing", "outsider").text)

    def test_whoever_sees_a_thing_is_told_that_they_may_not_change_it(self):
        answer = self.ask("cheetahs/edit", "customs-xa")
        self.assertEqual(403, answer.status_code)
        self.assertIn("<title>Not allowed – ", answer.text)
        self.assertIn("<h1>Not allowed</h1>", answer.text)
        self.assertIn("<p>You do not have permission to do this.</p>", answer.text)
        answer = self.ask("cheetahs", "customs-xa", method="PATCH", **JSON)
        self.assertEqual(403, answer.status_code)
        self.assertEqual("Forbidden", answer.json()["type"])

    def test_nobody_is_told_that_they_see_what_they_may_not_open(self):
        for language, title in (("fr", "Non autorisé"), ("es", "No permitido")):
            headers = {"Accept-Language": language}
            answer = self.ask("cheetahs/audit-trail", "customs-xa", **headers)
            self.assertEqual(403, answer.status_code)
            self.assertIn(f"<h1>{title}</h1>", answer.text)


class LogTest(unittest.TestCase):
    layer = CUG_HTTP
    ask = RefusalTest.ask

    def asked(self, *args, **kw):
        with self.assertLogs("cites.cug.access.refusal_log") as logs:
            self.ask(*args, **kw)
        (line,) = logs.output
        return line

    def test_what_is_refused_is_logged_with_who_asked(self):
        line = self.asked("cheetahs/edit?q=zqword", "customs-xa")
        self.assertIn('customs-xa: GET "/plone/cheetahs/edit"', line)
        self.assertNotIn("zqword", line)
        line = self.asked(HIDDEN, "outsider", **JSON)
        self.assertIn('outsider: GET "/plone/cheetahs/library"', line)

    def test_nobody_writes_lines_of_their_own_into_it(self):
        request = makerequest(self.layer["app"]).REQUEST
        request.environ["PATH_INFO"] = 'x\u2028y\nz"v'
        with self.assertLogs("cites.cug.access.refusal_log") as logs:
            log_refusal(request)
        (line,) = logs.output
        self.assertEqual(1, len(line.splitlines()))
        self.assertIn('\\"v"', line)


class ErrorLogTest(HttpTestCase):
    """The log of errors, which operators watch: failures, and nobody's refusals."""

    def setUp(self):
        super().setUp()
        # As Zope does at its start.
        components = getGlobalSiteManager()
        components.registerHandler(IPubFailureSubscriber)
        self.addCleanup(components.unregisterHandler, IPubFailureSubscriber)

    def logged(self, *asked, status, **options):
        with self.assertNoLogs("Zope.SiteErrorLog", logging.INFO):
            answer = self.ask(*asked, **options)
        self.assertEqual(status, answer.status_code, answer.text)

    def test_refusals_are_not_in_it(self):
        cug = f"{self.portal}/cheetahs"
        self.logged("GET", f"{cug}/@library?since=soon", status=400)
        self.logged("GET", f"{cug}/@search?b_start=x", status=400)
        self.logged("POST", f"{cug}/@messages", json={"to": []}, status=400)
        self.logged("GET", f"{cug}/@audit", status=403)
        self.logged("GET", f"{cug}/@messages/{'0' * 32}", status=404)
        self.logged("DELETE", f"{cug}/@library", status=404)

    def test_failures_are_in_it_with_where_they_happened(self):

        class Zq(Exception):
            """Of its own: the log leaves out what comes too often."""

        failing = patch(
            "cites.cug.library.api.library.list_items", side_effect=Zq("failed")
        )
        with failing, self.assertLogs("Zope.SiteErrorLog", logging.ERROR) as logs:
            answer = self.ask("GET", f"{self.portal}/cheetahs/@library")
        self.assertEqual(500, answer.status_code)
        self.assertIn("Zq: failed", "".join(logs.output))
        self.assertIn("Traceback", "".join(logs.output))


class UnreadableTest(HttpTestCase):
    def test_what_cannot_be_read_is_a_bad_request(self):
        answer = self.browse("GET", f"{self.library}?b_size:int=many", user=None)
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(answer.text, "The request is not valid.")

    def test_what_plones_services_are_sent_wrongly_is_a_bad_request(self):
        portal = self.layer["portal"].absolute_url()
        for method, service, body in (
            ("PATCH", "@registry", {"cites.cug.login.idle_minutes": -1}),
            ("POST", "@copy", {"source": f"{portal}/cheetahs"}),
        ):
            answer = requests.request(
                method,
                f"{portal}/{service}",
                json=body,
                auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
                headers=JSON,
                timeout=120,
            )
            self.assertEqual(400, answer.status_code, (service, answer.text))

    def test_forms_that_are_too_large_are_bad_requests(self):
        part = '--y\r\nContent-Disposition: form-data; name="x"\r\n\r\n{}\r\n'
        for body in (part.format("1") * 1500 + "--y--", part.format("1" * 1_500_000)):
            kind = "multipart/form-data; boundary=y"
            self.check_malformed(body, kind)
        self.check_malformed("x=" + "1" * 1_500_000, "application/x-www-form-urlencoded")

    def check_malformed(self, body, kind):
        answer = requests.post(
            self.library,
            auth=("customs-xa", PASSWORD),
            data=body,
            headers={"Accept": "text/html", "Content-Type": kind},
            timeout=60,
        )
        told = (answer.status_code, answer.text)
        self.assertEqual((400, "The request is not valid."), told, kind)

    def test_an_error_on_the_way_is_no_bad_request(self):
        answer = self.browse("GET", f"{self.library}/++add++", user=None)
        self.assertNotEqual(answer.status_code, 400)


class FailureTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def answer(self, error, user="customs-xa", view=FailureAnswer, **more):
        request = self.request = self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        portal = self.layer["portal"]
        request["PARENTS"] = [portal.cheetahs, portal]
        login(portal, user)
        request["AUTHENTICATED_USER"] = getSecurityManager().getUser()
        request.other.update(more)
        return view(error, request)()

    def test_what_was_wrong_with_a_request_is_said(self):
        text = self.answer(BadRequest("title: <too long>"))
        self.assertIn("title: &lt;too long&gt;", text)
        self.assertNotIn("Reference:", text)

    def test_only_a_failure_of_ours_has_a_reference(self):
        text = self.answer(RuntimeError("x"))
        self.assertIn(f"Reference: {request_id(self.request.environ)}", text)

    def test_who_may_not_is_told_so_only_at_a_place_that_they_may_know(self):
        here = {"PUBLISHED": self.layer["portal"].cheetahs}
        for view, more, user, status in (
            (ForbiddenAnswer, here, "customs-xa", 403),
            (ForbiddenAnswer, {}, "customs-xa", 404),
            (ForbiddenAnswer, here, "outsider", 404),
            (UnauthorizedAnswer, here, "customs-xa", 403),
            (UnauthorizedAnswer, here, "outsider", 404),
        ):
            with patch("cites.cug.access.error_views.is_offered", lambda _request: True):
                self.answer(Exception(), user, view, **more)
            self.assertEqual(status, self.request.response.getStatus(), (view, user))
        with patch("cites.cug.access.error_views.is_offered", lambda _request: False):
            self.answer(Exception(), view=UnauthorizedAnswer, **here)
        self.assertEqual(404, self.request.response.getStatus())

    def test_what_went_wrong_inside_is_not(self):
        text = self.answer(KeyError("zqsecret"))
        self.assertNotIn("zqsecret", text)
        self.assertIn("Something went wrong", text)

    def test_what_no_service_checks_is_the_senders_mistake(self):
        request = self.layer["request"].clone()
        request["PUBLISHED"] = self.layer["portal"].restrictedTraverse("@@plone")
        request.method = "GET"
        for error, sent, misled in (
            (DeserializationError("x"), "", True),
            (ValueError("x"), "", False),
            (ValueError("x"), "b_size=x", True),
            (Exception("x"), "b_size=x", True),
            (RuntimeError("x"), "b_size=x", False),
        ):
            request["QUERY_STRING"] = sent
            self.assertIs(misled, is_misled(error, request), (error, sent))
        # What the portal derives from Plone's services leaves the checks to these.
        derived = SearchService()
        request["PUBLISHED"], request["QUERY_STRING"] = derived, "b_size=x"
        self.assertIs(True, is_misled(ValueError("x"), request))

    def test_after_a_failure_nothing_is_read_that_could_fail_again(self):
        looking = "cites.cug.access.error_views.group_of"
        with patch(looking, side_effect=ConflictError):
            self.assertIn("Something went wrong", self.answer(KeyError("x")))

    def test_at_a_hidden_place_there_is_nothing(self):
        text = self.answer(BadRequest("title: too long"), "outsider")
        self.assertIn("There is nothing at this address", text)
        self.assertNotIn("too long", text)

    def test_who_comes_too_often_too_late_may_try_again(self):
        for error in (ConflictError(), RecordsBusy()):
            request = self.layer["request"].clone()
            alsoProvides(request, ICugLayer)
            view = getMultiAdapter((error, request), name="index.html")
            self.assertIsInstance(view, BusyAnswer)
        text = self.answer(ConflictError(), view=BusyAnswer)
        self.assertIn("Please try again", text)
        self.assertEqual(self.request.response.getStatus(), 503)
        self.assertEqual(self.request.response.getHeader("Retry-After"), "2")
        text = self.answer(ConflictError(), "outsider", view=BusyAnswer)
        self.assertIn("There is nothing at this address", text)

    def test_the_answer_can_read_although_what_failed_could_not(self):
        events = select(func.count(AuditEvent.id))
        before = session().scalar(events)
        session().add(AuditEvent())  # without anything
        with self.assertRaises(IntegrityError):
            session().flush()
        self.answer(KeyError("after that"))
        self.assertEqual(session().scalar(events), before)
