"""Texts of messages, which the portal keeps as HTML, for who reads plain text."""

from html.parser import HTMLParser


#: After these a new line begins; after the others of a text nothing does.
LINES = frozenset({"p", "br", "li", "div", "tr", "h2", "h3", "h4", "blockquote", "pre"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in LINES:
            self.found.append("\n")


def plain_text(html: str) -> str:
    """The words of a text, line by line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.found).strip()
