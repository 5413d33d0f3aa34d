"""Site managers set the limits of members: limits are below forms."""

from cites.cug import _
from cites.cug.web.forms.settings_form import SettingsForm
from cites.cug.web.limits.interfaces import ILimitSettings
from cites.cug.web.limits.use import PREFIX


class LimitSettingsPage(SettingsForm):
    schema = ILimitSettings
    schema_prefix = PREFIX
    page_title = _("common_limits_of_members_title")
    lead = (_("operations_limit_settings_each_member_each_group_text"),)
