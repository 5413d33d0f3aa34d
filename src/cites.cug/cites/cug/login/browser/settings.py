"""Site managers set the settings of the login."""

from cites.cug import _
from cites.cug.layout.settings_form import settings_page, SettingsForm
from cites.cug.login.interfaces import ILoginSettings
from cites.cug.login.settings import PREFIX


class LoginSettingsForm(SettingsForm):
    schema = ILoginSettings
    schema_prefix = PREFIX
    label = _("Logging in")
    description = _(
        "For all groups of the portal. Changes hold from the next request on, and are in"
        " the audit trail."
    )


LoginSettingsPage = settings_page(LoginSettingsForm)
