"""Quotes a message in the message that answers or forwards it."""

from cites.cug.web.confirmation.requirement import plain_text
from collections.abc import Iterable
from html import escape


def quoted(intro: Iterable[str], body: str) -> str:
    """The body of a message, below lines that say whose it is; as HTML."""
    lines = "<br>".join(escape(line) for line in intro)
    return f"<p>{lines}</p><blockquote>{body}</blockquote>"


def quoted_text(intro: Iterable[str], body: str) -> str:
    """The same as plain text, for browsers without the text editor."""
    lines = (line.strip() for line in plain_text(body).split("\n"))
    return "\n".join([*intro, *(f"> {line}" for line in lines if line)])
