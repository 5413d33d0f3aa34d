"""From which address, and with which browser or program, somebody comes."""

import re
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple


#: Size of the network of one office or household, as providers hand it out.
BLOCK_BITS = {4: 24, 6: 56}
LONGEST_LABEL = 60
#: The order matters: newer browsers also name older ones.
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari", "curl", "python-requests")
BROWSER_NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
SYSTEM_NAMES = {"Mac OS X": "macOS"}


class Visitor(NamedTuple):
    """What a request tells about the one who sends it."""

    block: str
    device: str
    #: The secret that a browser was given when somebody logged in with it before.
    device_secret: str | None = None


def address_block(address: str) -> str:
    """The network that an address belongs to; what is no address is its own block."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:50]
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ip_network(f"{found}/{BLOCK_BITS[found.version]}", strict=False))


def device_label(agent: str) -> str:
    """A few words by which members recognise their own device."""
    browser = _first(BROWSERS, BROWSER_NAMES, agent)
    system = _first(SYSTEMS, SYSTEM_NAMES, agent)
    known = ", ".join(filter(None, (browser, system)))
    return known or re.sub(r"[^\w./ -]", "", agent)[:LONGEST_LABEL]


def _first(words: tuple[str, ...], names: dict[str, str], agent: str) -> str:
    found = next((word for word in words if word in agent), "")
    return names.get(found, found)


def visitor(request: Any, device_secret: str | None = None) -> Visitor:
    agent = request.getHeader("User-Agent") or ""
    return Visitor(
        address_block(request.getClientAddr()), device_label(agent), device_secret
    )
