"""The web server."""

from typing import Any
from waitress.server import BaseWSGIServer


def use_channel_class(channel_class: type) -> None:
    """Set the class of connections of all servers in this process.

    This attribute is the only place that names the class.
    """
    BaseWSGIServer.channel_class = channel_class


def socket_count(server: Any) -> int:
    """How many sockets a server has open, with its own: its limit counts these."""
    return len(server._map)
