"""The values of an event’s details in the reader’s words.

A value that is not known here, as one of an earlier release, is shown as it is stored.
"""

import re
from cites.cug import _
from cites.cug.auditing.actions import title_of
from cites.cug.auditing.events import DONE_RESULT, REFUSED_RESULT
from cites.cug.auditing.retention import REQUEST, RETENTION
from cites.cug.codelists.lists import list_title, names, title
from cites.cug.confirmation.placeholders import TITLES as FINDINGS
from cites.cug.layout.times import day, moment
from cites.cug.library.bulletins.schema import AUDIENCES
from cites.cug.library.corrections.fields import CORRECTABLE
from cites.cug.library.corrections.fields import title_of as field_title
from cites.cug.library.follows.words import FIELDS
from cites.cug.library.labels import STATES
from cites.cug.library.readers import reader_in_words
from cites.cug.login.scopes import TITLES as SCOPES
from cites.cug.login.web_hooks import PROBLEMS
from cites.cug.membership.access_requests.browser.settings import LETTERS
from cites.cug.membership.access_requests.models import RequestSource
from cites.cug.membership.browser.directory import REASONS
from cites.cug.membership.browser.waiting import KINDS as CHANGES
from cites.cug.membership.institutions.schema import KINDS as INSTITUTIONS
from cites.cug.messaging.assistance.schema import KINDS
from cites.cug.messaging.browser.retention import IRetention
from cites.cug.permits.labels import SOURCES, STATUSES
from cites.cug.permits.schema import PERMIT_TYPES
from cites.cug.permits.verdict import LOOKS
from cites.cug.reports.browser.overruled import RULES
from cites.cug.reports.content import DECISIONS
from cites.cug.reports.told import TOLD_DECISIONS
from cites.cug.workspaces.browser.page import ROLES
from cites.cug.workspaces.reported import WORDS
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import queryUtility
from zope.i18n import translate
from zope.i18nmessageid import Message


Words = Mapping[Any, Message | str]
#: Where something was refused: the values of ``step``.
STEPS = {
    "limit": _("a limit"),
    "log-in": _("the pause after wrong log-ins"),
    "password": _("the password"),
    "permission": _("what the member may do"),
    "rule": _("a rule of the page or service"),
    "second-factor": _("the second factor"),
    "token": _("the scopes of the token"),
}
#: Why contents were removed.
REMOVED = {
    RETENTION: _("kept for long enough"),
    REQUEST: _("asked for by a former member"),
}
#: How what is searched for ended.
RESULTS = {DONE_RESULT: _("Was done"), REFUSED_RESULT: _("Was refused")}
VERDICTS = {verdict: look.title for verdict, look in LOOKS.items()}
REQUEST_SOURCES = {
    RequestSource.FORM: _("the public page"),
    RequestSource.REST: _("a program"),
    RequestSource.SPREADSHEET: _("a spreadsheet"),
}
LOGINS = {
    "basic": _("name and password"),
    "browser": _("a browser"),
    "token": _("a token over REST"),
}
OF_TOPICS = {"open": _("Open"), "closed": _("Closed"), "reported": STATES["reported"]}
OF_WORKSPACES = {"active": _("Active"), "archived": STATES["archived"]}
CORRECTED = {name: field_title(name) for name in CORRECTABLE}

#: Kind of action, the part before the dot → detail → words of its values.
BY_KIND: Mapping[str, Mapping[str, Words]] = {
    "assistance": {"kind": KINDS},
    "audit": {"reason": REMOVED, "result": RESULTS},
    "hook": {"reason": PROBLEMS},
    "institution": {"kind": INSTITUTIONS},
    "login": {"kind": LOGINS},
    "library": {"field": FIELDS | CORRECTED, "from": STATES, "to": STATES},
    "member": {"kind": CHANGES, "reason": REASONS},
    "permit": {
        "before": STATUSES,
        "result": VERDICTS,
        "source": SOURCES,
        "status": STATUSES,
        "type": PERMIT_TYPES,
    },
    "request": {"source": REQUEST_SOURCES},
    "topic": {"from": OF_TOPICS, "to": OF_TOPICS},
    "workspace": {"from": OF_WORKSPACES, "to": OF_WORKSPACES},
}
#: Detail → words of its values, of all other actions.
BY_NAME: Mapping[str, Words] = {
    "audience": AUDIENCES,
    "decision": {**DECISIONS, **WORDS, **TOLD_DECISIONS["decisions"]},
    "kinds": FINDINGS,
    "letter": LETTERS,
    "role": ROLES,
    "scopes": SCOPES,
    "step": STEPS,
}
#: Detail → the code list of its values.
CODES = {
    "asked_for": "category",
    "category": "category",
    "country": "country",
    "handling": "handling",
    "language": "language",
    "origin_country": "country",
}
#: Numbers of a rule, by their names.
NUMBERS = {name: IRetention[name].title for name in IRetention}


def value_in_words(action: str, name: str, value: Any, language: str) -> Any:
    """What pages say of the value of the detail ``name``."""
    one = partial(_one, action, name, language=language)
    match value:
        case Mapping():
            return "; ".join(
                _pair(one, key, number, language) for key, number in value.items()
            )
        case list() | tuple():
            return ", ".join(_said(one(part), language) for part in value)
    return one(value)


def setting_title(record_name: str, unknown: str) -> Message | str:
    """What the settings call a record of the registry."""
    registry = queryUtility(IRegistry)
    record = registry.records.get(record_name) if registry is not None else None
    return record.field.title if record is not None else unknown


def _pair(one: Callable[[Any], Any], key: str, number: Any, language: str) -> str:
    """A name with its number: one of a rule, or how often something was found."""
    words = NUMBERS.get(key) or one(key)
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
    words = BY_KIND.get(kind, {}).get(name) or BY_NAME.get(name, {})
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, str):
        return value
    if value in words:
        return words[value]
    if name in CODES:
        return title(CODES[name], value, language)
    special = SPECIAL.get(name)
    return special(value, language) if special else value


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


def _reader(value: str, language: str) -> str:
    with suppress(ValueError):
        return reader_in_words(value, language)
    return value


def _rule(value: str, language: str) -> str:
    """Kind, rule and language of what was found in a text, as ``person/persons/en``."""
    kind, _slash, rest = value.partition("/")
    rule, _slash, written_in = rest.partition("/")
    kinds: Words = FINDINGS
    parts = (kinds.get(kind, kind), RULES.get(rule, rule))
    said = [_said(part, language) for part in parts if part]
    return ", ".join(
        (*said, title("language", written_in, language)) if written_in else said
    )


def _list(value: str, language: str) -> str:
    return list_title(value, language) if value in names() else value


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
#: Detail → what makes words of a value.
SPECIAL: Mapping[str, Callable[[str, str], Message | str]] = {
    "action": lambda value, _language: title_of(value),
    "dated": _time,
    "from": _time,
    "list": _list,
    "positions": _positions,
    "readers": _reader,
    "readers_before": _reader,
    "rules": _rule,
    "setting": lambda value, _language: setting_title(value, value),
    "since": _time,
    "time": _time,
    "until": _time,
    "valid_on": _time,
    "valid_until": _time,
}
