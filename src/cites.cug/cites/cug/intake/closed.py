"""Plone's other ways to hand in and move content, which pass our checks by: closed."""

from plone.restapi.services import Service
from Products.Five.browser import BrowserView
from zExceptions import NotFound


class ClosedService(Service):
    def reply(self):
        raise NotFound(self.__name__)


class ClosedPage(BrowserView):
    def __call__(self):
        raise NotFound(self.__name__)
