"""REST: an item gets the text of an earlier version again."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.library.versions import go_back
from cites.cug.library.versions import NoVersion
from cites.cug.restapi.services import IntakeService
from plone.protect.interfaces import IDisableCSRFProtection
from zope.interface import alsoProvides


NO_VERSION = _("${field}: the number of a version is expected.")


class HistoryPatch(IntakeService):
    """``PATCH {item}/@history`` ``{"version"}``; versions count from 0, as in ``GET``.

    Replaces Plone's service, which checks no handling code and records nothing.
    """

    def reply(self) -> dict[str, str]:
        alsoProvides(self.request, IDisableCSRFProtection)
        version = self.body("version").get("version")
        if type(version) is not int:  # nor True, which is one
            raise self.refused(NO_VERSION, "version")
        try:
            note = go_back(self.context, version + 1, acting_user=caller())
        except NoVersion as error:
            raise self.refused(NO_VERSION, "version") from error
        return {"message": note}
