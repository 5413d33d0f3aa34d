"""Permits of the portal, each marked with words of its own."""

from cites.cug.permits.actions.scans import add_scans
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import (
    Endorsement,
    Party,
    Permit,
    PermitLine,
    PermitType,
)
from cites.cug.permits.registry import find_permit
from cites.cug.permits.schema import PARTIES, TABLES
from cites.cug.web.uploads.files import Upload
from io import BytesIO
from tests.access.canaries import Canaried, canary
from tests.library.marked import pdf
from zope.schema.interfaces import IText


#: Part of a permit → its boxes that take typed words, the number among them.
TEXTS = {
    part: tuple(
        name
        for name, box in table.items()
        if IText.providedBy(box) and box.max_length >= len(canary())
    )
    for part, table in TABLES.items()
}


def keep_permits() -> list[Canaried]:
    """One that can be looked up, with a scan; and one that only a search shows."""
    number, permit_id, words, parties = _keep("kept")
    filename, text = _word("kept", "scan", "filename"), _word("kept", "scan", "text")
    scan = Upload(f"{filename}.pdf", BytesIO(pdf(word=text)))
    add_scans(permit_id, [scan], acting_user="secretariat")
    path = f"@permits/{permit_id}"
    place = ("portal", path, permit_id, number)
    listed_number, listed_id, listed, _parties = _keep("listed")
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


def _word(name: str, part: str, box: str) -> str:
    return canary("portal", "permit", name, part, box)


def _keep(name: str) -> tuple[str, str, set[str], set[str]]:
    """Its number, its id, the words that show it, and those of its parties."""
    words = {
        part: {box: _word(name, part, box) for box in boxes}
        for part, boxes in TEXTS.items()
    }
    line = PermitLine(term="LIV", origin_country="XA", **words["lines"])
    permit = Permit(
        country="XA",
        type=PermitType.EXPORT,
        importer=Party(country="XB", **words["importer"]),
        exporter=Party(country="XA", **words["exporter"]),
        lines=(line,),
        endorsement=Endorsement(**words["endorsement"]),
        **words[""],
    )
    store_permits([permit], source=PermitSource.MANUAL, acting_user="secretariat")
    found = find_permit("XA", permit.number)
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    for part, boxes in words.items():
        shown[part in PARTIES].update(boxes.values())
    return permit.number, found.id, shown[False], shown[True]
