"""REST: an item gets the text of an earlier version again."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, Missing
from cites.cug.library.items.versions import go_back
from cites.cug.web.restapi.content import ContentService


NO_VERSION = _("library_history_give_number_version")


class HistoryPatch(ContentService):
    """``PATCH {item}/@history`` ``{"version"}``: go back.

    Versions count from 0, as in ``GET``.

    Replaces Plone's service, which ignores both the audience and the audit trail.
    """

    keys = ("version",)

    def reply(self) -> dict[str, str]:
        version = self.body.get("version")
        if type(version) is not int:  # nor True, which is one
            raise invalid("version", NO_VERSION)
        try:
            note = go_back(self.context, version + 1, acting_user=self.user_id)
        except Missing as error:
            raise invalid("version", NO_VERSION) from error
        return {"message": note}
