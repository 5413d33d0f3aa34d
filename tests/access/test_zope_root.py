"""Zope's own root is for operators: from elsewhere nothing is there."""

import unittest
from AccessControl.SecurityManagement import noSecurityManager
from cites.cug.access import zope_root
from cites.cug.access.error_views import FailureAnswer, UnreadableAnswer
from cites.cug.access.zope_root import check_outside, is_hidden, is_outside
from cites.cug.interfaces import ICugLayer
from cites.cug.testing import CUG_INTEGRATION
from plone.app.testing import login, SITE_OWNER_NAME
from types import SimpleNamespace
from unittest.mock import patch
from zExceptions import NotFound, Unauthorized
from zope.interface import alsoProvides


OPERATOR, ELSEWHERE = "127.0.0.1", "203.0.113.7"


class Request(dict):
    """Of an object that was published below these parents."""

    def __init__(self, address, published, *parents):
        super().__init__(PUBLISHED=published, PARENTS=[*parents])
        self.environ = {"REMOTE_ADDR": address} if address else {}


class ZopeRootTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.app, self.portal = self.layer["app"], self.layer["portal"]
        noSecurityManager()

    def view_of(self, error, request):
        with patch.object(zope_root, "is_unread", lambda request: request is None):
            return zope_root.answer_error(error, request)

    def test_errors_are_told_where_somebody_may_know(self):
        inside = Request(ELSEWHERE, self.portal, self.app)
        self.assertIsNone(self.view_of(KeyError(), inside))
        answer = self.view_of(KeyError(), self.at_root(ELSEWHERE))
        self.assertIs(zope_root.OutsideAnswer, type(answer))
        self.assertIsNone(self.view_of(KeyError(), self.at_root(OPERATOR)))
        self.assertIs(UnreadableAnswer, type(self.view_of(KeyError(), None)))
        request = self.layer["request"].clone()
        request["PUBLISHED"] = self.portal
        alsoProvides(request, ICugLayer)
        self.assertIs(FailureAnswer, type(self.view_of(KeyError(), request)))

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
        login(self.app, SITE_OWNER_NAME)
        for address in (ELSEWHERE, ""):
            self.assertTrue(is_hidden(self.at_root(address)))
            with self.assertRaises(NotFound):
                self.check(self.at_root(address))

    def test_an_operator_has_to_log_in(self):
        self.assertFalse(is_hidden(self.at_root(OPERATOR)))
        with self.assertRaises(Unauthorized):
            self.check(self.at_root(OPERATOR))
        login(self.portal, "secretariat")
        with self.assertRaises(Unauthorized):
            self.check(self.at_root(OPERATOR))
        login(self.app, SITE_OWNER_NAME)
        self.check(self.at_root(OPERATOR))
