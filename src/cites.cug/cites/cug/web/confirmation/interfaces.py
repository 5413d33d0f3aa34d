"""What other parts tell the check of texts."""

from zope.interface import Interface


class IKnownWords(Interface):
    """Names that all members of a group see anyway. A named utility."""

    def __call__(group):
        """Names of offices, institutions or places; nothing that some members may not
        see, since anybody can find out by trying which words are no findings.
        """
