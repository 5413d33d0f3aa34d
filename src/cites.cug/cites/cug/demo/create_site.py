"""Creates the portal, or brings it to the newest version; `bin/create-site` runs it."""

import logging
import os
import secrets
import sys
import transaction
import Zope2
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from App.config import getConfiguration
from argparse import ArgumentParser, ArgumentTypeError
from cites.cug import _
from cites.cug.core.plone_internals.users import add_user
from cites.cug.core.settings.languages import DEFAULT, LANGUAGES
from cites.cug.core.sql.replay import apply_left
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.demo.accounts import fullnames, PASSWORD
from cites.cug.demo.texts import spoken
from cites.cug.setup.conditions import InstallationRefused
from cites.cug.web.layout.local_texts import offer_languages, PORTAL_PREFIX
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from plone.registry.interfaces import IRegistry
from Products.CMFPlone.factory import addPloneSite
from Testing.makerequest import makerequest
from typing import Any
from zc.lockfile import LockError
from zope.component import getUtility
from zope.component.hooks import setSite
from zope.globalrequest import setRequest
from zope.i18n import translate
from Zope2.Startup.run import configure_wsgi


ADMIN = "admin"
PROFILE = "cites.cug:default"
SITE_ID = "portal"
#: What it is called at first; site managers change it.
TITLE = _("demo_create_site_closed_user_groups_title")
IN_USE = (
    "The portal's database is in use: a process of it is running. Stop it, run this"
    " command again, then start it."
)


def main(zope_conf: str) -> None:
    """Make administrator and portal in one transaction; an older portal is updated."""
    parser = ArgumentParser(prog="create-site", description=main.__doc__)
    parser.add_argument(
        "--demo", action="store_true", help="with the demonstration's groups and items"
    )
    parser.add_argument(
        "--language",
        type=known_language,
        default=DEFAULT,
        help="default language of a new portal, and of its demonstration: "
        + ", ".join(spoken()),
    )
    parser.add_argument(
        "--admin-password-file",
        type=Path,
        help="holds the administrator's password; made with a random one if missing",
    )
    options = parser.parse_args()
    # Plone's own profiles warn at length; what fails is raised. Libraries set up logging
    # when they are imported, too.
    logging.basicConfig(level=logging.ERROR, format="%(message)s", force=True)
    logging.getLogger("cites.cug").setLevel(logging.INFO)
    try:
        configure_wsgi(zope_conf)
        app = makerequest(Zope2.app())
    except LockError:
        sys.exit(IN_USE)
    setRequest(app.REQUEST)
    newSecurityManager(None, system)
    try:
        with closing(app._p_jar.db()), transaction.manager, no_site_on_failure():
            add_administrator(app, options.admin_password_file or default_password_file())
            outcome = create_site(app, options.demo, options.language)
    except InstallationRefused as refusal:
        sys.exit(str(refusal))
    print(f"/{SITE_ID}: {outcome}", file=sys.stderr)
    if options.demo:
        print(accounts(options.language))


@contextmanager
def no_site_on_failure() -> Iterator[None]:
    """Forget the current site on failure, which hooks of the abort would still ask."""
    try:
        yield
    except BaseException:
        setSite(None)
        raise


def create_site(app, demo: bool = False, language: str = DEFAULT) -> str:
    """Add the portal to the Zope root, or update it. The caller commits.

    The language is the default of a new portal, and that of its demonstration.
    Returns the outcome as it is printed: created, updated or there already.
    """
    if SITE_ID in app.objectIds():
        # Before an upgrade changes the schema for which its statements were written.
        apply_left(app._p_jar.root())
        return update_site(app[SITE_ID])
    site = addPloneSite(
        app,
        SITE_ID,
        title=translate(TITLE, target_language=language),
        default_language=language,
        portal_timezone="UTC",
        setup_content=False,
        distribution_name="classic",
    )
    # The distribution ignores extension profiles: they are applied after it.
    setup = site["portal_setup"]
    setup.runAllImportStepsFromProfile(f"profile-{PROFILE}")
    for other in LANGUAGES:
        if other != language:
            name = translate(TITLE, target_language=other)
            getUtility(IRegistry)[f"{PORTAL_PREFIX}.title_{other}"] = name
    who: dict[str, Any] = {"target": app, "acting_user": SYSTEM}
    record("account.add", detail={"member": ADMIN}, **who)
    record("account.roles", detail={"member": ADMIN, "roles": ["Manager"]}, **who)
    if demo:
        setup.runAllImportStepsFromProfile("profile-cites.cug:demo")
    return "created"


def update_site(site) -> str:
    """Run the upgrade steps of the add-on that the portal has not run yet."""
    setSite(site)
    offer_languages()
    setup = site["portal_setup"]
    if not setup.listUpgrades(PROFILE):
        return "there already"
    setup.upgradeProfile(PROFILE)
    return "updated"


def known_language(code: str) -> str:
    """The code, if the demonstration can be made in its language."""
    if code not in spoken():
        raise ArgumentTypeError(f"{code!r} is not one of {', '.join(spoken())}")
    return code


def accounts(language: str) -> str:
    """List the accounts of the demonstration and their password, as printed text."""
    lines = [f"  {name:<14}{title}" for name, title in fullnames(language).items()]
    return "\n".join([f"Accounts, all with the password {PASSWORD}:", *lines])


def add_administrator(app, password_file: Path) -> None:
    """Make Zope's administrator with the password in the file, unless there is one."""
    users = app.acl_users
    if users.getUser(ADMIN) is None:
        add_user(users, ADMIN, kept_password(password_file), ["Manager"])


def kept_password(path: Path) -> str:
    """Read the password from the file, or write a new one there for its owner alone."""
    # An interrupted run may have left an empty file.
    if path.exists() and (password := path.read_text(encoding="utf-8").strip()):
        return password
    password = secrets.token_urlsafe(18)
    with open(path, "w", encoding="utf-8", opener=private) as file:
        file.write(password + "\n")
    return password


def private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def default_password_file() -> Path:
    """The file of the password, beside the deployment's data."""
    return Path(getConfiguration().clienthome).parent / "admin-password"
