"""What is wrong with what was asked for, in words for whoever asked.

``Refusal`` is the one error for it: raised anywhere, it is answered to programs as
``{"type", "message", "errors": [{"field", "message"}]}`` and to readers as a page, unless
a form shows it beside its fields (``restapi/answers.py``). Which kind it is stands in it
as data. ``Missing`` is what is not there, or not for the caller: both look alike.
"""

from cites.cug import _
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.schema import interfaces


SHOWN_LENGTH = 60


class FieldError(NamedTuple):
    """One thing wrong; ``place`` says where inside the field: ``[0].quantity``."""

    message: Message
    place: str = ""


class InvalidValue(interfaces.ValidationError):
    """A value cannot be taken; says why, and of which part."""

    def __init__(self, *mistakes: FieldError | Message):
        self.mistakes = tuple(
            mistake if isinstance(mistake, FieldError) else FieldError(mistake)
            for mistake in mistakes
        )
        super().__init__(*self.mistakes)

    def doc(self) -> Message:
        return self.mistakes[0].message

    def inside(self, place: str) -> "InvalidValue":
        """The same, seen from what holds the value."""
        return InvalidValue(
            *(FieldError(text, f"{place}{at}") for text, at in self.mistakes)
        )


def unknown_code(code: Any) -> InvalidValue:
    """The refusal of a code that is not on its list."""
    text = _("“${code}” is not one of the codes.", mapping={"code": shown(code)})
    return InvalidValue(text)


def shown(value: Any) -> str:
    """The beginning of what was handed in, fit for a message."""
    text = "".join(c for c in str(value)[: SHOWN_LENGTH + 1] if c.isprintable())
    return f"{text[:SHOWN_LENGTH]}…" if len(text) > SHOWN_LENGTH else text


def about(name: str, message: Message) -> Message:
    """What is wrong with one of several."""
    return _("${field}: ${mistake}", mapping={"field": name, "mistake": message})


class Kind(NamedTuple):
    """What sort of refusal: its status in HTTP, and ``type`` of the answer."""

    status: int
    type: str


INVALID = Kind(400, "BadRequest")
FORBIDDEN = Kind(403, "Forbidden")
CONFLICT = Kind(409, "Conflict")
CHANGED = Kind(412, "PreconditionFailed")
TOO_LARGE = Kind(413, "ContentTooLarge")
TOO_MANY = Kind(429, "TooManyRequests")


class Missing(NotFound, LookupError):
    """What was asked for is not there, or the caller may not know that it is."""


class Refusal(Exception):
    """Nothing was done of what was asked for."""

    def __init__(
        self,
        message: Message,
        kind: Kind = INVALID,
        mistakes: Iterable[tuple[str, FieldError]] = (),
        wait: timedelta | None = None,
    ):
        super().__init__(message)
        self.message, self.kind = message, kind
        #: Each with the name of its field.
        self.mistakes = list(mistakes)
        #: After which time it may be asked again.
        self.wait = wait

    @property
    def retry_after(self) -> int | None:
        """Whole seconds, as the header says it."""
        return None if self.wait is None else max(ceil(self.wait.total_seconds()), 1)

    def set_status(self, response: Any) -> None:
        """And when to try again."""
        response.setStatus(self.kind.status)
        if self.retry_after is not None:
            response.setHeader("Retry-After", str(self.retry_after))

    def where(self, number: int) -> Mapping[str, Any]:
        """What programs are told of that mistake beside its field and message."""
        return {}

    def details(self, request: Any) -> Mapping[str, Any]:
        """What programs are told beside type, message and errors."""
        return {}


class InvalidValues(Refusal, ValueError):
    """What cannot be taken; each mistake with the name of its field."""

    def __init__(self, mistakes: "list[tuple[str, FieldError]] | InvalidValues"):
        if isinstance(mistakes, InvalidValues):
            # So the workflow tool raises anew what a subscriber has raised.
            mistakes = mistakes.mistakes
        name, (text, place) = mistakes[0]
        super().__init__(text, INVALID, mistakes)
        #: Where the first of them is; ``message`` says what is wrong there.
        self.field = f"{name}{place}"


def invalid(field: str, *mistakes: FieldError | Message) -> InvalidValues:
    """The error to raise where one field is at fault."""
    return InvalidValues([(field, one) for one in InvalidValue(*mistakes).mistakes])


class FieldErrors:
    """Collects what is wrong, so that all of it is said at once."""

    def __init__(self) -> None:
        self.found: list[tuple[str, FieldError]] = []

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, field: str, text: Message) -> None:
        self.found.append((field, FieldError(text)))

    def add_error(self, field: str, error: interfaces.ValidationError) -> None:
        self.found.extend((field, mistake) for mistake in mistakes_in(error))

    def gather(self, check: Callable, *args: Any, **options: Any) -> Any:
        """What the check answers; None if it refused, and its mistakes are these too."""
        try:
            return check(*args, **options)
        except InvalidValues as error:
            self.found.extend(error.mistakes)
            return None

    def raise_any(self) -> None:
        if self.found:
            raise InvalidValues(self.found)


REQUIRED = _("This must be filled in.")
WRONG_TYPES = (
    (interfaces.IBool, _("Yes or no is expected: true or false.")),
    (interfaces.IInt, _("A whole number is expected.")),
    (interfaces.IFloat, _("A number is expected.")),
    (interfaces.IDate, _("A date like 2026-01-31 is expected.")),
    (interfaces.IText, _("A text is expected.")),
    (interfaces.IChoice, _("A code is expected.")),
    (interfaces.ICollection, _("A list is expected.")),
)


def wrong_type(field: Any) -> InvalidValue:
    """The refusal of a value of another type than the field's."""
    for kind, text in WRONG_TYPES:
        if kind.providedBy(field):
            return InvalidValue(text)
    return InvalidValue(_("This cannot be understood."))


def mistakes_in(error: Exception) -> Iterable[FieldError]:
    """Everything an error of a field's validation has to say."""
    if isinstance(error, InvalidValue):
        return error.mistakes
    return (FieldError(_explain(error)),)


def _explain(error: Exception) -> Message:
    field: Any = getattr(error, "field", None)
    if isinstance(error, interfaces.RequiredMissing):
        return REQUIRED
    if isinstance(error, interfaces.TooLong):
        return _too_long(field)
    if isinstance(error, interfaces.TooBig):
        return _("At most ${limit}.", mapping={"limit": f"{field.max:g}"})
    if isinstance(error, interfaces.TooSmall):
        return _("At least ${limit}.", mapping={"limit": f"{field.min:g}"})
    if isinstance(error, interfaces.NotUnique):
        return _("The same entry stands here twice.")
    refused = isinstance(error, interfaces.ConstraintNotSatisfied)
    if refused and interfaces.IChoice.providedBy(field):
        return unknown_code(getattr(error, "value", None)).doc()
    return wrong_type(field).doc()


def _too_long(field: Any) -> Message:
    mapping = {"limit": field.max_length}
    if interfaces.ICollection.providedBy(field):
        return _("There are more than ${limit} entries.", mapping=mapping)
    return _("The text is longer than ${limit} characters.", mapping=mapping)
