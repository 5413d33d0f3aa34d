"""REST: the directory of members, and actions on members."""

from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import invalid
from cites.cug.membership.account_changes import (
    ask_to_remove_factor,
    is_for_others,
    propose_address,
    require_removal,
)
from cites.cug.membership.actions import change_member, remove_member
from cites.cug.membership.api.waiting import change_as_json
from cites.cug.membership.directory import lines_of, list_members
from cites.cug.membership.managers import (
    kept_entry,
    member_manager,
    MemberManager,
    seen_entry,
)
from cites.cug.membership.member_sessions import end_member_sessions
from cites.cug.membership.query_parameters import IMemberQuery, read_member_query
from cites.cug.membership.renewal import revalidate_members, today
from cites.cug.membership.roster import ACTIVE, SUSPENDED
from cites.cug.membership.schema import INewAddress, MOST_NOTE
from cites.cug.membership.serializer import serialize_member
from cites.cug.membership.suspension import reactivate_member, suspend_member
from cites.cug.web.layout.people import full_names
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.etag import without
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.request_values import FLAG
from cites.cug.web.restapi.services import BATCH, RestService
from collections.abc import Collection
from datetime import datetime, UTC
from functools import cached_property
from typing import Any
from zExceptions import Unauthorized
from zope.i18nmessageid import Message


TEXT = _("common_enter_text_most_characters_text", mapping={"limit": MOST_NOTE})
CHECKED = _("membership_members_say_how_verified_member_text")
WHY = _("common_give_a_reason_error")


class MembersService(RestService):
    """Base of the services below ``{cug}/@members``."""

    @cached_property
    def manager(self) -> MemberManager:
        return member_manager(self.context)

    def serialize_item(self, user_id: str) -> dict[str, Any]:
        """A member as JSON. Raises Missing if the caller may not know of this member."""
        entry = seen_entry(self.context, self.manager, user_id)
        (line,) = lines_of({user_id: entry}, self.manager, full_names([user_id]))
        return serialize_member(line, self.url)

    def current_state(self) -> dict[str, Any] | None:
        if "id" not in self.named:
            return None
        return without(self.serialize_item(self.named["id"]), ("last_used",))


class MembersGet(MembersService):
    """``GET {cug}/@members``: one page of the directory."""

    tagged = True
    query_schema = IMemberQuery
    parameters = (*IMemberQuery, *BATCH)

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        question = read_member_query(form)
        page = Batch(self.url, form, question.start, question.size)
        total, lines = list_members(
            self.context,
            self.manager,
            question.wanted,
            reader_language(),
            today(),
            question.start,
            question.size,
        )
        return {
            "@id": page.address(),
            "items_total": total,
            "items": [serialize_member(line, self.url) for line in lines],
            **page.links(total),
        }


class MemberGet(MembersService):
    """``GET {cug}/@members/{id}``: one member."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return self.serialize_item(self.named["id"])


class MemberService(MembersService):
    """Base of actions on a member whom the caller keeps; ``reason`` goes into the
    trail.
    """

    keys: Collection[str] | None = ("reason",)

    @property
    def member(self) -> str:
        return self.named["id"]

    def check_caller(self) -> None:
        kept_entry(self.context, self.manager, self.member)

    def reply(self) -> dict[str, Any] | None:
        return self.handle()

    def handle(self) -> dict[str, Any] | None:
        raise NotImplementedError

    def replay_response(self, done: Done) -> dict[str, Any]:
        return self.serialize_item(self.named["id"])

    def note(self, missing: Message | None = None) -> str:
        """The reason from the body. With ``missing``, an empty reason raises that
        message.
        """
        note = self.body.get("reason", "")
        if not isinstance(note, str) or len(note) > MOST_NOTE:
            raise invalid("reason", TEXT)
        note = note.strip()
        if not note and missing is not None:
            raise invalid("reason", missing)
        return note


class MemberPatch(MemberService):
    """``PATCH {cug}/@members/{id}``: change ``state``; the Secretariat can change all
    three fields.
    """

    keys = ("category", "contact_point", "state")

    def check_caller(self) -> None:
        super().check_caller()
        if any(name in self.body_values for name in ("category", "contact_point")):
            require(Permission.MANAGE_MEMBERS, self.context)

    def handle(self) -> None:
        changes = self.body
        if "category" in changes:
            self.one_of("category", tuple(Category))
        if "state" in changes:
            self.one_of("state", (ACTIVE, SUSPENDED))
        if not isinstance(changes.get("contact_point", False), bool):
            raise invalid("contact_point", FLAG)
        state = changes.pop("state", None)
        if changes:
            change_member(self.context, self.member, **changes, acting_user=self.user_id)
        if state is not None:
            act = suspend_member if state == SUSPENDED else reactivate_member
            act(self.context, self.member, acting_user=self.user_id)


class MemberSuspend(MemberService):
    """``POST {cug}/@members/{id}/suspend``: suspend the membership."""

    def handle(self) -> dict[str, Any]:
        suspend_member(
            self.context, self.member, note=self.note(), acting_user=self.user_id
        )
        return self.serialize_item(self.member)


class MemberReactivate(MemberService):
    """``POST {cug}/@members/{id}/reactivate``: end the suspension."""

    def handle(self) -> dict[str, Any]:
        reactivate_member(
            self.context, self.member, note=self.note(), acting_user=self.user_id
        )
        return self.serialize_item(self.member)


class MemberRevalidate(MemberService):
    """``POST {cug}/@members/{id}/revalidate``: confirm the membership."""

    def handle(self) -> dict[str, Any]:
        members, note = [self.member], self.note()
        revalidate_members(self.context, members, note=note, acting_user=self.user_id)
        return self.serialize_item(self.member)


class MemberRemove(MemberService):
    """``POST {cug}/@members/{id}/remove``: remove the member from the group; 204"""

    def handle(self) -> None:
        remove_member(
            self.context, self.member, note=self.note(), acting_user=self.user_id
        )


class MemberEndSessions(MemberService):
    """``POST {cug}/@members/{id}/end-sessions``: log the member out everywhere; 204"""

    def handle(self) -> None:
        end_member_sessions(
            self.context, self.member, note=self.note(WHY), acting_user=self.user_id
        )


class MemberProposeAddress(MemberService):
    """``POST {cug}/@members/{id}/propose-address``: propose another e-mail address to the
    member, who alone can ask for it; 202
    """

    keys = ("email", "reason")
    schemas = (INewAddress,)

    def check_caller(self) -> None:
        super().check_caller()
        if is_for_others(self.member, self.user_id):
            raise Unauthorized(self.member)

    def handle(self) -> dict[str, Any]:
        note, at = self.note(WHY), datetime.now(UTC)
        email = read_values(INewAddress, {"email": self.body.get("email")})["email"]
        who: dict[str, Any] = {"acting_user": self.user_id, "at": at}
        change = propose_address(self.context, self.member, email, note=note, **who)
        self.request.response.setStatus(202)
        return change_as_json(change, f"{self.context.absolute_url()}/@account-changes")


class MemberRemoveSecondFactor(MemberService):
    """``POST {cug}/@members/{id}/remove-second-factor``: answers 202 and the waiting
    change.

    Answers 204 if the member has no second factor.
    """

    def check_caller(self) -> None:
        super().check_caller()
        require_removal(self.context, self.member, self.user_id)

    def handle(self) -> dict[str, Any] | None:
        note, at = self.note(CHECKED), datetime.now(UTC)
        change = ask_to_remove_factor(
            self.context, self.member, note=note, at=at, acting_user=self.user_id
        )
        if change is None:
            return None
        self.request.response.setStatus(202)
        return change_as_json(change, f"{self.context.absolute_url()}/@account-changes")
