"""Workspaces of both groups, each marked with words of its own."""

from cites.cug.access.roles import TeamRole
from cites.cug.access.transitions import do_transition
from cites.cug.workspaces.actions.comments import add_comment
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.actions.topics import topic_edited
from plone.app.discussion.interfaces import IConversation
from plone.app.testing import login, logout
from plone.app.textfield.value import RichTextValue
from tests.access.canaries import Builder, Canaried
from typing import Any, NamedTuple
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


MODERATOR, MEMBER, GUEST = TeamRole.MODERATOR, TeamRole.MEMBER, TeamRole.GUEST


class Made(NamedTuple):
    """A workspace that is made, and with whom."""

    group: str
    name: str
    moderator: str
    team: dict[str, TeamRole]
    archived: bool = False


MADE = (
    Made("cheetahs", "closed", "customs-xa", {"police-xa": MEMBER, "wildlife-xc": GUEST}),
    Made(
        "cheetahs", "invited", "customs-xa", {"igo-interpol": MEMBER, "contact-xa": GUEST}
    ),
    Made("cheetahs", "archived", "customs-xa", {"police-xa": MEMBER}, archived=True),
    Made("ivory", "closed", "police-xb", {"customs-ivory": MEMBER}),
    Made(
        "cheetahs", "reported", "customs-xa", {"police-xa": MEMBER, "wildlife-xc": GUEST}
    ),
)


def make_workspaces(portal: Any) -> list[Canaried]:
    """All of them, with a topic each, and a picture and a file in it."""
    return [one for made in MADE for one in _make(portal, made)]


def _make(portal: Any, made: Made) -> list[Canaried]:
    builder = Builder(portal[made.group])
    _enter(portal, made.moderator)
    name = f"workspace {made.name}"
    words = builder.words(name, "title", "description")
    workspace = builder.create(builder.group.workspaces, "Workspace", name, **words)
    builder.note(name, workspace, words)
    for user, role in made.team.items():
        told = {"acting_user": made.moderator, "igo_confirmed": True}
        invite_member(workspace, user, role, **told)
    _enter(portal, made.moderator)
    name = f"topic {made.name}"
    words = builder.words(name, "title", "text")
    before = builder.words(f"earlier {made.name}", "title", "text")
    topic = builder.create(workspace, "Topic", name, **_said(before))
    with topic_edited(topic, acting_user=made.moderator):
        for field, value in _said(words).items():
            setattr(topic, field, value)
    notify(ObjectModifiedEvent(topic))
    builder.note(name, topic, words)
    builder.note(f"earlier {made.name}", topic, before)
    builder.attach(topic, made.name, ("picture", "paper"))
    builder.made.append(_comment(builder, topic, made))
    if made.name == "closed" and made.group == "cheetahs":
        builder.made.append(_remark(builder, topic, made))
    if made.name == "reported":
        _enter(portal, "police-xa")
        do_transition(topic, "report", "It names somebody.")
    if made.archived:
        portal.portal_workflow.doActionFor(workspace, "archive")
    return builder.made


def _said(words: dict[str, str]) -> dict[str, Any]:
    """A topic's title and text."""
    text = RichTextValue(f"<p>{words['text']}</p>", "text/html", "text/x-html-safe")
    return {**words, "text": text}


def _remark(builder: Builder, topic: Any, made: Made) -> Canaried:
    """A comment that has been reported."""
    remark = _comment(builder, topic, made, "remark reported")
    comment = IConversation(topic)[int(remark.path.rpartition("/")[2])]
    report_comment(topic, comment, "It names somebody.", acting_user="police-xa")
    return remark


def _comment(builder: Builder, topic: Any, made: Made, name: str = "") -> Canaried:
    name = name or f"comment {made.name}"
    words = builder.words(name, "text")
    who = {"acting_user": made.moderator}
    comment = add_comment(topic, f"found: {words['text']}", **who)
    path = "/".join((*topic.getPhysicalPath()[2:], "@comments", comment.id))
    canaries = frozenset(words.values())
    return Canaried(name, made.group, path, comment.UID(), words["text"], canaries)


def _enter(portal: Any, user: str) -> None:
    """Of another user one is not told which teams they are in: first log out."""
    logout()
    login(portal, user)
