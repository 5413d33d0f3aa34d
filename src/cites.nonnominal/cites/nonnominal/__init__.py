"""Finds what in a text names a person or a company, so that its writer can decide."""

from cites.nonnominal.message_ids import MessageFactory
from pathlib import Path


_ = MessageFactory("cites.nonnominal", Path(__file__).parent / "locales")
