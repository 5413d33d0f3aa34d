"""REST: the list of topics, and what readers and moderators do with a topic."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.guard import teams
from cites.cug.json_service import Batch
from cites.cug.layout.people import full_names
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.restapi.services import AddressedService
from cites.cug.restapi.services import IntakeService
from cites.cug.restapi.services import ONE_OF
from cites.cug.validation.errors import FieldError
from cites.cug.validation.query_parameters import BadQuery
from cites.cug.workspaces.actions import topics as actions
from cites.cug.workspaces.capabilities import destination
from cites.cug.workspaces.capabilities import see_comment
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.queries import find_topics
from cites.cug.workspaces.queries import titles_of
from cites.cug.workspaces.queries import TopicLine
from cites.cug.workspaces.query_parameters import read_topic_query
from cites.cug.workspaces.read_marks import mark_all_read
from cites.cug.workspaces.subscriptions import chosen_by
from cites.cug.workspaces.subscriptions import DEFAULT
from cites.cug.workspaces.subscriptions import set_subscription
from cites.cug.workspaces.topic_records import moment_of
from cites.cug.workspaces.topic_records import post_id_in
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides


TRUE = _("${field}: true is expected.")
NO_WORKSPACE = _("${field}: there is no such workspace that you can begin topics in.")


class TopicsGet(IntakeService):
    """``GET {cug}/@topics?workspace=&unread=1&q=``: topics, last activity first."""

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        try:
            wanted, start, size = read_topic_query(form)
        except BadQuery as error:
            raise field_error(
                self.request, error.name, FieldError(error.message)
            ) from error
        page = find_topics(self.context, wanted, start, size)
        batch = Batch(f"{self.context.absolute_url()}/@topics", form, start, size)
        names = full_names({line.thread.author for line in page.lines})
        titles = titles_of(self.context, {line.place for line in page.lines})
        url = f"{self.context.absolute_url()}/workspaces"
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "items": [_item(url, line, titles, names) for line in page.lines],
            **batch.links(page.total),
        }


def _item(
    url: str, line: TopicLine, titles: dict[str, str], names: dict[str, str]
) -> dict[str, Any]:
    thread, place = line.thread, line.place
    return {
        "@id": f"{url}/{thread.path}",
        "UID": thread.topic_uid,
        "title": thread.title,
        "author": thread.author,
        "author_name": names[thread.author],
        "workspace": {
            "@id": f"{url}/{place}",
            "UID": thread.workspace_uid,
            "title": titles.get(place, place),
        },
        "comments_total": thread.comments_total,
        "unread_total": line.unread,
        "last_activity": moment_of(thread.last_post).isoformat(timespec="seconds"),
        "subscribed": line.level == NoticeLevel.ALL,
        "subscription": line.level.value,
        "pinned": thread.pinned,
        "closed": thread.closed,
        "answered": thread.answered,
    }


class SubscriptionService(IntakeService):
    """Base of the services ``{topic}/@subscription`` and
    ``{workspace}/@subscription``.
    """

    def answered(self) -> dict[str, Any]:
        uid = self.context.UID()
        level = chosen_by(caller(), (uid,)).get(uid)
        return {
            "@id": f"{self.context.absolute_url()}/@subscription",
            "level": (level or DEFAULT).value,
            "chosen": level is not None,
        }


class SubscriptionGet(SubscriptionService):
    """``GET``: the level of notices, and whether it was chosen here."""

    def reply(self) -> dict[str, Any]:
        return self.answered()


class SubscriptionPost(SubscriptionService):
    """``POST`` ``{"level"}``: notices of everything new, of mentions, or none."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        level = self.body("level").get("level", NoticeLevel.ALL.value)
        if level not in tuple(NoticeLevel):
            raise self.refused(ONE_OF, "level", values=", ".join(NoticeLevel))
        set_subscription(caller(), self.context.UID(), NoticeLevel(level))
        return self.answered()


class SubscriptionDelete(SubscriptionService):
    """``DELETE``: get no notices; 204"""

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        set_subscription(caller(), self.context.UID(), NoticeLevel.NOTHING)


class ReadPost(IntakeService):
    """``POST {cug}/@topics`` ``{"read": true}``: mark all topics as read; 204"""

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        given = self.body("read", "workspace")
        if given.get("read") is not True:
            raise self.refused(TRUE, "read")
        mine = teams(self.context)
        uid = given.get("workspace")
        uids = mine if uid is None else [one for one in mine if one == uid]
        mark_all_read(caller(), list(uids))


class PinPost(IntakeService):
    """``POST {topic}/@pin``: put the topic above the others; 204"""

    pinned = True

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        actions.pin_topic(self.context, self.pinned, acting_user=caller())


class PinDelete(PinPost):
    """``DELETE {topic}/@pin``: put the topic back among the others; 204"""

    pinned = False


class MovePost(IntakeService):
    """``POST {topic}/@move-to`` ``{"workspace"}``: answers the new address.

    For moderators of the topic who may add topics to the other workspace.
    """

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        target = destination(self.context, self.body("workspace").get("workspace"))
        if target is None:
            raise self.refused(NO_WORKSPACE, "workspace")
        moved = actions.move_topic(self.context, target, acting_user=caller())
        return {"@id": moved.absolute_url()}


class NumberedService(AddressedService):
    """Base of services whose address names one comment."""

    def number(self) -> int:
        match [post_id_in(step) for step in self.path]:
            case [int(number)]:
                return number
        raise NotFound("/".join(self.path))


class AnswerPost(NumberedService):
    """``POST {topic}/@answer/{comment}``: mark the comment as the answer; 204"""

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        number = self.number()
        try:
            actions.mark_answer(self.context, number, acting_user=caller())
        except actions.UnknownComment as error:
            raise NotFound(str(number)) from error


class AnswerDelete(IntakeService):
    """``DELETE {topic}/@answer``: mark no comment as the answer; 204"""

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        actions.mark_answer(self.context, None, acting_user=caller())


class SeenPost(NumberedService):
    """``POST {topic}/@seen/{comment}``: one has taken note of the comment; 204"""

    seen = True

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        number = self.number()
        try:
            see_comment(self.context, number, self.seen)
        except actions.UnknownComment as error:
            raise NotFound(str(number)) from error


class SeenDelete(SeenPost):
    """``DELETE {topic}/@seen/{comment}``: take that back; 204"""

    seen = False
