"""Finds what in a text names a person or a company, so that its writer can decide."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("cites.nonnominal")
