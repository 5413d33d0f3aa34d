"""Zope's own root is for operators: from elsewhere nothing is there."""

import unittest
from cites.cug.access.policy import Permission
from cites.cug.interfaces import ICugLayer
from cites.cug.web.publishing import zope_root
from cites.cug.web.publishing.error_views import FailureAnswer, UnreadableAnswer
from cites.cug.web.publishing.zope_root import check_outside, is_hidden, is_outside
from Products.CMFCore.interfaces import ISiteRoot
from Products.CMFCore.permissions import ManagePortal
from Products.Five.browser import BrowserView
from types import SimpleNamespace
from unittest.mock import Mock, patch
from zExceptions import NotFound, Unauthorized
from zope.browserresource.interfaces import IResource
from zope.interface import alsoProvides, implementer


OPERATOR, ELSEWHERE = "127.0.0.1", "203.0.113.7"


class Request(dict):
    """Of an object that was published below these parents."""

    def __init__(self, address, published, *parents):
        super().__init__(PUBLISHED=published, PARENTS=[*parents])
        self.environ = {"REMOTE_ADDR": address} if address else {}
        self.steps = ["view"]


@implementer(IResource)
class File:
    pass


def page(package):
    kind = type("View", (BrowserView,), {"__module__": f"{package}.browser"})
    return kind(None, None)


class App:
    acl_users = object()


@implementer(ISiteRoot)
class Portal:
    cheetahs = object()


class ZopeRootTest(unittest.TestCase):
    def setUp(self):
        self.app, self.portal = App(), Portal()
        self.login()

    def login(self, *granted):
        """As who may so much, each a permission and what it is for."""
        may = patch.object(zope_root, "may", lambda *asked: asked in granted)
        self.enterContext(may)

    def view_of(self, error, request):
        with patch.object(zope_root, "is_unread", lambda request: request is None):
            return zope_root.answer_error(error, request)

    def test_errors_are_told_where_somebody_may_know(self):
        inside = Request(ELSEWHERE, self.portal, self.app)
        self.assertIsNone(self.view_of(KeyError(), inside))
        answer = self.view_of(KeyError(), self.at_root(ELSEWHERE))
        self.assertIs(zope_root.OutsideAnswer, type(answer))
        self.assertIsNone(self.view_of(KeyError(), self.at_root(OPERATOR)))
        missing = self.view_of(NotFound(), self.at_root(OPERATOR))
        self.assertIs(zope_root.OutsideAnswer, type(missing))
        for is_open in (True, False):
            with patch.object(zope_root, "is_screen", return_value=is_open):
                answer = self.view_of(Unauthorized(), self.at_root(OPERATOR))
            self.assertIs(is_open, answer is None)
        unmet = Request(OPERATOR, None, self.app)
        answer = self.view_of(Unauthorized(), unmet)
        self.assertIs(zope_root.OutsideAnswer, type(answer))
        self.assertIs(UnreadableAnswer, type(self.view_of(KeyError(), None)))
        alsoProvides(inside, ICugLayer)
        self.assertIs(FailureAnswer, type(self.view_of(KeyError(), inside)))
        alsoProvides(root := self.at_root(ELSEWHERE), ICugLayer)
        self.assertIs(zope_root.OutsideAnswer, type(self.view_of(KeyError(), root)))

    def test_what_is_there_and_what_is_not_are_answered_alike(self):
        request = self.at_root(ELSEWHERE)
        request.response = Mock()
        with patch.object(zope_root, "keep_from_login") as kept:
            body = zope_root.OutsideAnswer(KeyError(), request)()
        self.assertEqual("There is nothing at this address.", body)
        request.response.setStatus.assert_called_once_with(404, lock=1)
        kind = "text/plain; charset=utf-8"
        request.response.setHeader.assert_called_once_with("Content-Type", kind)
        kept.assert_called_once_with(request.response)

    def at_root(self, address):
        return Request(address, self.app.acl_users, self.app)

    def check(self, request):
        check_outside(SimpleNamespace(request=request))

    def test_what_lies_in_a_portal_is_not_outside(self):
        self.assertTrue(is_outside(self.at_root(OPERATOR)))
        self.assertTrue(is_outside({}))
        for steps in (
            (self.portal, self.app),
            (self.portal.cheetahs, self.portal, self.app),
        ):
            request = Request(ELSEWHERE, *steps)
            self.assertFalse(is_outside(request) or is_hidden(request))
            self.check(request)

    def test_from_elsewhere_nothing_is_there(self):
        self.login((ManagePortal, self.app))
        for address in (ELSEWHERE, ""):
            self.assertTrue(is_hidden(self.at_root(address)))
            with self.assertRaises(NotFound):
                self.check(self.at_root(address))

    def test_an_operator_has_to_log_in(self):
        self.assertFalse(is_hidden(self.at_root(OPERATOR)))
        for granted in ((), ((ManagePortal, self.portal), (Permission.READ, self.app))):
            self.login(*granted)
            for is_open, raised in ((True, Unauthorized), (False, NotFound)):
                screen = patch.object(zope_root, "is_screen", return_value=is_open)
                with screen, self.assertRaises(raised):
                    self.check(self.at_root(OPERATOR))
            with self.assertRaises(NotFound):
                self.check(Request(OPERATOR, File(), self.app))
        self.login((ManagePortal, self.app))
        for is_open in (True, False):
            with patch.object(zope_root, "is_screen", return_value=is_open) as asked:
                if is_open:
                    self.check(self.at_root(OPERATOR))
                else:
                    with self.assertRaises(NotFound):
                        self.check(self.at_root(OPERATOR))
            asked.assert_called_once_with(
                self.at_root(OPERATOR), self.app, zope_root.OF_ROOT
            )
        for package in ("plone.restapi.services", "plone.schemaeditor"):
            with self.assertRaises(NotFound):
                self.check(Request(OPERATOR, page(package), self.app))
        self.check(Request(OPERATOR, File(), self.app))
