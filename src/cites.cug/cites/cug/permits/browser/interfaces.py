"""What the screens need of other parts of a group, which know nothing of permits."""

from zope.interface import Interface


class ISpecimenForms(Interface):
    """Finds what a country's forms look like."""

    def __call__(group, country):
        """Documents of the group's library that the caller may see, as mappings with
        ``title`` and ``url``.
        """


class IDoubts(Interface):
    """Lets a doubt reach whoever issued a permit."""

    def __call__(group, country, subject, html, acting_user):
        """Make a draft to the country's contact points in the group, or to the
        Secretariat where it has none, and return its address below the group.
        """
