"""The details of an event in words; programs and files get them as they are stored."""

import re
from cites.cug import _
from cites.cug.core.codelists.lists import list_title, names, title
from cites.cug.core.trail.event_words import EventWords, IEventWords
from cites.cug.trail_desk.actions import SETTINGS, title_of
from cites.cug.trail_desk.events import DONE_RESULT, REFUSED_RESULT
from cites.cug.trail_desk.retention import REQUEST, RETENTION
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.times import day, moment
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import getUtilitiesFor, queryUtility
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Where something was refused: the values of ``step``.
STEPS = {
    "limit": _("a limit"),
    "log-in": _("the pause after wrong logins"),
    "password": _("the password"),
    "permission": _("what the member may do"),
    "rule": _("a rule of the page or service"),
    "second-factor": _("the second factor"),
    "token": _("the rights of the token"),
}
#: Why contents were removed.
REMOVED = {
    RETENTION: _("kept for long enough"),
    REQUEST: _("asked for by a former member"),
}
#: How what is searched for ended.
RESULTS = {DONE_RESULT: _("Was done"), REFUSED_RESULT: _("Was refused")}
#: Detail → the code list of its values.
CODES = {
    "asked_for": "category",
    "category": "category",
    "country": "country",
    "handling": "handling",
    "language": "language",
    "origin_country": "country",
}
#: What the pages of the trail call a detail. One that is not here keeps its name.
TITLES = {
    "accepts": _("Anyone can request access"),
    "answer": _("trail_answer", default="Answer"),
    "asked_by": _("Requested by"),
    "asked_for": _("Category requested"),
    "attachments_total": _("trail_files", default="Files"),
    "audience": _("Readers"),
    "before": _("Before"),
    "category": _("Category"),
    "change": _("Change waiting"),
    "changed": _("trail_changed", default="Changed"),
    "code": _("Code"),
    "comment": _("trail_comment", default="Comment"),
    "contact_point": _("Contact point"),
    "copy": _("trail_copy", default="Copy"),
    "correction": _("trail_correction", default="Correction"),
    "country": _("Country"),
    "created": _("Created"),
    "dated": _("As of"),
    "decision": _("Decision"),
    "event": _("Event"),
    "field": _("Field"),
    "fields": _("Fields"),
    "file": _("trail_file", default="File"),
    "filename": _("trail_file", default="File"),
    "follow": _("What is followed"),
    "format": _("Format"),
    "free_mail": _("Accept addresses of free e-mail services"),
    "from": _("trail_from", default="From"),
    "function": _("trail_function", default="Job title"),
    "groups": _("trail_groups", default="Groups"),
    "given": _("trail_given", default="Given"),
    "group": _("trail_group", default="Group"),
    "handling": _("Handling code"),
    "holds": _("In force"),
    "hook": _("Webhooks"),
    "igo": _("Member of an IGO"),
    "institution": _("Entry of the directory"),
    "invitation": _("Number of the invitation"),
    "items": _("Items"),
    "kind": _("Kind"),
    "keep": _("Kept"),
    "language": _("Language"),
    "letter": _("trail_letter", default="Letter"),
    "line": _("trail_line", default="Line"),
    "lines": _("trail_lines", default="Lines"),
    "list": _("List"),
    "made_from": _("Made from"),
    "marked": _("Marked with the reader’s name"),
    "member": _("Member"),
    "members": _("Members"),
    "message": _("Number of the message"),
    "messages": _("Number of messages"),
    "method": _("Kind of request"),
    "minutes": _("Duration in minutes"),
    "more": _("Further ones in that minute"),
    "name": _("Name"),
    "names": _("Names"),
    "not_a_name": _("Not a name"),
    "note": _("Note"),
    "notices": _("Notices"),
    "number": _("Number"),
    "official_domains": _("Official domains"),
    "organisation": _("Organization"),
    "origin": _("Other portal"),
    "origin_country": _("Country of origin"),
    "period": _("Days between confirmations"),
    "pinned": _("trail_pinned", default="Pinned"),
    "positions": _("Events"),
    "problem": _("Problem"),
    "question": _("Question put to an applicant"),
    "readers": _("Readers"),
    "readers_before": _("Readers before"),
    "reason": _("Reason"),
    "reasons": _("Reasons"),
    "recalled": _("Recalled"),
    "recipients": _("Recipients"),
    "refused_domains": _("More domains that are refused"),
    "replaced_by": _("Replaced by"),
    "reports": _("trail_reports", default="Reports"),
    "request": _("Request"),
    "requests": _("trail_requests", default="Requests"),
    "role": _("Role"),
    "roles": _("Roles"),
    "root": _("Signed hash of the trail"),
    "rules": _("trail_rules", default="Rules"),
    "scopes": _("Rights"),
    "sent": _("trail_sent", default="Sent"),
    "server": _("Server"),
    "setting": _("Setting"),
    "share_iccwc": _("Passed to ICCWC"),
    "share": _("Number of the offer"),
    "shown": _("Shown"),
    "sighting": _("Sighting"),
    "size": _("trail_size", default="Size"),
    "skipped": _("Left out"),
    "source": _("trail_source", default="Source"),
    "species": _("trail_species", default="Species"),
    "stamp": _("Security stamp"),
    "start": _("First result"),
    "status": _("trail_status", default="Status"),
    "step": _("Refused by"),
    "taken": _("trail_taken", default="Removed"),
    "taxa": _("Taxa"),
    "telephone": _("trail_telephone", default="Telephone"),
    "time": _("Time"),
    "to": _("trail_to", default="To"),
    "token": _("Token"),
    "unchanged": _("trail_unchanged", default="Unchanged"),
    "unused": _("Days without logging in"),
    "valid_on": _("Valid on"),
    "valid_until": _("Valid until"),
    "version": _("Version"),
    "wanted": _("Asked for"),
    "what": _("Page or service"),
    "which": _("Which ones"),
    "why": _("Reason"),
    "year": _("trail_year", default="Year"),
    # By what the trail was searched.
    "action": _("What was done"),
    "actor": _("User name"),
    "network": _("Network"),
    "q": _("Words in place, details or network"),
    "result": _("trail_result", default="Outcome"),
    "since": _("From"),
    "target": _("trail_place", default="Place"),
    "until": _("Until"),
}
#: For programs alone.
UNSAID = frozenset({"proof"})


def in_words(
    detail: Mapping[str, Any], action: str, language: str
) -> list[tuple[Message | str, Any]]:
    """Titles and values, in the order of the stored names; none for empty values.

    Where ``action`` changed a setting, the name is that of the setting.
    """
    return [
        (
            TITLES.get(name) or _setting(action, name),
            value_in_words(action, name, value, language),
        )
        for name, value in sorted(detail.items())
        if name not in UNSAID and value not in ("", None, [], {})
    ]


def _setting(action: str, name: str) -> Message | str:
    domain, is_setting, _rest = action.partition(SETTINGS)
    return setting_title(f"cites.cug.{domain}.{name}", name) if is_setting else name


def value_in_words(action: str, name: str, value: Any, language: str) -> Any:
    """What pages say of the value of the detail ``name``."""
    one = partial(_one, action, name, language=language)
    match value:
        case Mapping():
            pairs = (_pair(one, key, number, language) for key, number in value.items())
            return listed(pairs, language, ";")
        case list() | tuple():
            return listed((_said(one(part), language) for part in value), language)
    return one(value)


def words_of(kind: str, name: str) -> dict[Any, Message | str]:
    """The words of the values of a detail, in actions of one kind."""
    found: dict[Any, Message | str] = {}
    for part in _parts():
        found |= part.by_kind.get(kind, {}).get(name, {})
    if not found:
        for part in _parts():
            found |= part.by_name.get(name, {})
    return found


def _parts() -> Iterator[EventWords]:
    yield from (part for _name, part in getUtilitiesFor(IEventWords))


def setting_title(record_name: str, unknown: str) -> Message | str:
    """What the settings call a record of the registry."""
    registry = queryUtility(IRegistry)
    record = registry.records.get(record_name) if registry is not None else None
    return record.field.title if record is not None else unknown


def _pair(one: Callable[[Any], Any], key: str, number: Any, language: str) -> str:
    """A name with its number: one of a rule, or how often something was found."""
    words = next(filter(None, (part.numbers.get(key) for part in _parts())), None)
    words = words or one(key)
    number = "–" if number is None else number
    said = _(
        "${field}: ${value}", mapping={"field": _said(words, language), "value": number}
    )
    return _said(said, language)


def _said(words: Any, language: str) -> str:
    is_text = isinstance(words, str)  # a message is one too
    return translate(words, target_language=language) if is_text else str(words)


def _one(action: str, name: str, value: Any, *, language: str) -> Any:
    kind = action.partition(".")[0]
    words = words_of(kind, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, str):
        return value
    if value in words:
        return words[value]
    if name in CODES:
        return title(CODES[name], value, language)
    for part in _parts():
        if name in part.in_words:
            return part.in_words[name](value, language)
    return value


def _time(value: str, language: str) -> str:
    """A day or a moment as the reader writes it; anything else as it is."""
    if ISO_DAY.fullmatch(value):
        with suppress(ValueError):  # as 2026-02-31, which somebody searched for
            return day(date.fromisoformat(value), language).text
    if ISO_MOMENT.fullmatch(value):
        with suppress(ValueError):
            return moment(datetime.fromisoformat(value), language).text
    return value


def _positions(value: str, _language: str) -> str:
    """Leaves, which pages count from one."""
    return re.sub(r"\d+", lambda number: str(int(number[0]) + 1), value)


def _list(value: str, language: str) -> str:
    return list_title(value, language) if value in names() else value


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
#: The words of the trail itself, and of what all parts have in common.
WORDS = EventWords(
    by_kind={"audit": {"reason": REMOVED, "result": RESULTS}},
    by_name={"step": STEPS},
    in_words={
        "action": lambda value, _language: title_of(value),
        "dated": _time,
        "from": _time,
        "list": _list,
        "positions": _positions,
        "setting": lambda value, _language: setting_title(value, value),
        "since": _time,
        "time": _time,
        "until": _time,
        "valid_on": _time,
        "valid_until": _time,
    },
)
