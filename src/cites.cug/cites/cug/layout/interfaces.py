"""How a domain takes part in the shell."""

from zope.interface import Attribute
from zope.interface import Interface


class IWaiting(Interface):
    """How a domain says that something waits for the caller; a named utility."""

    def __call__(user_id):
        """Address below the portal and text, or None; asked on every page."""


class INavigationEntry(Interface):
    """One entry of a group's navigation; registered as a named utility."""

    title = Attribute("Translatable text.")
    path = Attribute("Address below the group.")
    permission = Attribute("Who sees it (access.policy.Permission, on the group).")
    order = Attribute("Number; lower comes first.")
    desk = Attribute("Whether it is for those alone who look after the group.")
    count = Attribute(
        "None, or what gives the number of new things behind it, for the group and the"
        " caller; asked on every page, so it must cost next to nothing."
    )
    counted = Attribute("Translatable text of what is counted, in the plural.")
