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
from z3c.form.error import ComputedErrorViewMessage
from zope.i18nmessageid import Message
from zope.schema.interfaces import OutOfBounds


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


def within(value: Any) -> Message:
    """What is expected of a number that is out of bounds."""
    limits = {"least": value.field.min, "most": value.field.max}
    return _("A whole number from ${least} to ${most}.", mapping=limits)


OutOfBoundsMessage = ComputedErrorViewMessage(
    within, error=OutOfBounds, form=LoginSettingsForm
)


class LoginSettingsWrapper(ControlPanelFormWrapper):
    page_title = _("Logging in")


LoginSettingsPage = layout.wrap_form(LoginSettingsForm, LoginSettingsWrapper)
