"""REST: the list of topics, and what readers and moderators do with a topic."""

from cites.cug import _
from cites.cug.access.guard import caller, teams
from cites.cug.core.sql.session import Ask
from cites.cug.core.validation.errors import invalid, Missing
from cites.cug.core.validation.query_parameters import word
from cites.cug.interfaces import ICugLayer, ITopic
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.content import ContentService
from cites.cug.web.restapi.content_deserializer import ContentFromJson
from cites.cug.web.restapi.services import RestService
from cites.cug.workspaces.actions import topics as actions
from cites.cug.workspaces.actions.topics import topic_edited
from cites.cug.workspaces.capabilities import destination, see_comment
from cites.cug.workspaces.edit_history import earlier
from cites.cug.workspaces.mentions import mentionable
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.queries import (
    find_topics,
    topics_state,
)
from cites.cug.workspaces.query_parameters import PARAMETERS, read_topic_query
from cites.cug.workspaces.read_marks import mark_all_read
from cites.cug.workspaces.row_serializer import serialize_topics
from cites.cug.workspaces.subscriptions import chosen_by, DEFAULT, set_subscription
from cites.cug.workspaces.topic_records import post_id_in
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.serializer.dxcontent import SerializeFolderToJson
from typing import Any
from zope.component import adapter
from zope.interface import implementer


MOST = 10
TRUE = _("workspaces_topics_value_must_true")
NO_WORKSPACE = _("workspaces_topics_start_topics_workspace_text")


class TopicsGet(RestService):
    """``GET {cug}/@topics?workspace=&unread=1&q=``: topics, last activity first."""

    tagged = moves_on = True
    parameters = PARAMETERS

    def cache_source(self, ask: Ask) -> list[Any] | None:
        form = {name: str(value) for name, value in self.request.form.items()}
        if "q" in form:
            return None
        language = self.request.get("LANGUAGE")
        return [self.url, form, language, *topics_state(self.context, ask)]

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        wanted, start, size = read_topic_query(form)
        page = find_topics(self.context, wanted, start, size)
        batch = Batch(self.url, form, start, size)
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "items": serialize_topics(self.context, page.lines),
            **batch.links(page.total),
        }


class SubscriptionGet(RestService):
    """``GET {topic}/@subscription``, ``GET {workspace}/@subscription``: of what one
    gets notices.

    Answers the level of notices, and whether it was chosen here.
    """

    tagged = True

    def reply(self) -> dict[str, Any]:
        return self.current_state()

    def current_state(self) -> dict[str, Any]:
        uid = self.context.UID()
        level = chosen_by(self.user_id, (uid,)).get(uid)
        return {
            "@id": self.url,
            "level": (level or DEFAULT).value,
            "chosen": level is not None,
        }


class SubscriptionPost(SubscriptionGet):
    """``POST`` ``{"level"}``: notices of everything new, of mentions, or none."""

    keys = ("level",)

    def reply(self) -> dict[str, Any]:
        level = self.one_of("level", tuple(NoticeLevel), NoticeLevel.ALL.value)
        set_subscription(self.user_id, self.context.UID(), NoticeLevel(level))
        return self.current_state()


class SubscriptionDelete(SubscriptionGet):
    """``DELETE``: get no notices; 204"""

    def reply(self) -> None:
        set_subscription(self.user_id, self.context.UID(), NoticeLevel.NOTHING)


class ReadPost(RestService):
    """``POST {cug}/@topics`` ``{"read": true}``: mark all topics as read; 204"""

    keys = ("read", "workspace")

    def reply(self) -> None:
        if self.body.get("read") is not True:
            raise invalid("read", TRUE)
        mine = teams(self.context)
        uid = self.body.get("workspace")
        uids = mine if uid is None else [one for one in mine if one == uid]
        mark_all_read(self.user_id, list(uids))


class PinPost(ContentService):
    """``POST {topic}/@pin``: put the topic above the others; 204"""

    pinned = True

    def reply(self) -> None:
        actions.pin_topic(self.context, self.pinned, acting_user=self.user_id)


class PinDelete(PinPost):
    pinned = False


class MovePost(ContentService):
    """``POST {topic}/@move-to`` ``{"workspace"}``: answers the new address.

    The caller must moderate the topic and may begin topics in the other workspace.
    """

    keys = ("workspace",)
    keeps_answer = True

    def reply(self) -> dict[str, Any]:
        target = destination(self.context, self.body.get("workspace"))
        if target is None:
            raise invalid("workspace", NO_WORKSPACE)
        moved = actions.move_topic(self.context, target, acting_user=self.user_id)
        return {"@id": moved.absolute_url()}


class CommentService(RestService):
    """Base of services whose address names one comment."""

    @property
    def number(self) -> int:
        number = post_id_in(self.named["id"])
        if number is None:
            raise Missing(self.named["id"])
        return number


class AnswerPost(CommentService, ContentService):
    """``POST {topic}/@answer/{comment}``: mark the comment as the answer; 204"""

    def reply(self) -> None:
        actions.mark_answer(self.context, self.number, acting_user=self.user_id)


class AnswerDelete(ContentService):
    """``DELETE {topic}/@answer``: mark no comment as the answer; 204"""

    def reply(self) -> None:
        actions.mark_answer(self.context, None, acting_user=self.user_id)


class SeenPost(CommentService):
    """``POST {topic}/@seen/{comment}``: one has taken note of the comment; 204"""

    seen = True

    def reply(self) -> None:
        see_comment(self.context, self.number, self.seen)


class SeenDelete(SeenPost):
    seen = False


class MentionsGet(RestService):
    """``GET {topic}/@mentions?q=``: other readers of the topic whose names begin so."""

    tagged = True
    parameters = ("q",)

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        q = word(form, "q") if "q" in form else ""
        found = mentionable(self.context, q, self.user_id)
        items = [{"id": user_id, "fullname": name} for user_id, name in found[:MOST]]
        return {"@id": self.url, "items_total": len(found), "items": items}


@adapter(ITopic, ICugLayer)
class TopicFromJson(ContentFromJson):
    """Keeps title and text as they were before the change."""

    def __call__(self, validate_all=False, data=None, create=False, **options):
        given = (validate_all, data, create)
        if create:
            return super().__call__(*given, **options)
        with topic_edited(self.context, acting_user=caller()):
            return super().__call__(*given, **options)


@implementer(ISerializeToJson)
@adapter(ITopic, ICugLayer)
class TopicJson(SerializeFolderToJson):
    """Adds ``edited``: whether the topic was changed after it was written."""

    def __call__(self, *args: Any, **options: Any) -> dict[str, Any]:
        answer = super().__call__(*args, **options)
        return {**answer, "edited": bool(earlier(self.context))}
