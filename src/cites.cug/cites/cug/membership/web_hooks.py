"""The Secretariat gives a service account a web hook, tests it and ends it."""

from cites.cug import _
from cites.cug.access.features import Feature, require_feature
from cites.cug.core.settings.outside import hook_receiver
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    CONFLICT,
    FieldErrors,
    invalid,
    Missing,
    Refusal,
)
from cites.cug.login import web_hooks
from cites.cug.login.scopes import Scope
from cites.cug.login.token_terms import are_some_of
from cites.cug.membership.roster import ACTIVE
from cites.cug.membership.service_accounts import service_accounts
from datetime import datetime, UTC
from typing import Any
from urllib.parse import urlsplit


NOT_ALLOWED = _("membership_web_hooks_operator_portal_allow_address_text")
NO_SCOPES = _("membership_web_hooks_choose_what_program_told_text")
NO_ACCOUNT = _("membership_web_hooks_service_account_group_suspended_text")
TOO_MANY = _("membership_web_hooks_account_webhooks_already_end_text")
TEXT_EXPECTED = _("common_enter_a_text_error")


def make_hook(
    group: Any, user_id: Any, address: Any, scopes: Any, *, acting_user: str
) -> tuple[str, str]:
    """Make a hook of a service account. Returns its id, and its secret to be shown once.

    Raises InvalidValues, and Refusal where the group has not turned web hooks on or the
    account has as many as it may have. The trail keeps the server's name alone: the rest
    of an address may be a secret.
    """
    require_feature(group, Feature.HOOKS)
    mistakes = FieldErrors()
    mistakes.gather(_require_account, group, user_id)
    mistakes.gather(_require_receiver, address)
    if not are_some_of(scopes, web_hooks.SCOPES):
        mistakes.add("scopes", NO_SCOPES)
    mistakes.raise_any()
    if len(web_hooks.list_hooks(group.UID(), user_id)) >= web_hooks.MOST:
        limit = {"limit": web_hooks.MOST}
        raise Refusal(_(TOO_MANY, mapping=limit), CONFLICT)
    told = frozenset(map(Scope, scopes))
    hook_id, secret = web_hooks.keep_hook(
        user_id, group.UID(), address, told, acting_user=acting_user
    )
    detail = {"member": user_id, "hook": hook_id, "server": urlsplit(address).netloc}
    detail["scopes"] = ", ".join(sorted(told))
    record("hook.make", target=group, acting_user=acting_user, detail=detail)
    return hook_id, secret


def _require_account(group: Any, user_id: Any) -> None:
    if not isinstance(user_id, str):
        raise invalid("account", TEXT_EXPECTED)
    entry = service_accounts(group).get(user_id)
    if entry is None or entry["state"] != ACTIVE:
        raise invalid("account", NO_ACCOUNT)


def _require_receiver(address: Any) -> None:
    if not isinstance(address, str):
        raise invalid("address", TEXT_EXPECTED)
    if hook_receiver(address) is None:
        raise invalid("address", NOT_ALLOWED)


def test_hook(group: Any, hook_id: str, *, acting_user: str) -> None:
    """Have a test sent, also to one that was given up: it is tried again with that.

    Raises Missing.
    """
    if not web_hooks.test_hook(group.UID(), hook_id, datetime.now(UTC)):
        raise Missing(hook_id)
    _record("hook.test", group, hook_id, acting_user)


def end_hook(group: Any, hook_id: str, *, acting_user: str) -> None:
    """Raises Missing."""
    if not web_hooks.end_hook(group.UID(), hook_id):
        raise Missing(hook_id)
    _record("hook.end", group, hook_id, acting_user)


def _record(action: str, group: Any, hook_id: str, acting_user: str) -> None:
    record(action, target=group, acting_user=acting_user, detail={"hook": hook_id})
