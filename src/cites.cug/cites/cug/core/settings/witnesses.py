"""Settings of witnesses, which sign the trail's checkpoints as well; none by default."""

from cites.cug.core.settings.deployment import setting
from cites.cug.core.settings.outside import LOOPBACK, OutsideService
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit


#: Seconds that a witness may take.
PATIENCE = 8.0
#: What the protocol names the request, behind the witness's own address.
ADD = "add-checkpoint"


class Witness(NamedTuple):
    """Somebody who is asked to sign checkpoints, and the public key to check that."""

    url: str
    #: ``NAME+ID+KEY`` as signed notes have it.
    key: str
    authorities: Path | None

    @property
    def outside(self) -> OutsideService:
        url = f"{self.url.rstrip('/')}/{ADD}"
        return OutsideService(url, self.authorities, None, PATIENCE)


def witnessed_keys() -> list[str]:
    """Public keys of other portals whose checkpoints are signed here; none by default."""
    return setting("trail-witness-of", "").split()


def trail_witnesses() -> list[Witness]:
    """Who signs checkpoints: addresses, each with a key behind it. Raises ValueError."""
    words = setting("trail-witnesses", "").split()
    if len(words) % 2:
        raise ValueError("each address has a key behind it")
    named = setting("trail-witness-authorities", "")
    authorities = Path(named) if named else None
    found = []
    for url, key in zip(words[::2], words[1::2], strict=True):
        address = urlsplit(url)
        if address.scheme != "https" and address.hostname not in LOOPBACK:
            raise ValueError(f"{url} must begin with https://")
        found.append(Witness(url, key, authorities))
    return found
