"""What came out of a topic, as the text of a library item."""

from cites.cug.intake.markup import plain_structure
from cites.cug.workspaces.rendering import Renderer
from plone.app.discussion.interfaces import IConversation
from typing import Any


def result_of(topic: Any, renderer: Renderer) -> str:
    """The topic's text, and the comment that answers it, without names."""
    parts = [topic.text.raw if topic.text else ""]
    if topic.answer is not None:
        answer = IConversation(topic).get(topic.answer)
        parts.append(renderer.html(answer.text) if answer is not None else "")
    return plain_structure("\n".join(parts))
