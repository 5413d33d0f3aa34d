"""What a request is about is the content that traversal met, and not its address."""

import unittest
from cites.cug.access import publication
from cites.cug.access.policy import Permission
from cites.cug.access.publication import (
    content_on_the_way,
    is_static_file,
    may_know,
    published_group,
    published_view,
)
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ICugLayer
from plone.app.testing import login
from plone.resource.interfaces import IResourceDirectory
from plone.rest import Service
from Products.CMFCore.interfaces import IContentish, ISiteRoot
from Products.Five.browser import BrowserView
from unittest.mock import patch
from zope.browserresource.interfaces import IResource
from zope.component import getMultiAdapter
from zope.interface import alsoProvides, implementer


class Content:
    """At a place; the site is content too."""

    def __init__(self, path=""):
        self.path = ("", *path.split())

    def getPhysicalPath(self):
        return self.path


@implementer(IContentish)
class Item(Content):
    pass


@implementer(ISiteRoot)
class Site(Content):
    pass


@implementer(IResource)
class File:
    pass


@implementer(IResourceDirectory)
class Folder:
    pass


class Request(dict):
    """Its verb is an attribute, as plone.rest sets it."""


def page_of(context):
    return BrowserView(context, None)


class StepsTest(unittest.TestCase):
    """By the objects of an address alone, without a portal."""

    def setUp(self):
        self.site, self.item = Site("portal"), Item("portal group item")
        site = patch.object(publication, "getSite", lambda: self.site)
        self.enterContext(site)
        self.viewed = self.enterContext(patch.object(publication, "may"))

    def test_content_is_what_says_so_and_what_a_page_is_of(self):
        marked, root = Content(), Content()
        alsoProvides(marked, IContentish)
        alsoProvides(root, ISiteRoot)
        tool = Content()
        for steps, expected in (
            ((self.item, self.site), [self.item, self.site]),
            ((page_of(self.item), marked, root), [self.item, marked, root]),
            ((page_of(tool), tool, self.site), [self.site]),
            ((tool, None), [self.site]),
        ):
            request = {"PUBLISHED": steps[0], "PARENTS": steps[1:]}
            self.assertEqual(expected, content_on_the_way(request))
        self.assertEqual([self.site], content_on_the_way({}))

    def test_only_a_straight_way_is_known_to_who_may_view_its_end(self):
        group, other = Item("portal group"), Item("portal other")
        for parents, may_view, knows in (
            ((group, self.site), True, True),
            ((group, self.site), False, False),
            ((group, other, self.site), True, False),
            ((other, self.site), True, False),
            ((), True, True),
        ):
            self.viewed.return_value = may_view
            request = {"PUBLISHED": self.item, "PARENTS": parents}
            self.assertIs(knows, may_know(request), parents)
        self.viewed.assert_called_with(Permission.VIEW, self.item)

    def test_a_view_is_a_page_or_a_service_or_the_method_of_one(self):
        page, service = page_of(self.item), Service()
        service.__name__ = "GET_application_json_@search"
        get, delete = "GET_application_json_", "DELETE_application_json_"
        for published, verb, view in (
            (page, None, page),
            (page.__init__, None, page),
            (service, get, service),
            (service.__init__, get, service),
            (service, delete, None),
            (service, None, None),
            (self.item, None, None),
            (self.item.getPhysicalPath, None, None),
            (None, None, None),
        ):
            request = Request(PUBLISHED=published)
            request._rest_service_id = verb
            self.assertIs(view, published_view(request), (published, verb))

    def test_files_of_the_software_are_the_sites_own(self):
        site, item = self.site, self.item
        for is_file, published, parents in (
            (True, File(), [site]),
            (True, File(), [Folder(), site, Content()]),
            (False, item, [site]),
            (False, File(), [item, site]),
            (False, File(), [Content(), site]),
            (False, item, [File(), site]),
            (False, page_of(site), [site]),
            (False, site, []),
            (True, File(), [site, site]),
        ):
            request = {"PUBLISHED": published, "PARENTS": parents}
            self.assertIs(is_file, is_static_file(request), (published, parents))

    def test_content_is_not_asked_what_its_class_says(self):
        """It would look for the schema of its type, for each step of each request."""
        for interface in (IContentish, ISiteRoot):
            kind = implementer(interface)(type("Kind", (Content,), {}))
            kind.__providedBy__ = property(lambda _content: self.fail("asked"))
            found = kind()
            self.assertEqual([found], content_on_the_way({"PUBLISHED": found}))

    def test_the_group_of_a_request_is_that_of_its_deepest_content(self):
        request = {"PUBLISHED": self.item, "PARENTS": [self.site]}
        groups = {self.item: "group", self.site: None}
        with patch.object(publication, "group_of", groups.get):
            for asked, group in ((request, "group"), ({}, None), (None, None)):
                with patch.object(publication, "getRequest", lambda asked=asked: asked):
                    self.assertEqual(group, published_group())


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
