"""The few screens of Zope that are open."""

import unittest
from cites.cug.access.zope_screens import is_screen, OF_ROOT, OF_SITE
from types import SimpleNamespace


class Place:
    def __init__(self, path):
        self.path = tuple(path.split("/"))

    def getPhysicalPath(self):
        return self.path


ROOT, SITE = Place(""), Place("/portal")


class ZopeScreensTest(unittest.TestCase):
    def is_screen(self, owner, name, above, screens):
        class Request(dict):
            steps = ["portal", name]

        return is_screen(Request(PARENTS=[owner, ROOT]), above, screens)

    def test_a_screen_is_named_with_the_place_of_its_object(self):
        mail, users = Place("/portal/MailHost"), Place("/acl_users/users")
        for expected, owner, name in (
            (True, mail, "manage_main"),
            (True, mail, "manage_makeChanges"),
            (False, mail, "manage_findForm"),
            (False, SITE, "manage_main"),
            (False, ROOT, "manage_main"),
            (False, users, "manage_users"),
            (False, Place("/portal/cheetahs/MailHost"), "manage_main"),
            (False, SimpleNamespace(), "manage_main"),
        ):
            found = self.is_screen(owner, name, SITE, OF_SITE)
            self.assertIs(expected, found, (owner, name))
        for expected, owner, name in (
            (True, ROOT, "manage_main"),
            (True, users, "manage_users"),
            (False, ROOT, "manage_exportObject"),
            (False, Place("/acl_users"), "manage_users"),
            (False, mail, "manage_main"),
        ):
            found = self.is_screen(owner, name, ROOT, OF_ROOT)
            self.assertIs(expected, found, (owner, name))
