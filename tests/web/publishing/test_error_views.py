"""One answer for what is hidden and what does not exist."""

import json
import logging
import requests
import unittest
from AccessControl import getSecurityManager
from cites.cug.access.policy import Permission
from cites.cug.access.refusal_log import log_refusal
from cites.cug.access.search_queries import SearchService
from cites.cug.core.sql.session import RecordsBusy, session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_HTTP, CUG_INTEGRATION, PASSWORD
from cites.cug.interfaces import ICugLayer
from cites.cug.web.publishing import error_views
from cites.cug.web.publishing.error_views import (
    BodyTooLarge,
    BusyAnswer,
    ErrorAnswer,
    FailureAnswer,
    ForbiddenAnswer,
    is_misled,
    NoSpaceAnswer,
    NotFoundAnswer,
    ProgramsBusyAnswer,
    TooLargeAnswer,
    UnauthorizedAnswer,
    UnreadableAnswer,
)
from cites.cug.wsgi.body_limits import KB, MB
from cites.cug.wsgi.request_id import request_id
from cites.cug.wsgi.store_troubles import AWAY, BUSY, FULL
from plone.app.testing import login, SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from plone.rest.interfaces import IAPIRequest
from plone.restapi.exceptions import DeserializationError
from Products.CMFCore.interfaces import ISiteRoot
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from Products.SiteErrorLog.SiteErrorLog import IPubFailureSubscriber
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from Testing.makerequest import makerequest
from tests.library.http import HttpTestCase
from types import SimpleNamespace
from unittest.mock import call, DEFAULT, Mock, patch
from zExceptions import BadRequest, Redirect
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager, getMultiAdapter
from zope.i18n import translate
from zope.interface import alsoProvides, implementer


HIDDEN = "cheetahs/library"
MISSING = "cheetahs/nothing"
LIBRARY = "cheetahs/@library"
JSON = {"Accept": "application/json"}
PROBLEM = "application/problem+json"


class Response(Mock):
    """As its status counts: that of the class of an error."""

    def getStatus(self):
        return 418


@implementer(ICugLayer)
class Request(dict):
    def __init__(self, method="GET", other=(), **values):
        super().__init__(values)
        self.method, self.environ, self.other = method, {}, dict(other)
        self.form, self.response = {"a": "b"}, Response()


@implementer(ISiteRoot)
class Site(dict):
    def absolute_url(self):
        return "http://localhost/portal"


@implementer(IPluggableAuthService)
class Users:
    pass


def page(view_class, error=None, request=None):
    """The view, and what it answers instead of a page."""
    view = view_class(error, Request() if request is None else request)
    view.answer = Mock(side_effect=lambda *args: args[0])
    return view


class DecisionTest(unittest.TestCase):
    """Which answer a failed request gets, without a portal."""

    def setUp(self):
        self.site = Site()
        self.asked = self.replace(
            **{"may_know": False, "is_offered": False, "identify": False},
            **{"log_refusal": None, "refused_at": None, "interrupted_form": None},
            **{"send_to_login": None, "store_trouble": None, "is_public": False},
            **{"published_view": None, "getSite": self.site},
        )
        self.enterContext(patch.object(error_views.transaction, "abort"))

    def replace(self, **values):
        names = {name: Mock(return_value=value) for name, value in values.items()}
        self.enterContext(patch.multiple(error_views, **names))
        return SimpleNamespace(**names)

    def test_who_sees_the_place_is_told_that_they_may_not(self):
        for known, seen, offered, status in (
            (True, True, True, 403),
            (True, False, True, 404),
            (True, True, False, 404),
            (False, True, True, ""),
        ):
            asked = self.replace(
                identify=known,
                may_know=seen,
                is_offered=offered,
                log_refusal=None,
                refused_at=None,
            )
            view = page(UnauthorizedAnswer)
            self.assertEqual(status, view(), (known, seen, offered))
            told = [call(view.request)] if known else []
            self.assertEqual(told, asked.log_refusal.mock_calls)
            told = [call(view.request, "permission")] if known else []
            self.assertEqual(told, asked.refused_at.mock_calls)

    def test_what_is_missing_or_forbidden(self):
        for view_class, known, published, seen, status, is_logged in (
            (NotFoundAnswer, True, None, True, 404, False),
            (NotFoundAnswer, False, None, True, "", False),
            (ForbiddenAnswer, True, "x", True, 403, True),
            (ForbiddenAnswer, True, "x", False, 404, True),
            (ForbiddenAnswer, True, None, True, 404, True),
            (ForbiddenAnswer, False, "x", True, "", False),
        ):
            asked = self.replace(
                identify=known, may_know=seen, log_refusal=None, refused_at=None
            )
            view = page(view_class, request=Request(PUBLISHED=published))
            case = view_class, known, published, seen
            self.assertEqual(status, view(), case)
            told = [call(view.request)] if is_logged else []
            self.assertEqual(told, asked.log_refusal.mock_calls, case)
            told = [call(view.request, "permission")] if is_logged else []
            self.assertEqual(told, asked.refused_at.mock_calls, case)

    def test_strangers_are_asked_to_log_in(self):
        view = page(NotFoundAnswer)
        self.assertEqual("", view())
        self.asked.send_to_login.assert_called_once_with(view.request.response)
        program = Request()
        alsoProvides(program, IAPIRequest)
        self.assertEqual(401, page(NotFoundAnswer, request=program)())
        self.replace(interrupted_form="form")
        view = page(NotFoundAnswer)
        self.assertEqual(401, view())
        self.assertEqual("form", view.interrupted)
        self.assertTrue(view.template.filename.endswith("interrupted.pt"))
        self.asked.send_to_login.assert_called_once()

    def test_what_becomes_of_a_failure(self):
        early = {"PARENTS": [self.site]}
        late = {**early, "other": {"AUTHENTICATED_USER": None}}
        below = {"PARENTS": [object(), self.site]}
        for status, error, known, seen, request in (
            (400, BadRequest("x"), False, False, early),
            ("", BadRequest("x"), False, False, late),
            (404, BadRequest("x"), True, False, late),
            ("", BadRequest("x"), False, False, below),
            ("", ValueError("x"), False, False, early),
            ("", RuntimeError("x"), False, False, early),
            # An address that nothing can follow leads nowhere.
            (404, KeyError("x"), True, True, early),
            (418, KeyError("x"), True, True, late),
            (418, RuntimeError("x"), True, True, early),
            (404, RuntimeError("x"), True, False, early),
        ):
            self.replace(identify=known, may_know=seen)
            view = page(FailureAnswer, error, Request(**request))
            self.assertEqual(status, view(), (error, known, seen, request))
        self.assertEqual("", page(FailureAnswer, Redirect("x"))())
        self.assertTrue(error_views.transaction.abort.called)

    def test_without_the_store_no_page_is_made(self):
        self.replace(store_trouble=AWAY)
        with self.assertRaises(OSError):
            page(FailureAnswer, OSError("x"))()

    def test_strangers_are_told_what_was_wrong_on_public_pages_only(self):
        for status, error, public, published in (
            (400, BadRequest("x"), True, "x"),
            (400, DeserializationError("x"), True, "x"),
            ("", RuntimeError("x"), True, "x"),
            ("", BadRequest("x"), False, "x"),
            ("", BadRequest("x"), True, None),
        ):
            self.replace(is_public=public)
            view = page(FailureAnswer, error, Request(PUBLISHED=published))
            self.assertEqual(status, view.answer_stranger(), (error, public, published))
            if status:
                view.answer.assert_called_with(400, "BadRequest", error_views.UNREADABLE)

    def test_members_are_told_what_was_wrong(self):
        for error, told in (
            (BadRequest("zq"), (418, "BadRequest", "zq")),
            (RuntimeError("zq"), (418, "RuntimeError", error_views.FAILED)),
            (
                DeserializationError("zq"),
                (400, "BadRequest", error_views.UNREADABLE),
            ),
        ):
            view = page(FailureAnswer, error)
            self.assertEqual(told[0], view.describe())
            view.answer.assert_called_once_with(*told)
            # Which says what the status of an error of that class is.
            counted = view.request.response.setStatus.mock_calls
            self.assertEqual([call(type(error))] if told[0] == 418 else [], counted)

    def test_what_may_be_tried_again_says_when(self):
        for view_class, trouble in (
            (BusyAnswer, BUSY),
            (ProgramsBusyAnswer, error_views.FILES_BUSY),
            (NoSpaceAnswer, FULL),
        ):
            view, told = page(view_class), (trouble.kind, trouble.message)
            self.assertEqual(trouble.status, view.describe())
            view.answer.assert_called_once_with(trouble.status.value, *told)
            header = view.request.response.setHeader
            header.assert_called_once_with("Retry-After", str(trouble.retry_after))
        self.replace(store_trouble=FULL)
        self.assertEqual(507, page(FailureAnswer, OSError("x")).describe())

    def test_what_is_too_large_says_how_much_is_not(self):
        for most, said in (
            (64 * KB, "at most 64 kB"),
            (MB - 1, "at most 1023 kB"),
            (MB, "at most 1 MB"),
            (102 * MB, "at most 102 MB"),
        ):
            error = BodyTooLarge(most)
            self.assertEqual(str(most), str(error))
            view = page(TooLargeAnswer, error)
            self.assertEqual(413, view())
            self.assertIn(said, translate(view.answer.call_args.args[2]))

    def test_a_service_of_plones_is_misled_by_what_was_sent(self):
        theirs, ours = (type("View", (), {"__module__": name}) for name in ("p", "c"))
        ours.__module__ = "cites.cug.library"
        value = ValueError("x")
        for expected, error, view, request in (
            (True, DeserializationError("x"), ours(), {}),
            (False, value, theirs(), {}),
            (True, value, theirs(), {"QUERY_STRING": "a=b"}),
            (True, value, theirs(), {"method": "POST"}),
            (False, value, ours(), {"method": "POST"}),
            (False, RuntimeError("x"), theirs(), {"method": "POST"}),
            (True, Exception("x"), theirs(), {"method": "POST"}),
        ):
            self.replace(published_view=view)
            found = is_misled(error, Request(**request))
            self.assertIs(expected, found, (error, view, request))
        named = theirs()
        named.params = ["a"]
        self.replace(published_view=named)
        self.assertIs(True, is_misled(value, Request()))

    def test_what_comes_before_the_portal_has_no_page(self):
        view = UnreadableAnswer(None, Request())
        self.assertEqual("The request is not valid.", view())
        response = view.request.response
        response.setStatus.assert_called_once_with(400, lock=1)
        kind = "text/plain; charset=utf-8"
        response.setHeader.assert_called_once_with("Content-Type", kind)
        begun = {"other": {"TraversalRequestNameStack": []}}
        stranger = SimpleNamespace(other={})
        for request, view_class in (
            (Request(), FailureAnswer),
            (Request(**begun), FailureAnswer),
            (stranger, UnreadableAnswer),
            (SimpleNamespace(**begun), type(None)),
        ):
            found = error_views.unreadable(ValueError(), request)
            self.assertIs(view_class, type(found), request)


class IdentifyTest(unittest.TestCase):
    """A request that was refused on its way is logged in by the first who can."""

    def identify(self, logins=(), user_id=None, *folders):
        user = SimpleNamespace(getId=lambda: user_id)
        manager = SimpleNamespace(getUser=lambda: user)
        with patch.multiple(
            error_views,
            getSecurityManager=lambda: manager,
            getSite=lambda: None,
            aq_chain=lambda _site: folders,
            identified_logins=lambda users, _request: logins if users.known else (),
            complete_user=lambda _users, user_id, *_asked: self.users.get(user_id),
            newSecurityManager=DEFAULT,
        ) as found:
            known = error_views.identify("request")
        return known, found["newSecurityManager"].mock_calls

    def setUp(self):
        user = Mock()
        user.__of__ = lambda users: ("customs-xa", users)
        self.users = {"customs-xa": user}

    def test_who_is_it_already_stays_so(self):
        self.assertEqual((True, []), self.identify((), "customs-xa"))

    def test_by_the_users_of_the_portal_or_further_up(self):
        here, above, strange = Users(), Users(), SimpleNamespace(known=True)
        here.known, above.known = False, True
        folders = [SimpleNamespace(acl_users=one) for one in (strange, here, above)]
        folders.insert(0, SimpleNamespace())
        logins = [("nobody", "x"), ("customs-xa", "y")]
        known, begun = self.identify(logins, None, *folders)
        self.assertEqual([call("request", ("customs-xa", above))], begun)
        self.assertIs(True, known)
        self.assertEqual((False, []), self.identify(logins, None, *folders[:-1]))
        self.assertEqual((False, []), self.identify(logins[:1], None, *folders))


class AnswerTest(unittest.TestCase):
    """What is written of an answer, for readers and for programs."""

    def answer(self, status, request=None, **details):
        if request is None:
            request = Request(ACTUAL_URL="http://localhost/x")
        view = ErrorAnswer(None, request)
        view.template = lambda: "page"
        with patch.multiple(
            error_views,
            getSite=lambda: self.site,
            group_of=lambda place: place,
            may=lambda permission, group: permission in group.granted,
            keep_from_login=DEFAULT,
        ) as found:
            body = view.answer(status, "Kind", error_views.FAILED, **details)
        found["keep_from_login"].assert_called_once_with(view.request.response)
        view.request.response.setStatus.assert_called_once_with(status, lock=1)
        view.request.response.setBody.assert_called_once_with(body, lock=1)
        return view, body

    def setUp(self):
        self.site = Site()

    def test_a_page_shows_nothing_of_what_was_asked(self):
        view, body = self.answer(404)
        self.assertEqual("page", body)
        self.assertIs(self.site, view.context)
        self.assertEqual({"ACTUAL_URL": "http://localhost/portal"}, view.request)
        self.assertEqual({}, view.request.form)
        view.request.response.setBase.assert_called_once_with("")
        self.assertEqual((404, error_views.FAILED), (view.status, view.message))

    def test_a_failure_of_ours_has_a_reference_and_a_refusal_its_title(self):
        for status, has_one in ((499, False), (500, True)):
            view, _body = self.answer(status)
            self.assertIs(has_one, view.reference is not None)
            self.assertEqual(error_views.FAILED.default, view.page_title)
        number = view.reference.mapping["number"]
        self.assertEqual(request_id(view.request.environ), number)
        self.assertEqual("Not allowed", self.answer(403)[0].page_title)

    def test_programs_get_the_shape_of_all_errors(self):
        request = Request()
        alsoProvides(request, IAPIRequest)
        wrong = [{"field": "a"}]
        view, body = self.answer(400, request, errors=wrong, more=1)
        expected = {"type": "Kind", "message": error_views.FAILED.default}
        self.assertEqual({**expected, "errors": wrong, "more": 1}, json.loads(body))
        header = view.request.response.setHeader
        header.assert_called_once_with("Content-Type", "application/json")

    def test_readers_find_back_to_the_group_that_they_may_read(self):
        class Group(SimpleNamespace):
            absolute_url = staticmethod(lambda: "http://localhost/portal/a")

        mine = Group(granted={Permission.READ})
        self.site |= {"a": mine, "b": Group(granted=set())}
        for status, path, place in (
            (404, "/a/nothing", mine),
            (403, "/%61/edit", mine),
            (404, "/b/nothing", self.site),
            (404, "/c/nothing", self.site),
            (404, "", self.site),
            (500, "/a/nothing", self.site),
        ):
            url = f"http://localhost/portal{path}"
            view, _body = self.answer(status, Request(ACTUAL_URL=url))
            self.assertIs(place, view.context, (status, path))
        self.assertIs(self.site, self.answer(404, Request())[0].context)


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
            "cites.cug.library.lists.api.library.list_items", side_effect=Zq("failed")
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
            with patch(
                "cites.cug.web.publishing.error_views.is_offered", lambda _request: True
            ):
                self.answer(Exception(), user, view, **more)
            self.assertEqual(status, self.request.response.getStatus(), (view, user))
        with patch(
            "cites.cug.web.publishing.error_views.is_offered", lambda _request: False
        ):
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
        looking = "cites.cug.web.publishing.error_views.group_of"
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
