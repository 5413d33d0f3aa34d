"""What was written, within what is written now."""

from collections.abc import Iterable
from html import escape


def quoted(intro: Iterable[str], body: str) -> str:
    """The body of a message below lines that say whose it is; all of it HTML."""
    lines = "<br>".join(escape(line) for line in intro)
    return f"<p>{lines}</p><blockquote>{body}</blockquote>"
