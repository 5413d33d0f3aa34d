"""REST: the directory, and what its keepers do with members."""

from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.json_service import Batch
from cites.cug.layout.people import full_names
from cites.cug.login.pending_changes import AlreadyAsked
from cites.cug.membership.account_changes import ask_to_remove_factor
from cites.cug.membership.actions import change_member
from cites.cug.membership.actions import LastSecretariat
from cites.cug.membership.actions import NotForServices
from cites.cug.membership.actions import remove_member
from cites.cug.membership.api.waiting import change_as_json
from cites.cug.membership.directory import lines_of
from cites.cug.membership.directory import list_members
from cites.cug.membership.directory import MemberEntry
from cites.cug.membership.managers import kept_entry
from cites.cug.membership.managers import member_manager
from cites.cug.membership.managers import MemberManager
from cites.cug.membership.managers import seen_entry
from cites.cug.membership.managers import UnknownMember
from cites.cug.membership.member_sessions import end_member_sessions
from cites.cug.membership.query_parameters import read_member_query
from cites.cug.membership.renewal import NotActive
from cites.cug.membership.renewal import revalidate_members
from cites.cug.membership.renewal import today
from cites.cug.membership.roster import ACTIVE
from cites.cug.membership.roster import SUSPENDED
from cites.cug.membership.suspension import reactivate_member
from cites.cug.membership.suspension import suspend_member
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.restapi.services import AddressedService
from cites.cug.restapi.services import ONE_OF
from cites.cug.validation.errors import FieldError
from cites.cug.validation.query_parameters import BadQuery
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.interface import alsoProvides


LAST = _("${field}: a group keeps at least one Secretariat member.")
SUSPENDED_ALREADY = _("${field}: a suspended member must be reactivated first.")
PEOPLE = _("${field}: Secretariat and contact points are people, not programs.")
FLAG = _("${field}: yes or no is expected: true or false.")
TEXT = _("${field}: a text of at most ${most} characters is expected.")
ASKED_ALREADY = _("This has been asked for already, and waits.")
CHECKED = _("${field}: say how you made sure that it is this member who asks.")
WHY = _("${field}: say why.")
MOST_NOTE = 500
#: What can be done with a member → what it takes beside keeping them.
NEEDED = {
    "suspend": None,
    "reactivate": None,
    "revalidate": None,
    "remove": Permission.MANAGE_MEMBERS,
    "remove-second-factor": Permission.KEEP_ACCOUNTS,
    "end-sessions": Permission.KEEP_ACCOUNTS,
}


class MembersService(AddressedService):
    """``{cug}/@members``, and what stands behind it in the address."""

    @cached_property
    def keeper(self) -> MemberManager:
        return member_manager(self.context)

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@members"

    def reply(self) -> Any:
        try:
            return self.answer()
        except UnknownMember as error:
            raise NotFound("/".join(self.path)) from error
        except LastSecretariat as error:
            raise self.refused(LAST, "state") from error
        except NotActive as error:
            raise self.refused(SUSPENDED_ALREADY, "state") from error
        except NotForServices as error:
            raise self.refused(PEOPLE, "category") from error

    def answer(self) -> Any:
        raise NotImplementedError

    def one(self, user_id: str) -> dict[str, Any]:
        entry = seen_entry(self.context, self.keeper, user_id)
        (line,) = lines_of({user_id: entry}, self.keeper, full_names([user_id]))
        return serialize_member(line, self.url)


class MembersGet(MembersService):
    """``GET {cug}/@members`` and ``…/{id}``"""

    def answer(self) -> dict[str, Any]:
        match self.path:
            case []:
                return self.list()
            case [user_id]:
                return self.one(user_id)
        raise NotFound("/".join(self.path))

    def list(self) -> dict[str, Any]:
        form = self.request.form
        try:
            question = read_member_query(form)
        except BadQuery as error:
            raise field_error(
                self.request, error.name, FieldError(error.message)
            ) from error
        page = Batch(self.url, form, question.start, question.size)
        total, lines = list_members(
            self.context,
            self.keeper,
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


class MembersPatch(MembersService):
    """``PATCH {cug}/@members/{id}``: ``state``; for the Secretariat all three."""

    def answer(self) -> None:
        match self.path:
            case [user_id]:
                kept_entry(self.context, self.keeper, user_id)
            case _:
                raise NotFound("/".join(self.path))
        changes, state = self.given()
        who = {"acting_user": self.keeper.user_id}
        if changes:
            require(Permission.MANAGE_MEMBERS, self.context)
            try:
                change_member(self.context, user_id, **changes, **who)
            except LastSecretariat as error:
                raise self.refused(LAST, "category") from error
        if state is not None:
            act = suspend_member if state == SUSPENDED else reactivate_member
            act(self.context, user_id, **who)

    def given(self) -> tuple[dict[str, Any], str | None]:
        alsoProvides(self.request, IDisableCSRFProtection)
        changes = self.body("category", "contact_point", "state")
        for field, allowed in (
            ("category", tuple(Category)),
            ("state", (ACTIVE, SUSPENDED)),
        ):
            if field in changes and changes[field] not in allowed:
                raise self.refused(ONE_OF, field, values=", ".join(allowed))
        if not isinstance(changes.get("contact_point", False), bool):
            raise self.refused(FLAG, "contact_point")
        return changes, changes.pop("state", None)


class MembersPost(MembersService):
    """``POST {cug}/@members/{id}/…``: what is done is the last word."""

    def answer(self) -> dict[str, Any] | None:
        match self.path:
            case [user_id, name] if name in NEEDED:
                return self.act(user_id, name)
        raise NotFound("/".join(self.path))

    def act(self, user_id: str, name: str) -> dict[str, Any] | None:
        kept_entry(self.context, self.keeper, user_id)
        if NEEDED[name] is not None:
            require(NEEDED[name], self.context)
        alsoProvides(self.request, IDisableCSRFProtection)
        note = self.note()
        who = {"acting_user": self.keeper.user_id}
        match name:
            case "suspend":
                suspend_member(self.context, user_id, note=note, **who)
            case "reactivate":
                reactivate_member(self.context, user_id, note=note, **who)
            case "revalidate":
                revalidate_members(self.context, [user_id], **who)
            case "remove":
                remove_member(self.context, user_id, note=note, **who)
                return None
            case "remove-second-factor":
                if not note:
                    raise self.refused(CHECKED, "reason")
                return self.remove_factor(user_id, note)
            case "end-sessions":
                if not note:
                    raise self.refused(WHY, "reason")
                end_member_sessions(self.context, user_id, note=note, **who)
                return None
        return self.one(user_id)

    def remove_factor(self, user_id: str, note: str) -> dict[str, Any] | None:
        """It waits: 202 with what does; 204 where there is nothing to remove."""
        who = {"acting_user": self.keeper.user_id, "at": datetime.now(UTC)}
        try:
            change = ask_to_remove_factor(self.context, user_id, note=note, **who)
        except AlreadyAsked as error:
            raise BadRequest(self.say(ASKED_ALREADY)) from error
        if change is None:
            return None
        self.request.response.setStatus(202)
        return change_as_json(change, f"{self.context.absolute_url()}/@account-changes")

    def note(self) -> str:
        note = self.body("reason").get("reason", "")
        if not isinstance(note, str) or len(note) > MOST_NOTE:
            raise self.refused(TEXT, "reason", most=MOST_NOTE)
        return note.strip()


def serialize_member(line: MemberEntry, url: str) -> dict[str, Any]:
    """A member; more keys for the member, and for who keeps them."""
    entry = line.entry
    answer = {
        "@id": f"{url}/{line.id}",
        "id": line.id,
        "fullname": line.fullname,
        "country": entry.get("country") or "",
        "organisation": entry.get("organisation") or "",
        "function": entry.get("function") or "",
        "category": entry["category"],
        "contact_point": bool(entry.get("contact_point")),
        "service": bool(entry.get("service")),
        "state": entry["state"],
    }
    if line.email is not None:
        answer |= {"telephone": line.telephone, "email": line.email}
    if line.has_factor is not None:
        answer["second_factor"] = line.has_factor
    if line.shows_dates:
        dates = {name: entry.get(name) for name in ("validated", "valid_until")}
        answer |= {name: day and day.isoformat() for name, day in dates.items()}
        answer["last_used"] = line.used and line.used.isoformat()
        answer["suspended_for"] = entry.get("suspended_for")
    return answer
