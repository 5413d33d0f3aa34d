"""What who runs the site decides about logging in."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.login.audit import tell
from cites.cug.login.interfaces import ILoginSettings
from cites.cug.login.settings import PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.z3cform import layout
from typing import Any


class LoginSettingsForm(RegistryEditForm):
    schema = ILoginSettings
    schema_prefix = PREFIX
    label = _("Logging in")
    description = _(
        "For all groups of the portal. Changes hold from the next request on, and are in"
        " the audit trail."
    )

    def applyChanges(self, data: dict[str, Any]) -> dict[Any, list[str]]:
        changes = super().applyChanges(data)
        names = [name for found in changes.values() for name in found]
        if names:
            tell("login.settings", caller(), **{name: data[name] for name in names})
        return changes


class LoginSettingsWrapper(ControlPanelFormWrapper):
    page_title = _("Logging in")


LoginSettingsPage = layout.wrap_form(LoginSettingsForm, LoginSettingsWrapper)
