"""What a request holds that hands in permits, whatever its format."""

import json
from cites.cug import _
from cites.cug.intake.json_content import InvalidContent
from cites.cug.intake.mistakes import Mistake
from cites.cug.intake.mistakes import Refused
from cites.cug.permits.permit import Permit
from cites.cug.permits.validation import PermitReader
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple
from zExceptions import BadRequest
from zope.i18n import translate


MAX_PERMITS = 10_000
#: Whoever mends a file wants to see what is wrong, not all of it.
MAX_ERRORS = 100
NO_LIST = _("A permit or a list of permits is expected, as JSON.")


class Handed(NamedTuple):
    """A permit that is handed in, and how one says which it is."""

    permit: Permit
    #: Before the names of its fields: ``[3].``
    place: str = ""
    #: More that stands in an error about it: line, file.
    where: Mapping[str, Any] = {}

    @property
    def name(self) -> str:
        """What to call it where another is spoken of."""
        if self.where:
            return ", ".join(f"{key} {value}" for key, value in self.where.items())
        return self.place.removesuffix(".")


#: Reads all permits of a request. Raises InvalidContent with all that is wrong.
Reader = Callable[[Any], Sequence[Handed]]


def read_json(request: Any) -> list[Handed]:
    """One permit, or a list, with the names that ``GET @permits/{id}`` answers."""
    try:
        body = json.loads(request.get("BODY") or b"")
    except (ValueError, RecursionError):
        body = None
    values = [body] if isinstance(body, dict) else body
    if not isinstance(values, list) or not values:
        raise BadRequest(translate(NO_LIST, context=request))
    if len(values) > MAX_PERMITS:
        mapping = {"limit": MAX_PERMITS}
        text = _("There are more than ${limit} entries.", mapping=mapping)
        raise BadRequest(translate(text, context=request))
    read, found, errors = PermitReader(), list[Handed](), list[dict[str, Any]]()
    for position, value in enumerate(values):
        place = "" if values[0] is body else f"[{position}]."
        try:
            found.append(Handed(_one(read, value), place))
        except Refused as error:
            errors += said(request, error.mistakes, place)
        if len(errors) >= MAX_ERRORS:
            break
    if errors:
        raise InvalidContent(errors[:MAX_ERRORS])
    return found


def _one(read: PermitReader, value: Any) -> Permit:
    if not isinstance(value, dict):
        raise Refused(_("This cannot be understood."))
    return read(value)


def said(
    request: Any,
    mistakes: Iterable[Mistake],
    place: str,
    where: Mapping[str, Any] = {},
) -> list[dict[str, Any]]:
    """What is wrong with one permit, for the answer."""
    return [
        {
            "field": f"{place}{mistake.place}".removesuffix("."),
            "message": translate(mistake.message, context=request),
            **where,
        }
        for mistake in mistakes
    ]


#: By the type that a request says it has.
READERS: dict[str, Reader] = {"application/json": read_json}


def handed_in(request: Any) -> Sequence[Handed]:
    """The permits of a request. Raises InvalidContent or BadRequest."""
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in READERS:
        text = _(
            "One of these types is expected: ${types}.",
            mapping={"types": ", ".join(READERS)},
        )
        raise BadRequest(translate(text, context=request))
    return READERS[kind](request)
