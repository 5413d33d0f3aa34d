"""Reads CITES e-permit XML, version 1 or 2, plain or in SOAP, with one permit or many.

Namespaces and all content around the permits, such as attachments, are ignored.
"""

from cites.cug import _
from cites.cug.core.validation.errors import unknown_code
from cites.cug.permits.formats import epermit_boxes as boxes
from cites.cug.permits.formats.elements import Element, elements
from cites.cug.permits.formats.raw_permit import Fault, RawPermit
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO


SEVERAL = _("permits_epermit_reading_several_values_stand_here_text")


def read_epermits(stream: BinaryIO) -> Iterator[RawPermit]:
    """The permits of a file, unchecked. Raises UnreadableFile."""
    for element in elements(stream, boxes.ROOTS, boxes.RENAMED):
        yield _Reading(element).given


class _Reading:
    """Collects the values of one permit."""

    def __init__(self, permit: Element):
        self.lines: dict[str, int] = {}
        self.faults: list[Fault] = []
        values: dict[str, Any] = {}
        for header in self.one(permit, boxes.HEADER):
            values |= self.boxes(boxes.PERMIT, header, "")
            address = (node.value for way in boxes.ADDRESS for node in header.all(way))
            told = (values.get("authority", ""), *address)
            values["authority"] = ", ".join(part.strip() for part in told if part.strip())
        for consignment in self.one(permit, boxes.CONSIGNMENT):
            values |= self.consignment(consignment)
        self.given = RawPermit(values, permit.line, self.lines, tuple(self.faults))

    def one(self, parent: Element, name: str) -> list[Element]:
        """The child of that name as a list of one, or []. More than one is a fault."""
        first, *others = parent.all(name) or [None]
        self.faults += (Fault(SEVERAL, other.line) for other in others)
        return [] if first is None else [first]

    def consignment(self, consignment: Element) -> dict[str, Any]:
        values: dict[str, Any] = self.boxes(boxes.SHIPMENT, consignment, "")
        for name, tag in boxes.PARTIES.items():
            for party in self.one(consignment, tag):
                values[name] = self.boxes(boxes.PARTY, party, f"{name}.")
        values["endorsement"] = self.boxes(boxes.ENDORSEMENT, consignment, "endorsement.")
        values["lines"] = [
            self.line(item, f"lines[{position}].")
            for position, item in enumerate(consignment.all(boxes.ITEM))
        ]
        return values

    def line(self, item: Element, place: str) -> dict[str, Any]:
        values = self.boxes(boxes.LINE, item, place)
        values |= self.documents(item, place)
        codes = values.get("source", "").replace("/", " ").split()
        if len(codes) == 2:
            values["source"], values["second_source"] = codes
        units = self.units(item)
        values["unit"] = next(iter(units), "")
        if len(units) > 1:
            text = _("permits_epermit_reading_quantities_line_must_same_text")
            self.faults.append(Fault(text, item.line, f"{place}unit"))
        return values

    def documents(self, item: Element, place: str) -> dict[str, str]:
        found: dict[str, list[Element]] = {}
        for document in item.all(boxes.DOCUMENT):
            kind = "".join(node.value.strip() for node in document.all("TypeCode"))
            prefix = boxes.DOCUMENTS.get(kind.upper())
            for name, path in boxes.OF_DOCUMENT.items():
                nodes = document.all(path)
                if prefix is not None:
                    found.setdefault(f"{prefix}_{name}", []).extend(nodes)
                elif any(node.value.strip() for node in nodes):
                    text = unknown_code(kind).doc()
                    self.faults.append(
                        Fault(text, document.line, f"{place}origin_{name}")
                    )
        return {
            name: self.value(name, nodes, f"{place}{name}")
            for name, nodes in found.items()
        }

    def units(self, item: Element) -> list[str]:
        """The units of a line, each once, the unit of box 11 first.

        A unit beside an empty number counts for box 11 only.
        """
        found = []
        for name in boxes.QUANTITIES:
            for node in item.all(boxes.LINE[name][0]):
                unit = node.attributes.get(boxes.UNIT, "").strip().upper()
                # Other quantities of the line may leave out the unit.
                told = (unit not in boxes.NO_UNIT, bool(node.value.strip()))
                if all(told) or (name == "quantity" and any(told)):
                    found.append(boxes.UNITS.get(unit, unit))
        return list(dict.fromkeys(found))

    def boxes(self, paths: boxes.Paths, parent: Element, place: str) -> dict[str, Any]:
        """The fields whose elements have a text."""
        self.lines.setdefault(place.rstrip("."), parent.line)
        found = {}
        for name, ways in paths.items():
            said = (self.value(name, parent.all(way), f"{place}{name}") for way in ways)
            if value := next(filter(None, said), ""):
                found[name] = value
        return found

    def value(self, name: str, nodes: Sequence[Element], place: str) -> str:
        """The text of these elements, joined if the field allows several; "" if there is
        none.
        """
        filled = [node for node in nodes if node.value.strip()]
        if not filled:
            return ""
        said = [node.value.strip() for node in filled]
        self.lines[place] = filled[0].line
        if name in boxes.JOINED:
            return boxes.JOINED[name].join(said)
        if len(set(said)) > 1:
            self.faults.append(Fault(SEVERAL, filled[0].line, place))
        return said[0]
