"""Topics: what a team discusses, with the files that belong to it."""

from cites.cug import _
from cites.cug.core.validation.rich_text import PlainRichText
from cites.cug.interfaces import ITopic
from cites.cug.workspaces.content import Quiet
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class ITopicSchema(model.Schema):
    """The fields of a topic."""

    title = schema.TextLine(title=_("common_title_label"), max_length=200)

    text = PlainRichText(title=_("common_text_label"), required=False)


@implementer(ITopic)
class Topic(Quiet):
    """Contains pictures and files. Whoever can read the topic can read them.

    Comments are in an annotation.
    """

    # No type hints: Python stores those in ``__annotations__``, where ``zope.annotation``
    # looks for the annotations of an object. All topics would share one discussion.
    #: Whether the topic stands above the others of its workspace.
    pinned = False
    #: The id of the comment that answers the topic.
    answer = None
    #: Earlier texts: see ``edit_history``.
    history = ()
