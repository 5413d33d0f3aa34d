"""Which button of a form was pressed."""

from cites.cug.web.forms.interfaces import IMemberFormLayer
from typing import Any
from z3c.form.button import ButtonActions
from z3c.form.interfaces import IButtonForm
from zope.component import adapter
from zope.interface import Interface


@adapter(IButtonForm, IMemberFormLayer, Interface)
class PostedActions(ButtonActions):
    """Nothing is done but by POST, and with the token of the session.

    Plone's own answer a page of their own where the token is none: what was typed would
    be lost.
    """

    @property
    def executedActions(self) -> list[Any]:
        if not self.form.is_pressed:
            return []
        default = self.get(self.form.default_button)
        return super().executedActions or ([] if default is None else [default])

    def execute(self) -> Any:
        if self.executedActions and not self.form.has_token():
            return None
        return super().execute()
