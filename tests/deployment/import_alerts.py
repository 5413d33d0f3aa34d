"""Run in a deployment: imports many alerts, and is killed in the middle.

``import_alerts.py die`` is killed after so many drafts; ``import_alerts.py look`` prints
how many drafts and imports there are, before and after what the clock does later.
"""

import io
import json
import os
import signal
import sys
import transaction
from AccessControl.SecurityManagement import newSecurityManager
from cites.cug.core.sql.session import session
from cites.cug.exchange.alert_imports import runs
from cites.cug.exchange.alert_imports.actions import import_alerts
from cites.cug.exchange.alert_imports.importing import read_import
from sqlalchemy import func, select
from zope.component.hooks import setSite


ROWS, DEATH = 25, 20
MEMBER = "customs-xa"
runs.PART, runs.PART_SECONDS = 10, 600


def told(done, of):
    if of == ROWS and done >= DEATH:
        os.kill(os.getpid(), signal.SIGKILL)


def bring_in(library):
    rows = [f"2025-03-04,Post {n},Acinonyx jubatus,LIV,1" for n in range(ROWS)]
    heading = "Date of seizure,Location of incident,Species,Description of specimen"
    table = "\n".join([f"{heading},Quantity", *rows]).encode()
    acl_users = portal.acl_users
    newSecurityManager(None, acl_users.getUserById(MEMBER).__of__(acl_users))
    who = {"acting_user": MEMBER}
    read = read_import(library, io.BytesIO(table), "x.csv", {}, told=told, **who)
    import_alerts(library, read.alerts, keep=True, told=told, **who)


def there(library):
    transaction.begin()
    catalog = portal.portal_catalog
    runs_left = session().scalar(select(func.count()).select_from(runs.TABLE))
    found = catalog.unrestrictedSearchResults(portal_type="Alert")
    return [len(library.objectIds()), len(found), runs_left]


portal = app.portal  # noqa: F821 - `bin/instance run` gives Zope's root
setSite(portal)
library = portal.cheetahs.library
if sys.argv[-1] == "die":
    bring_in(library)
else:
    before = there(library)
    seen = runs.take_out_broken({})
    alive = there(library)
    runs.take_out_broken(seen)
    print(json.dumps([before, alive, there(library)]))
