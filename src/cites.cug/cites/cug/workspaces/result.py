"""The result of a topic, as text for the library."""

from cites.cug.core.validation.errors import Missing
from cites.cug.core.validation.rich_text import plain_structure
from cites.cug.workspaces.actions.topics import check_comment
from cites.cug.workspaces.rendering import Renderer
from contextlib import suppress
from typing import Any


def result_of(topic: Any, renderer: Renderer) -> str:
    """HTML of the topic's text and of the comment that answers it, without names."""
    parts = [topic.text.raw if topic.text else ""]
    if topic.answer is not None:
        with suppress(Missing):
            parts.append(renderer.html(check_comment(topic, topic.answer).text))
    return plain_structure("\n".join(parts))
