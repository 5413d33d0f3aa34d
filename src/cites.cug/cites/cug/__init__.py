"""Closed user groups of law-enforcement authorities, on Plone."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("cites.cug")
