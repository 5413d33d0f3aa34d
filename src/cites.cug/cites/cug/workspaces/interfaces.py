"""How other parts of the portal take part in workspaces."""

from zope.interface import Interface


class ILinkTitle(Interface):
    """Gives titles for links in comments. Named utilities of the parts that know them."""

    def __call__(group, path):
        """The title of what lies at the path below the group.

        None if this part does not know the path, or the caller may not see what lies
        there.
        """


class ILibraryDrafts(Interface):
    """Makes drafts in the library from the results of topics."""

    def __call__(group, title, html, handling, acting_user):
        """Make a draft of which the acting user is the author, and return it."""
