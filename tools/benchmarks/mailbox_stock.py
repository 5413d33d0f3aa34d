"""Stock Plone's side: ``mailbox_stock.py FOLDER MEMBERS MAILBOX SECONDS``.

A message is a Document, private, with the local role Reader for each recipient: the
nearest that stock Plone has. Prints as the portal's side does.
"""

import json
import sys
import transaction
from build_stock import make_site
from functools import partial
from inside import request
from instance import configure
from itertools import count
from mailbox_exercise import (
    in_turn,
    MANAGER,
    member,
    PAGE_SIZE,
    PASSWORD,
    RARE_WORD,
    READER,
    SEND_TO,
    summary,
    text,
)
from opened import opened
from pathlib import Path
from plone.app.textfield import RichTextValue
from plone.dexterity.utils import addContentToContainer, createContent
from typing import Any
from urllib.parse import urlencode
from zope.component.hooks import setSite


BATCH = 250


def build(app, mailbox: int) -> None:
    app.acl_users._doAddUser(MANAGER, PASSWORD, ["Manager"], [])
    site = make_site(app)
    site.acl_users.userFolderAddUser(READER, PASSWORD, ["Member"], [])
    folder = createContent("Folder", id="messages", title="Messages")
    folder = addContentToContainer(site, folder, checkConstraints=False)
    site.portal_workflow.doActionFor(folder, "publish")
    types = list(site.portal_repository.getVersionableContentTypes())
    site.portal_repository.setVersionableContentTypes([])
    for number in range(mailbox):
        send(folder, (READER,), number)
        if number % BATCH == 0:
            transaction.commit()
            site._p_jar.cacheGC()
    site.portal_repository.setVersionableContentTypes(types)
    transaction.commit()


def send(folder: Any, recipients: tuple[str, ...], number: int) -> None:
    document = createContent(
        "Document",
        id=f"message-{number}",
        title=f"EXERCISE {number}",
        text=RichTextValue(f"<p>{text(number)}</p>", "text/html", "text/x-html-safe"),
    )
    for name in recipients:
        document.manage_setLocalRoles(name, ["Reader"])
    addContentToContainer(folder, document, checkConstraints=False)


def works(folder: Any, members: int, mailbox: int) -> dict[str, Any]:
    numbers = count(mailbox)

    def send_to(number: int) -> None:
        recipients = tuple(member(one) for one in range(number))
        send(folder, recipients, next(numbers))
        transaction.commit()

    return {
        f"send to {number}": partial(send_to, number)
        for number in SEND_TO
        if number <= members
    }


def requests(mailbox: int) -> dict[str, Any]:
    answer = request(
        "/portal/@login",
        "application/json",
        body={"login": READER, "password": PASSWORD},
    )
    token = json.loads(answer)["token"]
    url, turn = "/portal/messages", count()
    asked = {
        "portal_type": "Document",
        "sort_on": "created",
        "sort_order": "descending",
        "b_size": PAGE_SIZE,
    }

    def ask(path: str, accept: str = "application/json") -> bytes:
        return request(path, accept, token)

    def search(**more: str) -> str:
        return f"{url}/@search?{urlencode({**asked, **more})}"

    return {
        "health view": lambda: ask("/portal/@@ok", "text/html"),
        "inbox, JSON": lambda: ask(search()),
        "open a message, JSON": lambda: ask(f"{url}/message-{next(turn) % mailbox}"),
        "search, JSON": lambda: ask(search(SearchableText=RARE_WORD)),
    }


def main() -> None:
    home = Path(sys.argv[1])
    members, mailbox = map(int, sys.argv[2:4])
    seconds = float(sys.argv[4])
    sys.argv[1:] = []
    configure(home, 0)
    with opened(home) as app:
        if "portal" not in app.objectIds():
            build(app, mailbox)
        setSite(app.portal)
        times = in_turn(works(app.portal.messages, members, mailbox), seconds, 1)
        times |= in_turn(requests(mailbox), seconds)
        result = {name: {"stock": summary(one)} for name, one in times.items()}
        transaction.abort()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
