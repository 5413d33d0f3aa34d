"""From which network somebody came, which is all that the trail keeps of an address."""

from cites.cug.core.settings.deployment import FINEST_NETWORKS, trail_network_bits
from functools import lru_cache
from ipaddress import ip_network, IPv6Network


def network_of(address: str | None) -> str | None:
    """The network of an address, or of a smaller network; None for what is neither."""
    return _network(address, _bits())


def shown_network(kept: str | None) -> str | None:
    """What is shown of what an event keeps, which may be the address in old ones."""
    return _network(kept, FINEST_NETWORKS)


@lru_cache(10_000)
def _network(address: str | None, bits: tuple[int, int]) -> str | None:
    try:
        found = ip_network((address or "").strip(), strict=False)
    except ValueError:
        return None
    if isinstance(found, IPv6Network):
        mapped = found.network_address.ipv4_mapped
        found = ip_network(mapped) if mapped is not None else found
    most = bits[found.version == 6]
    return str(found.supernet(new_prefix=min(found.prefixlen, most)))


def is_network(words: str | None) -> bool:
    """Whether it is kept so coarsely. Events of earlier releases have full addresses."""
    return words is None or words == network_of(words)


def _bits() -> tuple[int, int]:
    """Those that are set; a setting that cannot be used must not stop the writers."""
    try:
        return trail_network_bits()
    except ValueError:
        return FINEST_NETWORKS
