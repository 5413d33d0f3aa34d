"""The steps of installing and uninstalling that a profile cannot express in XML."""

from cites.cug.access import global_roles, team_groups
from cites.cug.core.fulltext.index import give_words_back, make_words_index
from cites.cug.core.plone_internals.catalog import store_rows_apart, store_rows_together
from cites.cug.core.sql.schema import upgrade
from cites.cug.library.lists.bitmaps import make_library_index
from cites.cug.library.lists.filters import add_missing_indexes
from cites.cug.login.install import install_plugin, uninstall_plugin
from cites.cug.messaging.start import check_keys
from cites.cug.setup import snapshot
from cites.cug.setup.conditions import (
    check_leaving,
    check_site,
    GIVEN_BACK,
    is_first,
    say,
)
from cites.cug.web.layout.local_texts import offer_languages
from plone import api
from plone.base.interfaces import INonInstallable
from Products.GenericSetup.tool import UNKNOWN
from zope.component.hooks import getSite
from zope.interface import implementer


#: Profiles that the add-on's profile needs. metadata.xml does not name them, because its
#: dependencies are applied before the checks and the snapshot below.
NEEDED = (
    "plone.app.contenttypes:default",
    "plone.restapi:default",
    "collective.workspace:default",
    "plone.app.versioningbehavior:default",
)


@implementer(INonInstallable)
class HiddenProfiles:
    """Hides the other profiles, so that the add-ons screen offers the add-on alone."""

    def getNonInstallableProfiles(self) -> list[str]:
        return ["cites.cug:demo", "cites.cug:uninstall"]


def before_install(tool) -> None:
    site = getSite()
    if is_first(tool):
        check_site(site)
    snapshot.begin(site)
    for profile in NEEDED:
        if tool.getLastVersionForProfile(profile) == UNKNOWN:
            tool.runAllImportStepsFromProfile(f"profile-{profile}")


def after_install(tool) -> None:
    offer_languages()
    upgrade()
    check_keys()
    catalog = api.portal.get_tool("portal_catalog")
    store_rows_apart(catalog)
    add_missing_indexes(catalog)
    make_library_index(catalog)
    make_words_index(catalog)
    install_plugin(getSite())
    team_groups.take_over_roster_groups(getSite())
    global_roles.take_over(getSite())
    snapshot.finish(getSite(), first=is_first(tool))


def before_uninstall(tool) -> None:
    check_leaving(getSite())


def after_uninstall(tool) -> None:
    site = getSite()
    uninstall_plugin(site)
    catalog = api.portal.get_tool("portal_catalog")
    give_words_back(catalog)
    store_rows_together(catalog)
    team_groups.hand_back_roster_groups(site)
    global_roles.hand_back(site)
    snapshot.give_back(site)
    say(GIVEN_BACK, "info")
