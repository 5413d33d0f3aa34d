"""The canaried portal as a layer, built once and served over HTTP."""

import secrets
import transaction
from cites.cug.access.roles import Category
from cites.cug.demo.testing import (
    BARE_SERVER,
    CUG_FIXTURE,
    CUG_SERVER,
    CugTesting,
    GROUPS,
    PASSWORD,
)
from cites.cug.login import api_tokens
from cites.cug.login.api_tokens import PREFIX
from cites.cug.login.token_terms import TokenTerms
from cites.cug.membership.actions import admit_member
from cites.cug.membership.service_accounts import make_service_account, make_token, SCOPES
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.testing import login, PloneSandboxLayer, SITE_OWNER_NAME
from tests.access.canaries import Builder, Canaried, canary, FOLDER_STATES, ITEM_STATES
from tests.access.mailboxes import records, restore, write_messages
from tests.access.matrix import SERVICE
from tests.access.permits import keep_permits
from tests.access.probe import SERVICE_TOKEN
from tests.access.requests import keep_requests
from tests.access.teams import make_workspaces
from unittest.mock import patch


#: Members of ``ivory`` only; the accounts of the contract are all in ``cheetahs`` too.
IVORY_ONLY = {
    "customs-ivory": Category.CUSTOMS,
    "secretariat-ivory": Category.SECRETARIAT,
}
ROSTERS = {
    "cheetahs": frozenset(GROUPS["cheetahs"].members).union({SERVICE}),
    "ivory": frozenset(GROUPS["ivory"].members).union(IVORY_ONLY),
}
MEMBERS = ROSTERS["cheetahs"] | ROSTERS["ivory"]
AUTHORS = {"cheetahs": "customs-xa", "ivory": "police-xb"}


def strangers_names(account: str | None) -> set[str]:
    """Names and ids of those with whom an account shares no group."""
    known = {account} | ({*MEMBERS} if account == SITE_OWNER_NAME else set())
    for members in ROSTERS.values():
        known |= members if account in members else set()
    strangers = MEMBERS - known
    return strangers | {canary("member", name) for name in strangers}


def fill(group, author: str) -> list[Canaried]:
    """One of everything, in each state."""
    builder = Builder(group)
    portal = api.portal.get()
    builder.name_containers()
    login(portal, "secretariat")
    folders = {state: builder.folder(group.library, state) for state in FOLDER_STATES}
    login(portal, author)
    for state in ITEM_STATES:
        builder.alert(group.library, state, state)
        builder.document(group.library, state, state)
    # Open to all members, in a folder that is not.
    builder.document(folders["enforcement"], "below", "shared")
    return builder.made


def make_program(group) -> None:
    """A service account with a token for all that such a token can be for."""
    more = {"country": "XA", "organisation": "Customs, XA", "acting_user": "secretariat"}
    with patch.object(secrets, "token_hex", return_value=SERVICE.removeprefix("s")):
        make_service_account(group, SERVICE, Category.CUSTOMS, **more)
    terms = TokenTerms("x", list(SCOPES), datetime.now(UTC) + timedelta(days=1))
    secret = SERVICE_TOKEN.removeprefix(PREFIX)
    with patch.object(api_tokens, "new_secret", return_value=secret):
        make_token(group, SERVICE, terms, acting_user="secretariat")


class CanaryLayer(PloneSandboxLayer):
    """``self["objects"]`` and ``self["messages"]`` list all that is there to be seen."""

    defaultBases = (CUG_FIXTURE,)

    def setUpPloneSite(self, portal):
        for name, category in IVORY_ONLY.items():
            portal.acl_users.userFolderAddUser(name, PASSWORD, ["Member"], [])
            admit_member(portal.ivory, name, category, acting_user=SITE_OWNER_NAME)
        make_program(portal.cheetahs)
        for name in MEMBERS:
            properties = {"fullname": canary("member", name)}
            member = portal.portal_membership.getMemberById(name)
            member.setMemberProperties(properties)
        self["objects"] = [
            canaried
            for group_id, author in AUTHORS.items()
            for canaried in fill(portal[group_id], author)
        ] + make_workspaces(portal)
        self["messages"] = write_messages(portal)
        self["permits"] = keep_permits()
        self["requests"] = keep_requests(portal)
        transaction.commit()
        # That it is used is kept now and then: here, and in no test.
        api_tokens.keep_used(api_tokens.find_token(SERVICE_TOKEN))
        self["kept"] = records()


class CanaryTesting(CugTesting):
    """Each test finds the messages, whatever became of them in the one before."""

    def testSetUp(self):
        super().testSetUp()
        self.restore()

    def restore(self):
        restore(self["kept"])


CANARY_FIXTURE = CanaryLayer()
CANARY_FUNCTIONAL = CanaryTesting(bases=(CANARY_FIXTURE,), name="cites.cug:Canary")
# Without the door: permissions alone must hold.
CANARY_HTTP = CanaryTesting(
    bases=(CANARY_FIXTURE, BARE_SERVER), name="cites.cug:CanaryHTTP"
)
#: With the door in front of Zope, as a deployment has it.
CANARY_SERVED = CanaryTesting(
    bases=(CANARY_FIXTURE, CUG_SERVER), name="cites.cug:CanaryServed"
)
