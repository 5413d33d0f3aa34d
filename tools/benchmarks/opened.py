"""The database of an instance, opened in this process."""

import sys
import Zope2
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from contextlib import contextmanager
from pathlib import Path
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest
from Zope2.Startup.run import configure_wsgi


@contextmanager
def opened(home: Path):
    """The Zope root as the system user."""
    arguments, sys.argv = sys.argv, sys.argv[:1]  # Zope would read them
    configure_wsgi(str(home / "zope.conf"))
    sys.argv = arguments
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    newSecurityManager(None, system)
    try:
        yield app
    finally:
        setSite(None)
        app._p_jar.close()
        Zope2.DB.close()
