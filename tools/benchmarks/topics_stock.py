"""Stock Plone's side: ``topics_stock.py FOLDER TOPICS COMMENTS SECONDS``.

A topic is a Document in one of as many folders as we have workspaces, with the local role
Reader for the reader's team, a user group; its comments are plone.app.discussion's.
Prints as the portal's side does.
"""

import json
import sys
import transaction
from build_stock import make_site
from collections.abc import Callable
from inside import request
from instance import configure
from mailbox_exercise import in_turn, MANAGER, PASSWORD, READER, summary
from opened import opened
from pathlib import Path
from plone.app.discussion.comment import Comment
from plone.app.discussion.interfaces import IConversation
from plone.dexterity.utils import addContentToContainer, createContent
from topics_exercise import comments_of, PAGE_SIZE, WORKSPACES
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode
from zope.component.hooks import setSite


BATCH = 100
DISCUSSION = "profile-plone.app.discussion:default"


def build(app, topics: int, comments: int) -> None:
    app.acl_users._doAddUser(MANAGER, PASSWORD, ["Manager"], [])
    site = make_site(app)
    site.portal_setup.runAllImportStepsFromProfile(DISCUSSION)
    site.acl_users.userFolderAddUser(READER, PASSWORD, ["Member"], [])
    site.portal_repository.setVersionableContentTypes([])
    spaces = [space(site, number) for number in range(WORKSPACES)]
    with patch.object(Comment, "getText", converted_once()):
        for number in range(topics):
            topic(spaces[number % WORKSPACES], number, comments)
            if number % BATCH == 0:
                transaction.commit()
                site._p_jar.cacheGC()
        transaction.commit()


def converted_once() -> Callable[..., Any]:
    """All comments have one text; to convert it takes most of adding one."""
    convert, known = Comment.getText, {}

    def text(comment: Any, targetMimetype: str | None = None) -> str:
        if targetMimetype not in known:
            known[targetMimetype] = convert(comment, targetMimetype)
        return known[targetMimetype]

    return text


def space(site: Any, number: int) -> Any:
    team = f"team-{number}"
    site.portal_groups.addGroup(team)
    site.portal_groups.addPrincipalToGroup(READER, team)
    folder = createContent("Folder", id=f"space-{number}", title=f"EXERCISE {number}")
    folder.manage_setLocalRoles(team, ["Reader"])
    return addContentToContainer(site, folder, checkConstraints=False)


def topic(folder: Any, number: int, comments: int) -> None:
    made = createContent("Document", id=f"topic-{number}", title=f"EXERCISE {number}")
    document = addContentToContainer(folder, made, checkConstraints=False)
    conversation = IConversation(document)
    for author in comments_of(number, comments):
        comment = Comment()
        comment.text, comment.author_username, comment.creator = "Seen.", author, author
        conversation.addComment(comment)
    # As when somebody comments: the count stands in the catalogue.
    document.reindexObject(idxs=["total_comments"])


def requests() -> dict[str, Any]:
    asked = {"login": READER, "password": PASSWORD}
    answer = request("/portal/@login", "application/json", body=asked)
    token = json.loads(answer)["token"]
    query = {
        "portal_type": "Document",
        "sort_on": "modified",
        "sort_order": "descending",
        "b_size": PAGE_SIZE,
        "metadata_fields": "total_comments",
    }

    def ask(path: str, accept: str = "application/json"):
        return lambda: request(f"/portal{path}", accept, token)

    return {
        "health view": ask("/@@ok", "text/html"),
        "list of topics, JSON": ask(f"/@search?{urlencode(query)}"),
        "of one workspace, JSON": ask(f"/space-0/@search?{urlencode(query)}"),
    }


def main() -> None:
    home = Path(sys.argv[1])
    topics, comments = map(int, sys.argv[2:4])
    seconds = float(sys.argv[4])
    sys.argv[1:] = []
    configure(home, 0)
    with opened(home) as app:
        if "portal" not in app.objectIds():
            build(app, topics, comments)
        setSite(app.portal)
        times = in_turn(requests(), seconds)
        transaction.abort()
    print(json.dumps({name: summary(turns) for name, turns in times.items()}))


if __name__ == "__main__":
    main()
