"""Plone's other ways to hand in and move content, which pass our checks by: closed."""

from zope.interface import implementer
from zope.location.interfaces import LocationError
from zope.traversing.interfaces import ITraversable


@implementer(ITraversable)
class ClosedNamespace:
    """Our inputs have no pages of their own."""

    def __init__(self, context, request):
        self.context = context

    def traverse(self, name, _further):
        raise LocationError(self.context, name)
