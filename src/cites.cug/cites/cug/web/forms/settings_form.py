"""Forms for settings of the whole portal, in Plone's site setup."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.trail.trail import record
from cites.cug.interfaces import ICugLayer
from cites.cug.web.forms.schema_form import SchemaForm
from plone import api
from plone.registry.interfaces import IRecordModifiedEvent, IRegistry
from typing import Any
from zope.component import adapter, getUtility
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message


#: Names of our records: this, then the part of the portal, a dot and the setting.
OURS = "cites.cug."


class SettingsForm(SchemaForm):
    """Say ``schema``, ``schema_prefix`` and ``page_title``. Each change is recorded."""

    schema_prefix: str
    id = "settings"
    changes = True
    trail = {"@@overview-controlpanel": Message("Site Setup", domain="plone")}

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/{self.__name__}"

    @property
    def settings(self) -> Any:
        return getUtility(IRegistry).forInterface(self.schema, prefix=self.schema_prefix)

    def initial_values(self) -> dict[str, Any]:
        return {name: getattr(self.settings, name) for name in self.schema}

    def handle(self, data: dict[str, Any]) -> None:
        for name, value in data.items():
            setattr(self.settings, name, value)
        self.finish(_("common_changes_saved"), self.action)


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
