"""Errors of requests, in words for the sender.

``Refusal`` is the one error for all of them. Programs get it as
``{"type", "message", "errors": [{"field", "message"}]}``, readers as a page, unless a
form shows it beside its fields (``web/restapi/answers.py``). Its ``kind`` holds status
and type. ``Missing`` is for what does not exist, or is not for the caller: both look
alike.
"""

from cites.cug import _
from cites.cug.core.validation.days import NO_DAY
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple
from zExceptions import NotFound
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.schema import interfaces


SHOWN_LENGTH = 60


class FieldError(NamedTuple):
    """One mistake; ``place`` is its place inside the field: ``[0].quantity``."""

    message: Message
    place: str = ""


class InvalidValue(interfaces.ValidationError):
    """A value is refused, with one or more mistakes."""

    def __init__(self, *mistakes: FieldError | Message):
        self.mistakes = tuple(
            mistake if isinstance(mistake, FieldError) else FieldError(mistake)
            for mistake in mistakes
        )
        super().__init__(*self.mistakes)

    def doc(self) -> Message:
        return self.mistakes[0].message

    def inside(self, place: str) -> "InvalidValue":
        """The same mistakes, with ``place`` put before the place of each."""
        return InvalidValue(
            *(FieldError(text, f"{place}{at}") for text, at in self.mistakes)
        )


def unknown_code(code: Any) -> InvalidValue:
    """The error for a code that is not on its list."""
    text = _("validation_errors_codes", mapping={"code": shown(code)})
    return InvalidValue(text)


def shown(value: Any) -> str:
    """The beginning of a sent value, without unprintable characters, for a message."""
    text = "".join(c for c in str(value)[: SHOWN_LENGTH + 1] if c.isprintable())
    return f"{text[:SHOWN_LENGTH]}…" if len(text) > SHOWN_LENGTH else text


def about(name: str, message: Message) -> Message:
    """Put the name of a field before its mistake."""
    return _("common_field_mistake_text", mapping={"field": name, "mistake": message})


class Kind(NamedTuple):
    """A kind of refusal: its HTTP status, and ``type`` of the answer."""

    status: int
    type: str


INVALID = Kind(400, "BadRequest")
FORBIDDEN = Kind(403, "Forbidden")
CONFLICT = Kind(409, "Conflict")
GONE = Kind(410, "Gone")
CHANGED = Kind(412, "PreconditionFailed")
TOO_LARGE = Kind(413, "ContentTooLarge")
TOO_MANY = Kind(429, "TooManyRequests")


class Missing(NotFound, LookupError):
    """The object does not exist, or the caller may not know that it does."""


class Refusal(Exception):
    """The request is refused, and nothing was done."""

    def __init__(
        self,
        message: Message,
        kind: Kind = INVALID,
        mistakes: Iterable[tuple[str, FieldError]] = (),
        wait: timedelta | None = None,
    ):
        super().__init__(message)
        self.message, self.kind = message, kind
        #: Mistakes with the names of their fields.
        self.mistakes = list(mistakes)
        #: Time after which the request may be repeated.
        self.wait = wait

    def __str__(self) -> str:
        """The English text, for logs."""
        return translate(self.message)

    @property
    def retry_after(self) -> int | None:
        """Value of the header Retry-After in whole seconds, at least 1."""
        return None if self.wait is None else max(ceil(self.wait.total_seconds()), 1)

    def set_status(self, response: Any) -> None:
        """Set the status, and the header Retry-After."""
        response.setStatus(self.kind.status)
        if self.retry_after is not None:
            response.setHeader("Retry-After", str(self.retry_after))
        if self.kind is TOO_MANY and self.retry_after is not None:
            response.setHeader("RateLimit-Remaining", "0")
            response.setHeader("RateLimit-Reset", str(self.retry_after))

    def where(self, number: int) -> Mapping[str, Any]:
        """More keys of one mistake in the answer to programs."""
        return {}

    def details(self, request: Any) -> Mapping[str, Any]:
        """More keys of the answer to programs, beside type, message and errors."""
        return {}


class InvalidValues(Refusal, ValueError):
    """Values are refused; each mistake has the name of its field."""

    def __init__(self, mistakes: "list[tuple[str, FieldError]] | InvalidValues"):
        if isinstance(mistakes, InvalidValues):
            # The workflow tool makes a new exception from one of a subscriber.
            mistakes = mistakes.mistakes
        name, (text, place) = mistakes[0]
        super().__init__(text, INVALID, mistakes)
        #: Field and place of the first mistake, which ``message`` describes.
        self.field = f"{name}{place}"


def invalid(field: str, *mistakes: FieldError | Message) -> InvalidValues:
    """The error for mistakes in one field."""
    return InvalidValues([(field, one) for one in InvalidValue(*mistakes).mistakes])


class FieldErrors:
    """Collects mistakes, so that the sender gets all of them at once."""

    def __init__(self) -> None:
        self.found: list[tuple[str, FieldError]] = []

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, field: str, text: Message) -> None:
        self.found.append((field, FieldError(text)))

    def add_error(self, field: str, error: interfaces.ValidationError) -> None:
        self.found.extend((field, mistake) for mistake in mistakes_in(error))

    def gather(self, check: Callable, *args: Any, **options: Any) -> Any:
        """Return a check's result; on InvalidValues collect its mistakes, return None."""
        try:
            return check(*args, **options)
        except InvalidValues as error:
            self.found.extend(error.mistakes)
            return None

    def by_field(self) -> dict[str, Message]:
        """The first mistake of each field."""
        first: dict[str, Message] = {}
        for name, mistake in self.found:
            first.setdefault(name, mistake.message)
        return first

    def raise_any(self) -> None:
        if self.found:
            raise InvalidValues(self.found)


REQUIRED = _("validation_errors_must_filled")
WRONG_TYPES = (
    (interfaces.IBool, _("common_give_true_or_false_error")),
    (interfaces.IInt, _("common_enter_a_whole_number_error")),
    (interfaces.IFloat, _("common_enter_a_number_error")),
    (interfaces.IDate, NO_DAY),
    (interfaces.IText, _("common_enter_a_text_error")),
    (interfaces.IChoice, _("validation_errors_enter_a_code")),
    (interfaces.ICollection, _("common_send_a_list_error")),
)


def wrong_type(field: Any) -> InvalidValue:
    """The error for a value of another type than the field's."""
    for kind, text in WRONG_TYPES:
        if kind.providedBy(field):
            return InvalidValue(text)
    return InvalidValue(_("common_this_cannot_be_understood_error"))


def mistakes_in(error: Exception) -> Iterable[FieldError]:
    """All mistakes in an error of a field's validation."""
    if isinstance(error, InvalidValue):
        return error.mistakes
    return (FieldError(_explain(error)),)


def _explain(error: Exception) -> Message:
    field: Any = getattr(error, "field", None)
    if isinstance(error, interfaces.RequiredMissing):
        return REQUIRED
    if isinstance(error, interfaces.TooLong):
        if interfaces.ICollection.providedBy(field):
            limit = {"limit": field.max_length}
            return _("common_more_than_entries_error", mapping=limit)
        return too_long(field.max_length)
    if isinstance(error, interfaces.TooBig):
        return _("validation_errors_at_most", mapping={"limit": f"{field.max:.15g}"})
    if isinstance(error, interfaces.TooSmall):
        return _("validation_errors_at_least", mapping={"limit": f"{field.min:.15g}"})
    if isinstance(error, interfaces.NotUnique):
        return _("validation_errors_same_entry_occurs_twice")
    refused = isinstance(error, interfaces.ConstraintNotSatisfied)
    if refused and interfaces.IChoice.providedBy(field):
        return unknown_code(getattr(error, "value", None)).doc()
    return wrong_type(field).doc()


def too_long(limit: int) -> Message:
    """What is said of a text with more characters than that."""
    return _("common_text_longer_than_characters_error", mapping={"limit": limit})
