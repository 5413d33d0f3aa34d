"""Site managers give the portal a name in each language."""

from cites.cug import _
from cites.cug.web.forms.settings_form import SettingsForm
from cites.cug.web.layout.local_texts import IPortalNames, PORTAL_PREFIX


class PortalNamesPage(SettingsForm):
    schema = IPortalNames
    schema_prefix = PORTAL_PREFIX
    page_title = _("Name of the portal in each language")
    lead = (
        _(
            "Shown at the top of all pages, in the title of the browser’s window and in"
            " notifications. Without a name in their language, readers see the title of"
            " the site."
        ),
    )
