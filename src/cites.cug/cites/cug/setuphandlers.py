"""What a profile cannot say in XML."""

from cites.cug.access import team_groups
from cites.cug.login.install import hand_back
from cites.cug.login.install import take_over
from cites.cug.messaging.start import check_keys
from cites.cug.records.schema import upgrade
from plone.base.interfaces import INonInstallable
from zope.component.hooks import getSite
from zope.interface import implementer


@implementer(INonInstallable)
class HiddenProfiles:
    """The add-ons screen offers the add-on itself only."""

    def getNonInstallableProfiles(self) -> list[str]:
        return ["cites.cug:demo", "cites.cug:uninstall"]


def after_install(tool) -> None:
    upgrade()
    check_keys()
    take_over(getSite())
    team_groups.take_over(getSite())


def after_uninstall(tool) -> None:
    hand_back(getSite())
    team_groups.hand_back(getSite())
