"""Links into the group in what members write: bare addresses, which say nothing.

A reader who may see what an address leads to is shown its title instead.
"""

import re
from cites.cug.web.layout.interfaces import ILinkTitle
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlsplit
from zope.component import getUtilitiesFor


#: A link that shows its own address.
BARE_LINK = re.compile(r'(<a href="([^"<>]+)"[^<>]*>)\2(?=</a>)')


def title_at(group: Any, path: str) -> str | None:
    """The title of what lies at a path below the group, if the caller may see it."""
    found = (look_up(group, path) for _name, look_up in getUtilitiesFor(ILinkTitle))
    return next(filter(None, found), None)


def title_behind(group: Any, url: str) -> str | None:
    """The same by an address; None if it does not lead into the group."""
    home = f"{group.absolute_url()}/"
    if not url.startswith(home):
        return None
    return title_at(group, urlsplit(url[len(home) :]).path.rstrip("/"))


def with_titles(group: Any, html: str) -> str:
    """The text with titles in place of bare addresses, as far as the caller may see."""
    title = cache(lambda url: title_behind(group, url))
    return BARE_LINK.sub(
        lambda found: found[1] + escape(title(found[2]) or found[2], quote=False), html
    )


def opening_about(group: Any, path: str) -> str:
    """What a text about something begins with: its bare address, as HTML.

    It holds no title, as those who will read the text may not be meant to see that.
    """
    url = escape(f"{group.absolute_url()}/{path}")
    return f'<p><a href="{url}">{url}</a></p><p>&nbsp;</p>'
