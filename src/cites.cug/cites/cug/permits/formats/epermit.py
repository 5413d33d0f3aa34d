"""Writes a permit as CITES e-permit XML, version 2; ``epermit_reading`` can read it back.

The schema requires a time with each date: midnight is written. The schema has no place
for a second source code: it becomes a second ``TypeExtensionCode``.
"""

from cites.cug.permits.formats import epermit_boxes as boxes
from cites.cug.permits.permit import Permit, PermitLine
from cites.cug.permits.serializers import without_parties
from cites.cug.web.downloads import file_answer
from datetime import date
from decimal import Decimal
from lxml import etree
from typing import Any


RSM = "urn:un:unece:uncefact:data:standard:CITESEPermit:2"
RAM = "urn:un:unece:uncefact:data:draft:ReusableAggregateBusinessInformationEntity:1"
#: Fixed values of the toolkit: the business process is CITES permitting.
CONTEXT = {
    "BusinessProcessSpecifiedDocumentContextParameter/ID": "1",
    "BusinessProcessSpecifiedDocumentContextParameter/Value": "CITES PERMITTING",
}


def write(permit: Permit) -> bytes:
    """The permit as XML in UTF-8, with names and addresses.

    For readers who may not see these, call ``without_parties`` first.
    """
    root = etree.Element(_tag(RSM, boxes.ROOTS[0]), nsmap={"rsm": RSM, "ram": RAM})
    context = _part(root, boxes.CONTEXT)
    for path, value in CONTEXT.items():
        _put(context, path, value)
    _fill(_part(root, boxes.HEADER), boxes.PERMIT, permit)
    consignment = _part(root, boxes.CONSIGNMENT)
    for name, tag in boxes.PARTIES.items():
        party = etree.SubElement(consignment, _tag(RAM, tag))
        _fill(party, boxes.PARTY, getattr(permit, name))
    _fill(consignment, boxes.SHIPMENT, permit)
    _fill(consignment, boxes.ENDORSEMENT, permit.endorsement)
    for line in permit.lines:
        _add_line(etree.SubElement(consignment, _tag(RAM, boxes.ITEM)), line)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add_line(item: Any, line: PermitLine) -> None:
    for name, (path, *_others) in boxes.LINE.items():
        if name == boxes.AFTER_DOCUMENTS:
            _add_documents(item, line)
        if name in boxes.QUANTITIES:
            _put_quantity(item, path, getattr(line, name), line.unit)
        else:
            _put(item, path, _text(getattr(line, name)))
        if name == "source" and line.second_source:
            source = next(item.iter(_tag(RAM, "TypeExtensionCode")))
            second = etree.Element(source.tag)
            second.text = line.second_source
            source.addnext(second)


def _add_documents(item: Any, line: PermitLine) -> None:
    for kind, prefix in (("861", "origin"), ("811", "last_reexport")):
        said = {
            name: _text(getattr(line, f"{prefix}_{name}")) for name in boxes.OF_DOCUMENT
        }
        if any(said.values()):
            document = etree.SubElement(item, _tag(RAM, boxes.DOCUMENT))
            _put(document, boxes.OF_DOCUMENT["date"], said["date"])
            _put(document, "TypeCode", kind)
            _put(document, boxes.OF_DOCUMENT["permit"], said["permit"])


def _put_quantity(item: Any, path: str, value: Decimal | None, unit: str) -> None:
    """Write a quantity with its unit. A unit without number is written for box 11
    only.
    """
    if value is None and not (unit and path == boxes.LINE["quantity"][0]):
        return
    node = _node(item, path)
    node.text = _text(value)
    if unit:
        node.set(boxes.UNIT, unit)


def _fill(parent: Any, paths: boxes.Paths, values: Any) -> None:
    for name, (path, *_others) in paths.items():
        _put(parent, path, _text(getattr(values, name)))


def _put(parent: Any, path: str, text: str) -> None:
    if text:
        _node(parent, path).text = text


def _node(parent: Any, path: str) -> Any:
    """A new element at the end of the path; missing elements on the way are made."""
    *way, last = path.split("/")
    for name in way:
        tag = _tag(RAM, name)
        found = parent.find(tag)
        parent = etree.SubElement(parent, tag) if found is None else found
    return etree.SubElement(parent, _tag(RAM, last))


def _part(root: Any, name: str) -> Any:
    return etree.SubElement(root, _tag(RSM, name))


def _tag(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value or ""


def export(response: Any, permit: Permit, *, parties: bool) -> Any:
    """Answer the permit as CITES e-permit XML; names and addresses only with
    ``parties``.
    """
    if not parties:
        permit = without_parties(permit)
    name = f"{permit.country}-{permit.number}.xml".replace("/", "-")
    return file_answer(response, name, "application/xml", [write(permit)])
