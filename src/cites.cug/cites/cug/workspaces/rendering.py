"""Comments as HTML: plain text with paragraphs, quotations, links and mentions.

All text is escaped; only this module adds markup.
"""

import re
from cites.cug.access.guard import group_of
from cites.cug.core.plone_internals.catalog import titles_at
from cites.cug.web.layout.links import title_behind
from cites.cug.workspaces.mentions import MENTION
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from plone import api
from typing import Any


LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
#: How deep quotations may be nested; deeper ones are shown as text.
MOST_QUOTED = 20
QUOTED = re.compile(r"^> ?", re.MULTILINE)


class Renderer:
    """Makes HTML for one reader of one topic. Each link is looked up once."""

    def __init__(self, topic: Any, readers: Mapping[str, str]):
        self.group, self.readers = group_of(topic), readers
        self.portal_url = api.portal.get().absolute_url()
        self.titles: dict[str, str | None] = {}

    def html(self, text: str) -> str:
        """The text as HTML."""
        return "".join(self._blocks(text, 0))

    def _blocks(self, text: str, depth: int) -> Iterator[str]:
        for quoted, part in groupby(text.split("\n"), lambda line: line.startswith(">")):
            inside = "\n".join(part)
            if quoted and depth < MOST_QUOTED:
                blocks = self._blocks(QUOTED.sub("", inside), depth + 1)
                yield f"<blockquote>{''.join(blocks)}</blockquote>"
            else:
                yield from self._paragraphs(inside)

    def _paragraphs(self, text: str) -> Iterator[str]:
        for part in re.split(r"\n\s*\n", text):
            if part.strip():
                lines = "<br />".join(map(self._line, part.strip("\n").split("\n")))
                yield f"<p>{lines}</p>"

    def _line(self, line: str) -> str:
        made, at = [], 0
        for found in LINK.finditer(line):
            made += [self._words(line[at : found.start()]), self._link(found[0])]
            at = found.end()
        return "".join([*made, self._words(line[at:])])

    def _words(self, text: str) -> str:
        return MENTION.sub(self._mention, escape(text))

    def _mention(self, found: re.Match[str]) -> str:
        name = self.readers.get(found[1])
        if name is None:
            return found[0]
        return f'<b class="mention" title="{escape(found[0])}">@{escape(name)}</b>'

    def _link(self, url: str) -> str:
        title = self._title(url) or url
        rel = "" if self._is_ours(url) else ' rel="noopener noreferrer"'
        return f'<a href="{escape(url)}"{rel}>{escape(title)}</a>'

    def _is_ours(self, url: str) -> bool:
        return url == self.portal_url or url.startswith(f"{self.portal_url}/")

    def _title(self, url: str) -> str | None:
        """The title of what a link into the group leads to, if the reader may see it."""
        if url not in self.titles:
            self.titles[url] = title_behind(self.group, url)
        return self.titles[url]


def content_title(group: Any, path: str) -> str | None:
    """The title of the content at that path below the group, if the caller may see it."""
    whole = "/".join((*group.getPhysicalPath(), path))
    return titles_at([whole]).get(whole)


def quotation(text: str) -> str:
    """The text as a quotation, with ``> `` before each line."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) + "\n\n"
