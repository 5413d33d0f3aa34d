"""Roles on the portal follow from rosters, and from no other group of such a name."""

import unittest
from cites.cug.access.roles import ANYWHERE, GROUP_ROLE
from cites.cug.access.site_roles import RolesAnywhere
from collective.workspace.pas import PLUGIN_ID
from types import SimpleNamespace


ROSTERS = ("Secretariat:uid", "Secretariat", "Nobody:uid", "Customs:uid")


class SiteRolesTest(unittest.TestCase):
    def test_a_group_of_a_roster_gives_its_role(self):
        info = {name: {"id": name} for name in ROSTERS}
        rosters = {PLUGIN_ID: SimpleNamespace(getGroupInfo=info.get)}
        site = SimpleNamespace(_getOb={"acl_users": rosters}.get)
        provider = RolesAnywhere(site)
        for name, group in (
            ("Secretariat:uid", "Secretariat"),
            ("Customs:uid", "Customs"),
            # Of that name, but of no roster, of no role, and of nobody's.
            ("Secretariat", None),
            ("Nobody:uid", None),
            ("Secretariat:other", None),
            (None, None),
        ):
            roles = (ANYWHERE[GROUP_ROLE[group]].value,) if group else ()
            self.assertEqual(roles, provider.getRoles(name), name)
        self.assertEqual([], [*provider.getAllRoles()])
