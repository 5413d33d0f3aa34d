"""Makes the exercise workspaces with their discussions."""

from cites.cug.access.roles import Role, TeamRole
from cites.cug.core.sql.session import write_session
from cites.cug.demo.prose import html
from cites.cug.demo.texts import demo_language, marked, told_in_each_language, words
from cites.cug.mailing.models import Notice
from cites.cug.workspaces.actions.comments import add_comment
from cites.cug.workspaces.actions.spaces import WORKSPACES_ID
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.actions.topics import mark_answer, pin_topic
from cites.cug.workspaces.notices import WORKSPACE
from cites.cug.workspaces.topic import ITopicSchema
from plone import api
from plone.app.discussion.interfaces import IConversation
from plone.dexterity.utils import addContentToContainer, createContent
from sqlalchemy import delete
from typing import Any


ROLES = {"members": TeamRole.MEMBER, "guests": TeamRole.GUEST}


def make_workspaces(group: Any, all_told: list[dict[str, Any]]) -> int:
    """Make workspaces with teams and topics; returns how many topics there are."""
    made = sum(_workspace(group, told) for told in all_told)
    # Nobody gets notices of topics that are invented.
    write_session().execute(delete(Notice).where(Notice.kind == WORKSPACE))
    return made


def _workspace(group: Any, told: dict[str, Any]) -> int:
    workspace = createContent(
        "Workspace",
        **_names(told),
        handling=told["handling"],
        takes_requests=told.get("takes_requests", False),
    )
    workspace = _add(group[WORKSPACES_ID], workspace, told["moderator"])
    moderator = told["moderator"]
    invite_member(workspace, moderator, TeamRole.MODERATOR, acting_user=moderator)
    for key, role in ROLES.items():
        for user in told.get(key, ()):
            invite_member(
                workspace, user, role, acting_user=moderator, igo_confirmed=True
            )
    translated = words("topics").get(told["key"]) or [{}] * len(told["topic"])
    for topic, own in zip(told["topic"], translated, strict=True):
        _topic(workspace, _in_words(topic, own), told["moderator"])
    if told.get("archived"):
        _move(workspace, "archive", Role.SECRETARIAT)
    return len(told["topic"])


def _names(told: dict[str, Any]) -> dict[str, str]:
    """Its name and purpose, by themselves and in the languages that are told."""
    language = demo_language()
    found = told_in_each_language(told, ("title", "purpose"), language)
    names = {}
    for key, text in found.items():
        field, _, code = key.partition("_")
        if field == "title":
            names[key] = marked(text, code or language)
        else:
            names[key.replace(field, "description")] = text
    return names


def _in_words(topic: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The topic with its texts, and those of its comments, in other words."""
    if not own:
        return topic
    pairs = zip(topic["comments"], own["comments"], strict=True)
    comments = [{**comment, "text": text} for comment, text in pairs]
    return {**topic, **own, "comments": comments}


def _topic(workspace: Any, told: dict[str, Any], moderator: str) -> None:
    text = ITopicSchema["text"].value(html(told["text"]))
    topic = createContent("Topic", title=marked(told["title"]), text=text)
    topic = _add(workspace, topic, told["author"])
    for comment in told.get("comments", ()):
        ids = list(IConversation(topic))
        to = ids[comment["to"] - 1] if "to" in comment else None
        add_comment(topic, comment["text"], reply_to=to, acting_user=comment["author"])
    if "answer" in told:
        number = list(IConversation(topic))[told["answer"] - 1]
        mark_answer(topic, number, acting_user=told["author"])
    if told.get("pinned"):
        pin_topic(topic, True, acting_user=moderator)
    if told.get("closed"):
        _move(topic, "close", Role.MODERATOR)


def _add(container: Any, content: Any, author: str) -> Any:
    content.creators = (author,)
    return addContentToContainer(container, content, checkConstraints=False)


def _move(content: Any, transition: str, role: Role) -> None:
    with api.env.adopt_roles([role.value]):
        api.portal.get_tool("portal_workflow").doActionFor(content, transition)
