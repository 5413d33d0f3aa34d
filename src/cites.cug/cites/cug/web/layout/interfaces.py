"""How domains take part in the pages' surroundings."""

from zope.interface import Attribute, Interface


class IWaiting(Interface):
    """Says whether something waits for the user. A named utility of a domain."""

    def __call__(user_id):
        """``(path below the portal, text)`` or None; called for each page."""


class ITimeLeft(Interface):
    """Says how long the session of a browser lasts. A utility of the login."""

    def __call__(request):
        """``(seconds without use, seconds in all)``, or None without such a session."""


class ILinkTitle(Interface):
    """Gives titles for links in what members write. A named utility of each domain."""

    def __call__(group, path):
        """The title of what lies at the path below the group.

        None if this part does not know the path, or the caller may not see what lies
        there.
        """


class INavigationEntry(Interface):
    """One entry of a group's navigation. A named utility of a domain."""

    title = Attribute("Translatable text.")
    path = Attribute("Address below the group.")
    permission = Attribute("Who sees it (access.policy.Permission, on the group).")
    order = Attribute("Number; lower comes first.")
    place = Attribute("Path of the entry that it is a view of; empty: a place itself.")
    part = Attribute("Heading of the page Administration that it is listed under.")
    explanation = Attribute("One line about it, for the page Administration.")
    count = Attribute(
        "None, or what gives the number of new things behind it, for the group and the"
        " caller; asked on every page, so it must cost next to nothing."
    )
    counted = Attribute("Translatable text of what is counted, in the plural.")


class ISettingsEntry(Interface):
    """One page about the own account. A named utility of a domain."""

    title = Attribute("Translatable text.")
    path = Attribute("Address below the portal.")
    order = Attribute("Number; lower comes first.")
    offered = Attribute("Tells of a user id whether the user has any use for the page.")


class IHelp(Interface):
    """Finds the help for a page. A utility of what knows all pages."""

    def __call__(group, path):
        """Its address below the group, or below the portal where that is None.

        ``path`` is the page's own address, below the same; called for each page.
        """


class IOwnGroups(Interface):
    """Finds the groups of the caller. A utility of what composes the domains.

    Called without arguments, it returns catalog brains of the groups that the caller may
    see, by title.
    """


class IPortraits(Interface):
    """Finds who has a portrait. A utility of what keeps them.

    Those of members are at ``{cug}/portraits/{id}``, for who may know of the member.
    """

    def __call__(user_ids):
        """Which of these users have one, as a set."""


class IFirstPage(Interface):
    """A page that most readers begin with. A named utility: the class of its view.

    Its template is compiled when the process starts.
    """

    template = Attribute("The page template.")
