"""Site managers set the settings of the login."""

from cites.cug import _
from cites.cug.login.interfaces import ILoginSettings
from cites.cug.login.settings import PREFIX
from cites.cug.web.forms.choice_widgets import BoxesInput
from cites.cug.web.forms.settings_form import SettingsForm


class CategoriesInput(BoxesInput):
    """The registry keeps a tuple."""

    def toFieldValue(self, raw: list[str]) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(super().toFieldValue(raw))


class LoginSettingsPage(SettingsForm):
    schema = ILoginSettings
    schema_prefix = PREFIX
    page_title = _("common_logging_in_title")
    lead = (_("login_settings_all_groups_portal_changes_text"),)
    inputs = {"factor_categories": CategoriesInput}
