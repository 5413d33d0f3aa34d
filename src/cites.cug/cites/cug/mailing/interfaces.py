"""How a domain says what its notices are about, and writes its letters."""

from zope.interface import Interface


class INoticeKind(Interface):
    """One kind of notice; a global utility named as in ``queue_notices``.

    It is called when the mail is about to be sent, so it says what is true then. Before
    that the portal has checked that the reader is still on the roster. E-mail can be read
    on its way: the lines hold no content, no subject and no names. ``group`` is None for
    notices about an account.
    """

    def wanted(notice, group) -> bool:
        """Whether ``notice.reference`` is still there for the reader, and unread."""

    def lines(notices, group, language) -> list[str]:
        """The lines of the mail about these notices, all of this kind and for one reader.

        In that language and with a link. For several notices: how many there are, and the
        strictest handling code.
        """


class ILetterKind(Interface):
    """One kind of letter; a global utility named as in ``queue_letter``.

    It is called each time that the letter is about to be sent, and should write the same
    text each time. The outbox holds a reference only; what the letter says stays with the
    domain.
    """

    def write(reference, language, group) -> tuple[str, str] | None:
        """Subject and text; None where the letter is no longer needed.

        ``group`` is None for letters about an account.
        """
