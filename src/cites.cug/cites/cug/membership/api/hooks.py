"""REST: ``{cug}/@hooks``, for the Secretariat."""

from cites.cug import _
from cites.cug.core.settings.outside import hook_addresses
from cites.cug.core.validation.errors import FORBIDDEN, Missing, Refusal
from cites.cug.login import authentication, web_hooks
from cites.cug.login.scopes import Scope
from cites.cug.login.web_hooks import HookLine
from cites.cug.membership.web_hooks import end_hook, make_hook, test_hook
from cites.cug.web.restapi.items import ItemService
from cites.cug.web.restapi.services import RestService
from typing import Any


LOG_IN_ANEW = _("Log in anew to make a web hook, or make it on the page.")
KEYS = ("account", "address", "scopes")
#: Of what a web hook is told that does not say it.
USUAL = [Scope.READ_LIBRARY.value]


class HookService(RestService):
    """Base of the services."""

    def serialize_item(self, hook: HookLine) -> dict[str, Any]:
        problem = web_hooks.in_words(hook.problem)
        return {
            "@id": f"{self.url}/{hook.id}",
            "id": hook.id,
            "account": hook.user_id,
            "address": hook.address,
            "scopes": list(hook.scopes),
            "created": hook.created.isoformat(),
            "failed": hook.has_failed,
            "delivered": hook.delivered and hook.delivered.isoformat(),
            "next_try": hook.next_try and hook.next_try.isoformat(),
            "problem": problem and self.say(problem),
        }


class HooksGet(HookService):
    """``GET {cug}/@hooks``: the web hooks of the group's service accounts, and which
    addresses are allowed.
    """

    tagged = True

    def reply(self) -> dict[str, Any]:
        hooks = web_hooks.list_hooks(self.context.UID())
        return {
            "@id": self.url,
            "allowed": list(hook_addresses()),
            "items_total": len(hooks),
            "items": [self.serialize_item(one) for one in hooks],
        }


class HooksPost(ItemService, HookService):
    """``POST {cug}/@hooks``: make one of a service account; its secret is shown once."""

    keys = KEYS

    def check_caller(self) -> None:
        if not authentication.has_proved(self.request):
            raise Refusal(LOG_IN_ANEW, FORBIDDEN)

    def reply(self) -> dict[str, Any]:
        told = {"scopes": USUAL, **self.body}
        who = {"acting_user": self.user_id}
        hook_id, secret = make_hook(self.context, *map(told.get, KEYS), **who)
        return {**self.created(hook_id), "secret": secret}

    def get_item(self, key: str) -> dict[str, Any]:
        """Without the secret, which is told nobody twice. Raises Missing."""
        for hook in web_hooks.list_hooks(self.context.UID()):
            if hook.id == key:
                return self.serialize_item(hook)
        raise Missing(key)


class HookTest(HookService):
    """``POST {cug}/@hooks/{id}/test``: have a test sent; one that was given up is tried
    again with it. 204
    """

    def reply(self) -> None:
        test_hook(self.context, self.named["key"], acting_user=self.user_id)


class HookDelete(HookService):
    """``DELETE {cug}/@hooks/{id}``: it is told nothing any more. 204"""

    def reply(self) -> None:
        end_hook(self.context, self.named["key"], acting_user=self.user_id)
