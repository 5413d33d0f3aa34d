"""How a domain says what its notices are about, and writes its letters."""

from zope.interface import Interface


class INoticeKind(Interface):
    """One kind of notice; a global utility named as in ``queue_notices``.

    Asked when the mail is about to go out, so it says what holds then. That the reader
    is still on the roster has been checked. What it says goes over lines that others
    may read: no content, no subject, no names. Of notices about an account, ``group`` is
    None.
    """

    def wanted(notice, group) -> bool:
        """Whether the reader still has what ``notice.reference`` names, and unread."""

    def lines(notices, group, language) -> list[str]:
        """What the mail says of these notices, all of this kind and for one reader.

        In that language, with a link; of several, how many and the highest handling code.
        """


class ILetterKind(Interface):
    """One kind of letter; a global utility named as in ``queue_letter``.

    Asked when the letter is about to go out, each time it is tried: it should write the
    same again. What it refers to stays with the domain, so that nothing that a letter
    says lies in the outbox.
    """

    def write(reference, language, group) -> tuple[str, str] | None:
        """Subject and text; None where the letter is of no use any more."""
