"""The web server."""

from typing import Any
from waitress.server import BaseWSGIServer


def use_channel_class(channel_class: type) -> None:
    """Have each server of this process make its connections of a class of ours.

    A server names the class in this place alone.
    """
    BaseWSGIServer.channel_class = channel_class


def socket_count(server: Any) -> int:
    """How many sockets a server has open, its own among them: what its limit counts."""
    return len(server._map)
