"""REST: ``{cug}/@hooks``, for the Secretariat."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.settings.outside import hook_addresses
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.login import authentication, web_hooks
from cites.cug.login.scopes import Scope
from cites.cug.login.web_hooks import HookLine
from cites.cug.membership.web_hooks import end_hook, make_hook, test_hook
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.resource.services import ResourceService
from collections.abc import Mapping, Sequence
from typing import Any
from zope.i18n import translate


LOG_IN_ANEW = _("membership_hooks_log_again_create_webhook_text")
KEYS = ("account", "address", "scopes")
#: Of what a web hook is told that does not say it.
USUAL = [Scope.READ_LIBRARY.value]


class HooksPost(ResourceService):
    """``POST {cug}/@hooks``: make one of a service account; its secret is shown once."""

    keys = KEYS

    def check_caller(self) -> None:
        if not authentication.has_proved(self.request):
            raise Refusal(LOG_IN_ANEW, FORBIDDEN)

    def reply(self) -> dict[str, Any]:
        told = {"scopes": USUAL, **self.body}
        hook_id, secret = make_hook(
            self.context, *map(told.get, KEYS), acting_user=self.user_id
        )
        return {**self.created(hook_id), "secret": secret}


class HookTest(ResourceService):
    """``POST {cug}/@hooks/{id}/test``: have a test sent; one that was given up is tried
    again with it. 204
    """

    def reply(self) -> None:
        test_hook(self.context, self.key, acting_user=self.user_id)


class Hooks(Resource):
    """Web hooks of the group's service accounts, without their secrets."""

    name = "hooks"
    context_interface = IClosedUserGroup
    verbs = (
        Verb(
            "GET",
            "",
            Permission.KEEP_ACCOUNTS,
            "the web hooks of the group's service accounts, and which\n"
            "addresses are allowed.",
        ),
        Verb("POST", "", Permission.KEEP_ACCOUNTS, service=HooksPost),
        Verb("POST", "{key}/test", Permission.KEEP_ACCOUNTS, service=HookTest),
        Verb(
            "DELETE",
            "{key}",
            Permission.KEEP_ACCOUNTS,
            "it is told nothing any more. 204",
        ),
    )
    size = None
    remove_action = staticmethod(end_hook)

    def list_items(self, filters: Mapping[str, Any]) -> list[HookLine]:
        return web_hooks.list_hooks(self.context.UID())

    def list_keys(self, items: Sequence[HookLine]) -> dict[str, Any]:
        return {"allowed": list(hook_addresses()), **super().list_keys(items)}

    def serialize_item(self, item: HookLine) -> dict[str, Any]:
        problem = web_hooks.in_words(item.problem)
        return {
            "@id": f"{self.rest_url}/{item.id}",
            "id": item.id,
            "account": item.user_id,
            "address": item.address,
            "scopes": list(item.scopes),
            "created": item.created.isoformat(),
            "failed": item.has_failed,
            "delivered": item.delivered and item.delivered.isoformat(),
            "next_try": item.next_try and item.next_try.isoformat(),
            "problem": problem and translate(problem, context=self.request),
        }
