"""Run in a deployment that has the demonstration's groups: many more members of one.

The number is the last argument. They have no accounts: nobody logs in as one of them.
"""

import sys
import transaction
from cites.cug.access.roles import Category
from cites.cug.membership.actions import admit_member
from cites.cug.web.limits.interfaces import MOST
from cites.cug.web.limits.use import Limit, PREFIX
from plone import api
from zope.component.hooks import setSite


portal = app.portal  # noqa: F821 - `bin/instance run` gives Zope's root
setSite(portal)
for limit in Limit:  # a few senders do in a minute what officers do in a month
    api.portal.set_registry_record(f"{PREFIX}.{limit.value}", MOST)
for number in range(int(sys.argv[-1])):
    admit_member(
        portal.cheetahs,
        f"member-{number:05}",
        Category.CUSTOMS,
        country="XA",
        acting_user="admin",
    )
transaction.commit()
