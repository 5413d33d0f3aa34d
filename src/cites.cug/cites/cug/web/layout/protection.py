"""Protection of our pages against forged requests (CSRF).

Plone's check stays: users who are logged in cannot write without a token. Our forms
contain their tokens, so Plone need not add them to the HTML of each page, and no token
gets into the address of a search.
"""

from cites.cug.interfaces import ICugLayer, IOwnPage
from plone.protect.auto import ProtectTransform
from zope.component import adapter


@adapter(IOwnPage, ICugLayer)
class OwnPageProtection(ProtectTransform):
    """Plone's check, without adding tokens to the page."""

    def transform(self, result, encoding) -> None:
        """Leave the page as it is; called after the check."""
