"""What searches find a topic by; comments and files are found by themselves."""

from cites.cug.interfaces import ITopic
from lxml import html
from plone.indexer import indexer


@indexer(ITopic)
def searchable_text(topic) -> str:
    raw = topic.text.raw if topic.text else ""
    text = html.fromstring(f"<div>{raw}</div>").text_content() if raw else ""
    return f"{topic.title} {text}"
