"""Closed user groups of law-enforcement authorities, on Plone."""

from cites.nonnominal.message_ids import MessageFactory
from pathlib import Path


_ = MessageFactory("cites.cug", Path(__file__).parent / "locales")
