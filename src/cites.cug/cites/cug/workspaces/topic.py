"""A topic: what is discussed, with the files that belong to it."""

from cites.cug import _
from cites.cug.interfaces import ITopic
from cites.cug.validation.rich_text import PlainRichText
from cites.cug.workspaces.content import Quiet
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class ITopicSchema(model.Schema):
    """What its author writes."""

    title = schema.TextLine(title=_("Title"), max_length=200)

    text = PlainRichText(title=_("Text"), required=False)


@implementer(ITopic)
class Topic(Quiet):
    """Holds pictures and files, which have its audience; comments are beside it."""

    # No type hints: Python keeps them where ``zope.annotation`` looks for what is kept of
    # an object, comments among it, and all topics would share one discussion.
    #: Stands above the others, in its workspace.
    pinned = False
    #: The comment that answers it, by its id.
    answer = None
    #: What it said before: see ``earlier``.
    history = ()
