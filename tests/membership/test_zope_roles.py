"""The Secretariat learns of roles that a member gets in Plone beside the roster."""

import requests
import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_HTTP
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.models import Notice
from cites.cug.membership.zope_roles import ROLES_CHANGED
from collective.workspace.interfaces import IWorkspace
from contextlib import contextmanager
from plone.app.testing import login, logout, SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from unittest import TestCase
from zope.component import getUtility


MEMBER, MANAGERS = "police-xb", "EXERCISE-managers"


class RolesTest(TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"]
        self.groups = [self.portal.cheetahs, self.portal.ivory]
        self.known = self.last()

    def last(self):
        transaction.abort()
        return session().scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc())) or 0

    def told(self):
        """What the trails of the groups say since the test began."""
        transaction.abort()
        rows = select(AuditEvent.target, AuditEvent.actor, AuditEvent.detail).where(
            AuditEvent.action == "member.zope-roles", AuditEvent.id > self.known
        )
        return [tuple(row) for row in session().execute(rows)]

    def check(self, *changes, actor="system"):
        """Each change is told once in each group that the member is in."""
        groups = [one for one in self.groups if MEMBER in IWorkspace(one).members]
        expected = [
            ("/".join(group.getPhysicalPath()), actor, {"members": [MEMBER], **change})
            for change in changes
            for group in groups
        ]
        told = self.told()
        self.assertEqual(sorted(expected, key=str), sorted(told, key=str))
        kind = Notice.kind == ROLES_CHANGED
        mails = {*session().execute(select(Notice.group_uid, Notice.user_id).where(kind))}
        self.assertLessEqual({(group.UID(), "secretariat") for group in groups}, mails)
        self.known = self.last()

    @contextmanager
    def changing(self):
        transaction.begin()
        logout()
        yield self.portal.acl_users
        transaction.commit()

    def test_by_rest(self):
        for given in (True, False):
            answer = requests.patch(
                f"{self.portal.absolute_url()}/@users/{MEMBER}",
                headers={"Accept": "application/json"},
                auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
                json={"roles": {"Manager": given, "Member": True}},
                timeout=120,
            )
            self.assertEqual(204, answer.status_code, answer.text[:500])
            change = {"given" if given else "taken": ["Manager"]}
            self.check(change, actor=SITE_OWNER_NAME)

    def test_by_the_page_for_users(self):
        """It changes the roles of an account so."""
        for roles in (["Member", "Manager"], ["Member"]):
            with self.changing() as users:
                login(self.layer["app"], SITE_OWNER_NAME)
                users.userFolderEditUser(MEMBER, None, roles, [])
                logout()
            change = {"given" if "Manager" in roles else "taken": ["Manager"]}
            self.check(change, actor=SITE_OWNER_NAME)

    def test_by_a_group(self):
        with self.changing() as users:
            users.source_groups.addGroup(MANAGERS)
            users.portal_role_manager.assignRolesToPrincipal(["Reviewer"], MANAGERS)
        self.assertEqual([], self.told(), "nobody is in it")
        with self.changing() as users:
            users.source_groups.addPrincipalToGroup(MEMBER, MANAGERS)
        self.check({"given": ["Reviewer"]})
        with self.changing() as users:
            users.portal_role_manager.assignRolesToPrincipal(["Manager"], MANAGERS)
        self.check({"given": ["Manager"], "taken": ["Reviewer"]})
        with self.changing() as users:
            users.source_groups.removePrincipalFromGroup(MEMBER, MANAGERS)
        self.check({"taken": ["Manager"]})

    def test_by_zopes_own_screens(self):
        """These call methods of the portal and of the store of roles."""
        given, taken = {"given": ["Reviewer"]}, {"taken": ["Reviewer"]}
        with self.changing():
            self.portal.manage_addLocalRoles(MEMBER, ["Reviewer"])
        self.check(given)
        with self.changing():
            self.portal.manage_setLocalRoles(MEMBER, ["Contributor"])
        self.check({"given": ["Contributor"], **taken})
        with self.changing():
            self.portal.manage_delLocalRoles([MEMBER])
        self.check({"taken": ["Contributor"]})
        with self.changing() as users:
            users.portal_role_manager.assignRoleToPrincipal("Reviewer", MEMBER)
        self.check(given)
        with self.changing() as users:
            users.portal_role_manager.removeRole("Reviewer")
        self.check(taken)

    def test_roles_of_everybody_are_told_to_each_group(self):
        with self.changing() as users:
            store = users.portal_role_manager
            store.assignRoleToPrincipal("Reviewer", "AuthenticatedUsers")
        places = {"/".join(group.getPhysicalPath()) for group in self.groups}
        self.assertEqual(places, {row[0] for row in self.told()})

    def test_who_is_on_no_roster_and_content_are_nobodys_affair(self):
        with self.changing() as users:
            store = users.portal_role_manager
            store.assignRolesToPrincipal(["Manager"], "zq-nobody")
            self.portal.cheetahs.library.manage_setLocalRoles(MEMBER, ["Reader"])
        self.assertEqual([], self.told())

    def test_the_mail_names_nobody(self):
        kind = getUtility(INoticeKind, name=ROLES_CHANGED)
        group = self.portal.cheetahs
        self.assertTrue(kind.wanted(None, group))
        text, url = kind.lines([None], group, "en")
        self.assertIn("audit trail", text)
        self.assertTrue(url.endswith("/audit-trail?action=member.zope-roles"))
