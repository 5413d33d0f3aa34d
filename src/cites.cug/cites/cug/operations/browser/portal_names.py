"""Site managers give the portal a name in each language."""

from cites.cug import _
from cites.cug.web.forms.settings_form import SettingsForm
from cites.cug.web.layout.local_texts import IPortalNames, PORTAL_PREFIX


class PortalNamesPage(SettingsForm):
    schema = IPortalNames
    schema_prefix = PORTAL_PREFIX
    page_title = _("common_name_portal_each_language_title")
    lead = (_("operations_portal_names_shown_top_all_pages_text"),)
