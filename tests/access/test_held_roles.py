"""Roles that are computed once for a user give the answers that Zope gives."""

import unittest
from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from Acquisition import aq_base, Implicit
from borg.localrole.workspace import WorkspaceLocalRoleManager
from cites.cug.access import held_roles
from cites.cug.access.guard import may
from cites.cug.access.held_roles import answer
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Role
from cites.cug.demo.testing import CUG_INTEGRATION, GROUPS, OUTSIDER
from cites.cug.interfaces import IClosedUserGroup
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from Products.CMFCore.interfaces import ISiteRoot
from Products.Five import BrowserView
from Products.PlonePAS.plugins.ufactory import PloneUser
from unittest.mock import Mock, patch
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest
from zope.interface import implementer


class Place(Implicit):
    """Below another, with or without roles of its own."""

    def __init__(self, **attributes):
        vars(self).update(attributes)


@implementer(IClosedUserGroup)
class Group(Place):
    pass


@implementer(ISiteRoot)
class Site(Place):
    pass


class Closed(Place):
    __ac_local_roles_block__ = True


class User(PloneUser):
    """Only by its class is a user known."""


def user_of(kind=PloneUser, roles=("CUG Enforcement",)):
    user = kind.__new__(kind)
    user.getId = lambda: "customs-xa"
    user.getGroups, user.getRoles = (lambda: ["Customs:uid"]), (lambda: ["Member"])
    user.getRolesInContext = Mock(return_value=[*roles, "Member"])
    return user


class PlaceTest(unittest.TestCase):
    """What is kept and what it follows from, without a portal."""

    def setUp(self):
        self.within = Mock(return_value=True)
        self.enterContext(patch.object(held_roles, "is_user_within", self.within))
        self.site = Site()
        self.group = Group().__of__(self.site)
        self.item = Place().__of__(Place().__of__(self.group))

    def test_where_roles_are_kept_of_an_object(self):
        kept_away = Place(__ac_local_roles_block__=True).__of__(self.group)
        for obj, place in (
            (self.group, self.group),
            (self.item, self.group),
            (self.site, self.site),
            (Place().__of__(self.site), self.site),
            (kept_away, None),
            (Place().__of__(kept_away), None),
            (Closed().__of__(self.group), None),
            (Place(), None),
            (None, None),
            # What a group says of itself is looked at where its roles are.
            (Group(__ac_local_roles_block__=True).__of__(self.site), "itself"),
        ):
            expected = obj if place == "itself" else place
            self.assertEqual(expected, held_roles._place(obj))

    def test_only_what_the_roles_on_the_group_tell_is_answered(self):
        enforcement, other = ["CUG Enforcement"], ["CUG Secretariat"]
        elsewhere = Place()
        for expected, obj, wanted in (
            (True, self.group, enforcement),
            (True, self.item, enforcement),
            (False, self.group, other),
            (None, self.item, other),
            (None, elsewhere, enforcement),
            (None, self.group, "CUG Enforcement"),
            (None, self.group, None),
            (None, self.group, [*enforcement, "Anonymous"]),
        ):
            with patch.object(
                held_roles, "rolesForPermissionOn", return_value=wanted
            ) as asked:
                found = answer(user_of(), "Read", obj)
                self.assertIs(expected, found, (obj, wanted))
                if asked.called:
                    asked.assert_called_once_with("Read", obj)
                self.assertIsNone(answer(user_of(User), "Read", obj))
                self.within.return_value = False
                self.assertIsNone(answer(user_of(), "Read", obj))
                self.within.return_value = True

    def test_local_roles_are_told_without_those_held_everywhere(self):
        told = {"CUG Enforcement"}
        for user, obj, is_within, expected in (
            (user_of(), self.item, True, told),
            (user_of(User), self.item, True, set()),
            (user_of(), Place(), True, set()),
            (user_of(), self.item, False, set()),
        ):
            self.within.return_value = is_within
            self.assertEqual(expected, held_roles.known_local_roles(user, obj))

    def test_they_are_found_out_anew_when_what_they_follow_from_has_changed(self):
        user = user_of()
        asked = user.getRolesInContext

        def times(place=self.group):
            held_roles._held(user, place)
            return asked.call_count

        self.assertEqual([1, 1], [times(), times()])
        for number, change in enumerate(
            (
                lambda: setattr(user, "getGroups", lambda: ["Police:uid"]),
                lambda: setattr(user, "getRoles", lambda: ["Manager"]),
                lambda: setattr(user, "getId", lambda: "police-xa"),
                lambda: setattr(self.group, "__ac_local_roles__", {"a": ["Owner"]}),
                lambda: self.group.__ac_local_roles__["a"].append("Reader"),
                lambda: setattr(self.site, "__ac_local_roles__", lambda: {"a": ["x"]}),
                lambda: setattr(self.group, "__ac_local_roles_block__", True),
            ),
            start=2,
        ):
            change()
            self.assertEqual([number, number], [times(), times()], number)
        other = Group().__of__(self.site)
        self.assertEqual([9, 9, 9], [times(other), times(other), times()])
        # Another place that has come to lie where this one lay in memory.
        kept = vars(user)[held_roles.KEPT]
        kept[id(aq_base(other))] = kept[id(aq_base(self.group))]
        self.assertEqual(10, times(other))


class HeldRolesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group, self.other = self.portal.cheetahs, self.portal.ivory
        login(self.portal, "customs-xa")
        self.alert = api.content.create(
            self.group.library, "Alert", title="x", alert_type="other", handling="green"
        )

    def zope_says(self, permission, obj):
        """Zope keeps its own answers as long as the request."""
        kept = IAnnotations(getRequest())
        for key in [key for key in kept if "borg.localrole" in str(key)]:
            del kept[key]
        with self.plones_own():
            return bool(getSecurityManager().checkPermission(permission, obj))

    def plones_own(self):
        """Meanwhile Plone's plug-in does not know of what is kept."""
        theirs = WorkspaceLocalRoleManager._old_checkLocalRolesAllowed
        return patch.object(WorkspaceLocalRoleManager, "checkLocalRolesAllowed", theirs)

    def compare(self):
        """How many questions were answered without Zope."""
        places = (self.portal, self.group, self.group.library, self.alert)
        known = 0
        for place in (*places, self.other, self.other.library, self.group.library.ivory):
            for permission in Permission:
                says = self.zope_says(permission, place)
                with self.subTest(user=self.user().getId(), place=place, what=permission):
                    self.assertIs(says, may(permission, place))
                known += answer(self.user(), permission, place) is not None
        return known

    def user(self):
        return getSecurityManager().getUser()

    def test_the_answers_are_zopes(self):
        for name in sorted({*GROUPS["cheetahs"].members, OUTSIDER}):
            login(self.portal, name)
            self.assertGreater(self.compare(), 0)
        login(self.layer["app"], SITE_OWNER_NAME)
        self.compare()
        with api.env.adopt_roles(["Anonymous"]):
            self.compare()

    def test_pages_and_services_are_open_to_the_same(self):
        """Zope asks for each of them, with the roles that open it."""
        request = getRequest()
        places = (self.portal, self.group, self.group.library, self.alert, self.other)
        objects = [*places, *(BrowserView(one, request) for one in places)]
        objects += [self.group.manage_main, self.alert.Title]
        roles = [*map(str, Role), "Owner", "Member", "Authenticated", "Manager"]
        opened = 0
        for name in sorted({*GROUPS["cheetahs"].members, OUTSIDER}):
            login(self.portal, name)
            for obj in objects:
                for wanted in ([role] for role in roles):
                    kept = IAnnotations(request)
                    for key in [key for key in kept if "borg.localrole" in str(key)]:
                        del kept[key]
                    with self.plones_own():
                        theirs = bool(self.user().allowed(obj, wanted))
                    ours = bool(self.user().allowed(obj, wanted))
                    with self.subTest(user=name, obj=obj, role=wanted):
                        self.assertIs(theirs, ours)
                    opened += ours
        self.assertGreater(opened, 0)

    def test_roles_are_found_out_once(self):
        """By who lets somebody reach a page, and by who asks what may be done there."""
        page = BrowserView(self.group, getRequest())
        login(self.portal, "customs-xa")
        method = "getRolesInContext"
        plones = getattr(WorkspaceLocalRoleManager, method)
        with patch.object(WorkspaceLocalRoleManager, method, autospec=True) as asked:
            asked.side_effect = plones
            self.assertTrue(self.user().allowed(page, [Role.ENFORCEMENT.value]))
            self.assertTrue(may(Permission.VIEW, self.group))
        asked.assert_called_once()

    def test_a_page_is_answered_without_zope(self):
        for permission in (Permission.READ, Permission.KEEP_MEMBERS):
            self.assertIsNotNone(answer(self.user(), permission, self.group))
        self.assertTrue(answer(self.user(), Permission.ADD_ALERT, self.group.library))

    def test_local_roles_count_at_once(self):
        self.assertFalse(may(Permission.PUBLISH, self.group))
        self.group.manage_setLocalRoles("customs-xa", [Role.SECRETARIAT.value])
        self.assertTrue(may(Permission.PUBLISH, self.group))
        self.assertTrue(may(Permission.PUBLISH, self.alert))
        self.group.manage_delLocalRoles(["customs-xa"])
        self.assertFalse(may(Permission.PUBLISH, self.group))
        self.assertFalse(may(Permission.PUBLISH, self.alert))

    def test_local_roles_above_count_too(self):
        self.assertFalse(may(Permission.PUBLISH, self.group))
        self.portal.manage_setLocalRoles("customs-xa", [Role.SECRETARIAT.value])
        self.assertTrue(may(Permission.PUBLISH, self.group))
        self.group.__ac_local_roles_block__ = True
        self.assertFalse(may(Permission.PUBLISH, self.group))

    def test_roles_from_above_may_be_kept_away(self):
        self.assertTrue(may(Permission.ADD_ALERT, self.group.library))
        self.group.library.__ac_local_roles_block__ = True
        self.assertFalse(self.zope_says(Permission.ADD_ALERT, self.group.library))
        self.assertFalse(may(Permission.ADD_ALERT, self.group.library))

    def test_groups_and_roles_of_the_user_count_at_once(self):
        self.assertFalse(may(Permission.PUBLISH, self.group))
        self.user()._addGroups([f"Secretariat:{self.group.UID()}"])
        self.assertTrue(may(Permission.PUBLISH, self.group))
        self.assertFalse(may(Permission.ADD_GROUP, self.portal))
        self.user()._addRoles(["Manager"])
        self.assertTrue(may(Permission.ADD_GROUP, self.portal))

    def test_what_roles_may_counts_at_once(self):
        self.assertTrue(may(Permission.READ, self.group))
        self.group.manage_permission(Permission.READ, ["Manager"], acquire=0)
        self.assertFalse(may(Permission.READ, self.group))

    def test_who_acts_as_another_has_the_other_s_roles(self):
        self.assertFalse(may(Permission.PUBLISH, self.group))
        with api.env.adopt_user("secretariat"):
            self.assertTrue(may(Permission.PUBLISH, self.group))
        self.assertFalse(may(Permission.PUBLISH, self.group))

    def test_members_of_elsewhere_are_zopes_to_judge(self):
        users = self.portal.acl_users
        stranger = users.getUserById("secretariat")
        newSecurityManager(None, stranger.__of__(self.other))
        self.assertIs(
            self.zope_says(Permission.PUBLISH, self.group),
            may(Permission.PUBLISH, self.group),
        )
