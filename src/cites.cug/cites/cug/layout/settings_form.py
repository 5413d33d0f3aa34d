"""Forms for settings of the whole portal, in Plone's site setup."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.audit.trail import record
from cites.cug.interfaces import ICugLayer
from plone import api
from plone.app.registry.browser.controlpanel import (
    ControlPanelFormWrapper,
    RegistryEditForm,
)
from plone.registry.interfaces import IRecordModifiedEvent
from plone.z3cform import layout
from typing import Any
from z3c.form.error import ComputedErrorViewMessage
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.schema.interfaces import OutOfBounds


#: Names of our records: this, then the part of the portal, a dot and the setting.
OURS = "cites.cug."


class SettingsForm(RegistryEditForm):
    """A form for registry records. ``record_setting`` records each change."""


@adapter(IRecordModifiedEvent)
def record_setting(event: Any) -> None:
    """Record a change of a setting: of ours the new value, of Plone's only the name.

    Some of Plone's settings are passwords.
    """
    request = getRequest()
    asked_for = request is not None and request.get("PUBLISHED") is not None
    if not asked_for or event.oldValue == event.newValue:
        return
    if not ICugLayer.providedBy(request):
        return
    name = event.record.__name__
    domain, _dot, short = name.removeprefix(OURS).partition(".")
    ours = name.startswith(OURS) and short
    record(
        f"{domain}.settings" if ours else "site.settings",
        target=api.portal.get(),
        acting_user=caller() or "",
        detail={short: event.newValue} if ours else {"setting": name},
    )


def within(value: Any) -> Message:
    """The message for a number that is out of bounds."""
    limits = {"least": value.field.min, "most": value.field.max}
    return _("A whole number from ${least} to ${most}.", mapping=limits)


OutOfBoundsMessage = ComputedErrorViewMessage(
    within, error=OutOfBounds, form=SettingsForm
)


def settings_page(form: type[SettingsForm]) -> Any:
    """The page around a settings form."""
    attributes = {"page_title": form.label}
    wrapper = type(f"{form.__name__}Page", (ControlPanelFormWrapper,), attributes)
    return layout.wrap_form(form, wrapper)
