"""Forms of settings of the whole portal, in Plone's site setup."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.audit.trail import record
from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.z3cform import layout
from typing import Any
from z3c.form.error import ComputedErrorViewMessage
from zope.i18nmessageid import Message
from zope.schema.interfaces import OutOfBounds


class SettingsForm(RegistryEditForm):
    """What is changed goes into the audit trail, under ``on_record_as``."""

    on_record_as = ""

    def applyChanges(self, data: dict[str, Any]) -> dict[Any, list[str]]:
        changes = super().applyChanges(data)
        names = [name for found in changes.values() for name in found]
        if names:
            record(
                self.on_record_as,
                target=api.portal.get(),
                acting_user=caller() or "",
                detail={name: data[name] for name in names},
            )
        return changes


def within(value: Any) -> Message:
    """What is expected of a number that is out of bounds."""
    limits = {"least": value.field.min, "most": value.field.max}
    return _("A whole number from ${least} to ${most}.", mapping=limits)


OutOfBoundsMessage = ComputedErrorViewMessage(
    within, error=OutOfBounds, form=SettingsForm
)


def settings_page(form: type[SettingsForm]) -> Any:
    """The page around such a form."""
    attributes = {"page_title": form.label}
    wrapper = type(f"{form.__name__}Page", (ControlPanelFormWrapper,), attributes)
    return layout.wrap_form(form, wrapper)
