"""Names of library items: random, so that an address tells nothing of a title.

A name made from the title would show it in links and logs, and a refused name would tell
that something hidden already has it.
"""

import secrets
from cites.cug.interfaces import IInsideGroup
from plone.app.content.interfaces import INameFromTitle
from zope.component import adapter
from zope.interface import implementer


@implementer(INameFromTitle)
@adapter(IInsideGroup)
class RandomName:
    def __init__(self, item):
        self.title = secrets.token_hex(8)
