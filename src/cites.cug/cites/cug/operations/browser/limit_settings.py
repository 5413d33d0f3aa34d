"""Site managers set the limits of members: limits are below forms."""

from cites.cug import _
from cites.cug.web.forms.settings_form import SettingsForm
from cites.cug.web.limits.interfaces import ILimitSettings
from cites.cug.web.limits.use import PREFIX


class LimitSettingsPage(SettingsForm):
    schema = ILimitSettings
    schema_prefix = PREFIX
    page_title = _("Limits of members")
    lead = (
        _(
            "For each member in each group. Changes take effect from the next request"
            " and are recorded in the audit trail. The Secretariat of a group sees who"
            " is near a limit."
        ),
    )
