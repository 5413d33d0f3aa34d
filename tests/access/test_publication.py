"""What a request is about is the content that traversal met, and not its address."""

import unittest
from cites.cug.access.publication import (
    content_on_the_way,
    may_know,
    published_group,
    published_view,
)
from cites.cug.interfaces import ICugLayer
from cites.cug.testing import CUG_INTEGRATION
from plone.app.testing import login
from unittest.mock import patch
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


class PublicationTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.app, self.portal = self.layer["app"], self.layer["portal"]
        self.group = self.portal.cheetahs
        login(self.portal, "customs-xa")

    def request(self, *steps):
        return {"PUBLISHED": steps[0], "PARENTS": [*steps[1:], self.app]}

    def page(self):
        request = self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        return getMultiAdapter((self.group, request), name="cug")

    def test_the_deepest_content_comes_first_and_the_site_last(self):
        page = self.page()
        met = content_on_the_way(self.request(page, self.group, self.portal))
        self.assertEqual([self.group, self.group, self.portal], met)
        for steps in ((self.app.acl_users,), (None, self.portal)):
            self.assertEqual([self.portal], content_on_the_way(self.request(*steps)))

    def test_the_group_is_that_of_the_deepest(self):
        asked = "cites.cug.access.publication.getRequest"
        library = self.group.library
        for request, group in (
            (self.request(library, self.group, self.portal), self.group),
            (self.request(self.portal), None),
            ({}, None),
            (None, None),
        ):
            with patch(asked, return_value=request):
                self.assertEqual(group, published_group())

    def test_who_may_know_of_the_deepest_came_straight_there(self):
        library, other = self.group.library, self.portal.ivory
        self.assertTrue(may_know(self.request(library, self.group, self.portal)))
        # Content that the other group has from further up.
        self.assertFalse(may_know(self.request(library, other, self.portal)))
        self.assertFalse(may_know(self.request(other.library, other, self.portal)))

    def test_a_view_is_a_page_or_its_method(self):
        page = self.page()
        self.assertEqual(page, published_view({"PUBLISHED": page}))
        self.assertEqual(page, published_view({"PUBLISHED": page.__call__}))
        for other in (self.group, self.group.Title, None):
            self.assertIsNone(published_view({"PUBLISHED": other}))
