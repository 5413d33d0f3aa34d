"""The schema of a message, for forms, REST, drafts and the non-nominal check."""

from cites.cug import _
from cites.cug.access.policy import ReaderKind
from cites.cug.core.codelists.fields import code, HandlingCode
from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.characters import fit_line
from cites.cug.core.validation.errors import FieldErrors, REQUIRED
from cites.cug.core.validation.rich_text import MAX_LENGTH, plain_structure
from cites.cug.messaging.models import SHOWN
from cites.cug.web.confirmation.content_texts import texts_in
from cites.cug.web.confirmation.requirement import plain_text
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from zope import schema
from zope.interface import Interface
from zope.schema.interfaces import IText, ITextLine, ValidationError


MAX_SUBJECT = 200
#: Length of a user id or a code, and how many of them a message may name.
MAX_NAME, MAX_NAMES = 200, 5000
DEFAULT_HANDLING = "amber"


class HtmlText(schema.Text):
    """Field of HTML with plain structure only (``validation.rich_text``), as a string."""

    def fit(self, text: str) -> str:
        """The text as it is stored. Raises InvalidValue."""
        return plain_structure(text)

    def free_texts(self, text: str) -> Iterable[str]:
        """The words that the non-nominal check reads."""
        return [plain_text(text)]


class MessageId(schema.TextLine):
    """Field of the id of a message: no words, so the non-nominal check leaves it out."""

    def free_texts(self, _message_id: str) -> Iterable[str]:
        return ()


def is_offered_handling(code: str) -> bool:
    """Whether new messages may carry this handling code."""
    return code in codes("handling")


def _names(title: str) -> schema.Tuple:
    """A field of user ids or codes; whether each exists is checked when it is sent."""
    value_type = schema.TextLine(max_length=MAX_NAME)
    return schema.Tuple(
        title=title,
        value_type=value_type,
        max_length=MAX_NAMES,
        required=False,
        default=(),
    )


class ILetter(Interface):
    """What a message says. A draft may lack anything, also what is required here."""

    subject = schema.TextLine(
        title=_("common_subject_label"), max_length=MAX_SUBJECT, default=""
    )
    handling = HandlingCode(constraint=is_offered_handling, default=DEFAULT_HANDLING)
    body = HtmlText(
        title=_("common_text_label"),
        max_length=MAX_LENGTH,
        required=False,
        default="",
        missing_value="",
    )
    #: The names of the files, which the non-nominal check reads as well.
    attachments = schema.Tuple(
        title=_("common_files_label"),
        value_type=schema.TextLine(),
        required=False,
        default=(),
    )
    answer_by = schema.Date(
        title=_("messaging_answer_requested_by_label"), required=False
    )
    receipt = schema.Bool(
        title=_("messaging_request_read_receipts_see_label"),
        required=False,
        default=True,
    )
    reply_to = MessageId(title="Answers the message", max_length=MAX_NAME, required=False)


class IMessage(ILetter):
    """A message, and whom it goes to."""

    to = _names(_("messaging_to_text"))
    categories = _names("Categories of members")
    countries = _names("Countries of members")
    everyone = schema.Bool(
        title=_("messaging_all_members_label"), required=False, default=False
    )
    organisations = _names("Organisations of members")


class ISending(Interface):
    """How a message is to be sent."""

    draft = schema.Bool(title="Keep it as a draft", required=False, default=False)
    igo_confirmed = schema.Bool(
        title="Intergovernmental organisations", required=False, default=False
    )
    forward_files_of = MessageId(
        title="Forwards the files of the message", max_length=MAX_NAME, required=False
    )


class IFiling(Interface):
    """What a member does with messages in the own mailbox."""

    ids = _names("Messages")
    read = schema.Bool(title="Read", required=False)
    starred = schema.Bool(title="Starred", required=False)


class IMailboxFilter(Interface):
    """What a list of a mailbox can be asked for, by the names of ``MailboxFilter``."""

    folder = schema.Choice(title="Folder", values=SHOWN, required=False)
    thread = MessageId(title="Conversation", required=False)
    q = schema.TextLine(title="Words", required=False)
    sender = schema.TextLine(title="User id of the sender", required=False)
    country = code(_("messaging_country_of_the_sender"), "country")
    handling = code(_("common_handling_code_title"), "handling")
    unread = schema.Bool(title=_("messaging_unread_label"), required=False)
    starred = schema.Bool(title=_("messaging_starred_label"), required=False)
    attachments = schema.Bool(title=_("messaging_with_files_label"), required=False)
    since = schema.Date(title="From this day on", required=False)
    until = schema.Date(title="Until this day", required=False)


@dataclass(frozen=True)
class Letter:
    """What a message says, by the names of ``IMessage``.

    ``reply_to`` is the id of the message that this one answers or forwards.
    """

    subject: str = ""
    body: str = ""
    handling: str = DEFAULT_HANDLING
    reply_to: str | None = None
    answer_by: date | None = None
    receipt: bool = True


@dataclass(frozen=True)
class Addressees:
    """Whom the sender of a message chose, by the names of ``IMessage``.

    User ids, categories, countries (ISO 3166-1 alpha-2), all members, or organisations
    as the roster writes them.
    """

    to: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    everyone: bool = False
    organisations: tuple[str, ...] = ()

    @classmethod
    def stored(cls, addressed: Mapping[str, Any]) -> "Addressees":
        """From the column ``Message.addressed``, where tuples have become lists."""
        read = {one.name: addressed.get(one.name, one.default) for one in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in read.items()
        }
        return cls(**values)

    def storable(self) -> dict[str, Any]:
        """For the column ``Message.addressed``."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def kinds(self) -> set[ReaderKind]:
        """How recipients are named; all members are named by their categories."""
        named = {
            ReaderKind.MEMBER: self.to,
            ReaderKind.COUNTRY: self.countries,
            ReaderKind.CATEGORY: self.everyone or self.categories,
            ReaderKind.ORGANISATION: self.organisations,
        }
        return {kind for kind, found in named.items() if found}

    @property
    def by_group(self) -> bool:
        """Whether the sender chose a group of members, and not only members by name."""
        return bool(self.kinds - {ReaderKind.MEMBER})

    def seen_by(self, user_id: str, sender: str) -> "Addressees":
        """What a reader of the message is shown of them.

        Where the sender chose groups of members, only the sender sees who else was named.
        """
        if user_id == sender or not self.by_group:
            return self
        return replace(self, to=tuple(name for name in self.to if name == user_id))


LETTER = tuple(one.name for one in fields(Letter))
ADDRESSEES = tuple(one.name for one in fields(Addressees))


#: By name. To look a field up in an interface takes as long as to check a letter.
FIELDS = dict(schema.getFieldsInOrder(IMessage))
#: Fields of a letter that are one line, and those that must not be empty when it is sent.
LINES = {name for name in LETTER if ITextLine.providedBy(FIELDS[name])}
REQUIRED_LINES = {name for name in LINES if FIELDS[name].required}
#: Fields of a letter that take typed words; the tests for leaks go through them.
TEXT_FIELDS = tuple(
    name
    for name in LETTER
    if IText.providedBy(FIELDS[name]) and not isinstance(FIELDS[name], MessageId)
)


def fit_letter(letter: Letter) -> Letter:
    """The letter as it is stored. Raises InvalidValues where no draft may hold it."""
    mistakes = FieldErrors()
    fitted = {}
    for name in LETTER:
        field, value = FIELDS[name], getattr(letter, name)
        try:
            if name in LINES and value is not None:
                value = fit_line(value)
            elif isinstance(field, HtmlText):
                value = field.fit(value)
            field.validate(value)
        except ValidationError as error:
            mistakes.add_error(name, error)
        fitted[name] = value
    mistakes.raise_any()
    return Letter(**fitted)


def require_complete(letter: Letter, today: date) -> None:
    """Raise InvalidValues where the letter lacks what a message needs to be sent."""
    mistakes = FieldErrors()
    for name in REQUIRED_LINES:
        if not getattr(letter, name).strip():
            mistakes.add(name, REQUIRED)
    if letter.answer_by is not None and letter.answer_by < today:
        mistakes.add("answer_by", _("messaging_day_past_error"))
    mistakes.raise_any()


def free_texts(letter: Letter, filenames: Iterable[str]) -> dict[str, str]:
    """What the non-nominal check reads of a message, by field."""
    values = {**vars(letter), "attachments": tuple(filenames)}
    return texts_in(((name, FIELDS[name], one) for name, one in values.items()), {})


#: Ten years.
MOST_DAYS = 3650
LEAST_KEPT = 7


class IRetention(Interface):
    """The two numbers of a ``Rule``."""

    trash_days = schema.Int(
        title=_("messaging_days_in_the_trash_label"),
        description=_("messaging_after_message_deleted_mailbox_help"),
        min=1,
        max=MOST_DAYS,
    )
    keep_days = schema.Int(
        title=_("messaging_greatest_age_message_days_label"),
        description=_("messaging_counted_day_sent_leave_help"),
        min=LEAST_KEPT,
        max=MOST_DAYS,
        required=False,
    )
