"""Protection of our pages against forged requests.

What Plone checks stays: whoever is logged in writes with a token or not at all. Our forms
carry their tokens, so no page is parsed to put them in, and none gets into the address of
a search.
"""

from cites.cug.interfaces import ICugLayer
from cites.cug.interfaces import IOwnPage
from plone.protect.auto import ProtectTransform
from zope.component import adapter


@adapter(IOwnPage, ICugLayer)
class OwnPageProtection(ProtectTransform):
    def transform(self, result, encoding) -> None:
        """Called after the check: the page stays as it is."""
