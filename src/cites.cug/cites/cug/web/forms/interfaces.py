"""Markers of what members hand in."""

from cites.cug.interfaces import IOwnPage
from plone.app.z3cform.interfaces import IPloneFormLayer
from z3c.form.interfaces import IDataConverter, IWidget


class IMemberFormLayer(IPloneFormLayer):
    """On a request that shows one of our forms: its fields get native inputs."""


class INativeWidget(IWidget, IDataConverter):
    """An input of the browser's own that converts its own values."""


class IMemberFormPage(IOwnPage):
    """A page with one of our forms: none of Plone's doors to parts of forms is in it."""
