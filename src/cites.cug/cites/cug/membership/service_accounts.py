"""Service accounts: programs of an authority, which come with tokens only.

A service account is on the roster like a member, so that everybody sees it. Its category
decides what it may read; suspending or removing it ends its tokens. It has no password
and no mailbox, and decides on nothing.
"""

import secrets
from cites.cug.access.roles import Category
from cites.cug.core.trail.trail import record
from cites.cug.login import api_tokens
from cites.cug.login.audit_records import record_account
from cites.cug.login.scopes import Scope
from cites.cug.login.token_terms import TokenTerms
from cites.cug.login.user_folders import add_without_password, path_of
from cites.cug.membership.actions import admit_member
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from plone import api
from typing import Any


#: Service accounts get no access to messages: members write these to people.
SCOPES = tuple(
    scope for scope in Scope if scope not in (Scope.READ_MESSAGES, Scope.SEND_MESSAGES)
)
CATEGORIES = tuple(one for one in Category if one is not Category.SECRETARIAT)


def make_service_account(
    group: Any,
    name: str,
    category: Category,
    *,
    country: str,
    organisation: str,
    acting_user: str,
) -> str:
    """Make a service account and add it to the roster. Answers its random user id."""
    user_id = f"s{secrets.token_hex(8)}"
    users = api.portal.get_tool("acl_users")
    add_without_password(users, user_id)
    record_account("account.add", user_id, acting_user=acting_user)
    users.portal_role_manager.assignRoleToPrincipal("Member", user_id)
    api.user.get(userid=user_id).setMemberProperties({"fullname": name})
    admit_member(
        group,
        user_id,
        category,
        country=country,
        organisation=organisation,
        acting_user=acting_user,
    )
    return user_id


def service_accounts(group: Any) -> dict[str, Mapping[str, Any]]:
    """The group's service accounts: user id → roster entry."""
    members = IWorkspace(group).members.items()
    return {user_id: entry for user_id, entry in members if entry.get("service")}


def make_token(group: Any, user_id: str, terms: TokenTerms, *, acting_user: str) -> str:
    """Make a token for a service account of the group. Answers its secret, to be shown
    once.
    """
    folder = path_of(api.portal.get_tool("acl_users"))
    token_id, secret = api_tokens.make(user_id, folder, *terms)
    detail: dict[str, Any] = {"member": user_id, "token": token_id, "name": terms.name}
    detail["scopes"] = sorted(terms.scopes)
    record("service.token", target=group, acting_user=acting_user, detail=detail)
    return secret


def end_token(group: Any, user_id: str, token_id: str, *, acting_user: str) -> bool:
    """End a token of a service account; whether there was one."""
    if not api_tokens.revoke(user_id, token_id):
        return False
    detail = {"member": user_id, "token": token_id}
    record("service.token-end", target=group, acting_user=acting_user, detail=detail)
    return True
