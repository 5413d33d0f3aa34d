"""Run in a deployment: makes the accounts and groups of the demonstration, no content."""

import transaction
from cites.cug.demo.accounts import make_groups
from zope.component.hooks import setSite


portal = app.portal  # noqa: F821 - `bin/instance run` gives Zope's root
setSite(portal)
make_groups(portal, acting_user="admin")
transaction.commit()
