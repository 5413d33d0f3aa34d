"""What pages of permits need from other domains, which do not import this one."""

from zope.interface import Interface


class ISpecimenForms(Interface):
    """Finds pictures or descriptions of a country's permit forms, to compare with the
    paper.
    """

    def __call__(group, country):
        """Documents of the group's library that the caller may see, as mappings with
        ``title`` and ``url``.
        """


class IAlertsOnPermit(Interface):
    """Finds what the library says of a permit."""

    def __call__(group, number):
        """Alerts of the group's library that name a permit of this number and that the
        caller may see, as mappings with ``title``, ``url`` and ``handling``.
        """


class IDoubts(Interface):
    """Sends a doubt about a permit to the country of issue."""

    def __call__(group, country, subject, html, acting_user):
        """Make a draft to the country's contact points in the group, or to the
        Secretariat if the country has none. Answers the address of the draft, relative to
        the group.
        """
