"""Permits of the portal, each marked with words of its own."""

from cites.cug.permits.actions.scans import add_scans
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Party, Permit, PermitLine, PermitType
from cites.cug.permits.registry import find_permit
from cites.cug.permits.schema import PARTY
from cites.cug.uploads.files import Upload
from io import BytesIO
from tests.access.canaries import Canaried, canary
from tests.library.marked import pdf
from zope.schema.interfaces import IText


#: What names a party: every text in its boxes.
NOMINAL = tuple(name for name, box in PARTY.items() if IText.providedBy(box))


def keep_permits() -> list[Canaried]:
    """One that can be looked up, with a scan; and one that only a search shows."""
    number, permit_id, words = _keep("kept")
    parties = {_word("kept", box) for box in NOMINAL}
    filename, text = _word("kept", "filename"), _word("kept", "text")
    scan = Upload(f"{filename}.pdf", BytesIO(pdf(word=text)))
    add_scans(permit_id, [scan], acting_user="secretariat")
    path = f"@permits/{permit_id}"
    place = ("portal", path, permit_id, number)
    listed_number, listed_id, listed = _keep("listed")
    return [
        Canaried("permit kept", *place, frozenset({*words, permit_id})),
        Canaried("parties kept", *place, frozenset({*parties, filename})),
        Canaried(
            "scan kept",
            *("portal", f"{path}/attachments/0", permit_id, number),
            frozenset({text}),
        ),
        Canaried(
            "listed kept",
            *("portal", f"@permits/{listed_id}", listed_id, listed_number),
            frozenset({*listed, listed_id}),
        ),
    ]


def _word(name: str, box: str) -> str:
    return canary("portal", "permit", name, box)


def _keep(name: str) -> tuple[str, str, set[str]]:
    """Its number, its id, and the words that show it."""
    number, authority, species = (
        _word(name, box) for box in ("number", "authority", "species")
    )
    boxes = {box: _word(name, box) for box in NOMINAL}
    permit = Permit(
        country="XA",
        number=number,
        type=PermitType.EXPORT,
        authority=authority,
        importer=Party(country="XB", **boxes),
        exporter=Party(country="XA", **boxes),
        lines=(PermitLine(scientific_name=species, term="LIV", origin_country="XA"),),
    )
    store_permits([permit], source=PermitSource.MANUAL, acting_user="secretariat")
    found = find_permit("XA", number)
    return number, found.id, {number, authority, species}
