"""The words by which a search finds a topic. Comments and files have other indexers."""

from cites.cug.interfaces import ITopic
from cites.cug.web.confirmation.requirement import plain_text
from plone.indexer import indexer


@indexer(ITopic)
def searchable_text(topic) -> str:
    """The words of the title and of the text."""
    text = plain_text(topic.text.raw or "") if topic.text else ""
    return f"{topic.title} {text}"
