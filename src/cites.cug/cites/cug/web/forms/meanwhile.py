"""What forms know of others: that what they change was changed meanwhile, and that they
were sent already.

A form that changes something carries a digest of what stood there when it was shown. If
something else stands there by then, it comes back with both, and only the button pressed
again saves over it. A form that decides about something carries a digest of that; it
comes back and shows what that is now. A form also carries a key of its own: sent twice,
it is done once.
"""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.encryption.authentic import keyed_digest
from cites.cug.core.validation.errors import CHANGED, InvalidValues
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.numbers import number
from cites.cug.web.restapi.idempotency import (
    digest_of_body,
    digest_of_stream,
    Done,
    KeyedRequest,
)
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from lxml import html
from plone.app.textfield.interfaces import IRichTextValue
from plone.namedfile.interfaces import INamed
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from secrets import token_urlsafe
from typing import Any, NamedTuple
from z3c.form.interfaces import NOT_CHANGED
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.schema.interfaces import IChoice, ICollection


#: Names of the two hidden inputs.
BASED_ON, KEY = "form.based_on", "form.key"
PURPOSE = "what a form changes"
LENGTH = 32
NOTHING = "–"
YES = _("common_yes")
SAVE_OVER = _("web_meanwhile_overwrite_what_i_typed")
DONE_ALREADY = _("web_meanwhile_already_done_done_twice_text")
SENT_ALREADY = _("web_meanwhile_form_sent_already_other_text")


class Both(NamedTuple):
    """A field in which somebody else was faster: what stands there, and what is typed."""

    label: Message | str
    now: str
    typed: str


def comparable(value: Any) -> Any:
    """A value of a field as JSON takes it; equal values give equal ones."""
    if IRichTextValue.providedBy(value):
        return value.raw
    if INamed.providedBy(value):
        with value.open() as stream:
            return [value.filename, digest_of_stream(stream)]
    if isinstance(value, Mapping):
        return {name: comparable(one) for name, one in value.items()} or None
    if isinstance(value, list | tuple | set | frozenset):
        return [comparable(one) for one in value] or None
    return str(value) if isinstance(value, date) else value or None


def digest_of(current: Mapping[str, Any]) -> str:
    """A digest of what stands there, for this caller alone."""
    told = {name: comparable(value) for name, value in current.items()}
    text = json.dumps(told, sort_keys=True, default=str)
    return keyed_digest(PURPOSE, f"{caller()} {text}")[:LENGTH]


def differing(current: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """Names of the fields in which what is typed is not what stands there."""
    return [
        name
        for name, value in current.items()
        if data.get(name, NOT_CHANGED) is not NOT_CHANGED
        and comparable(data[name]) != comparable(value)
    ]


def in_words(field: Any, value: Any, context: Any, language: str) -> Any:
    """A value as readers understand it: a text, or a message."""
    if value in (None, "", [], ()):
        return NOTHING
    if IChoice.providedBy(field):
        return _title(field.bind(context).vocabulary, value)
    if ICollection.providedBy(field):
        words = (in_words(field.value_type, one, context, language) for one in value)
        return "\n".join(translate(one, target_language=language) for one in words)
    return _plain_in_words(value, language)


def _plain_in_words(value: Any, language: str) -> Any:
    """The same for a value that is neither a choice nor several values."""
    if isinstance(value, bool):
        return YES if value else NOTHING
    if isinstance(value, float):
        return number(value, language)
    if isinstance(value, Mapping):
        return listed((one for one in value.values() if one not in (None, "")), language)
    if IRichTextValue.providedBy(value):
        return html.fromstring(value.raw or "<p/>").text_content().strip() or NOTHING
    return value.filename if INamed.providedBy(value) else str(value)


def _title(vocabulary: Any, value: Any) -> Any:
    """The title of a code; what is no code any more stands as it is."""
    try:
        term = vocabulary.getTerm(value)
    except LookupError:
        return str(value)
    return term.title or term.value


def keyed_form(request: Any) -> KeyedRequest | None:
    """The key of the form that was sent; None if it has none."""
    key = request.form.get(KEY)
    if request.method != "POST" or not isinstance(key, str) or not 0 < len(key) <= 64:
        return None
    return KeyedRequest(request, key, digest_of_body(request))


class SentForm:
    """What every form that changes something knows of others, and of itself.

    ``meanwhile`` is the part of its page that shows both texts and carries both hidden
    inputs. It is for z3c.form's forms, which MemberForm makes of it, and for pages with a
    form of their own.
    """

    context: Any
    request: Any
    meanwhile = ViewPageTemplateFile("templates/meanwhile.pt")
    who_was_faster = _("web_meanwhile_somebody_else_changed_meantime_heading")
    #: What somebody else has changed since the form was shown, beside what is typed.
    changed_meanwhile: Sequence[Both] = ()
    #: Whether a value that the form replaces, or the item it decides about, has changed.
    is_overtaken = False
    #: The page of the item that the form decides about.
    about_url = ""

    def current_state(self) -> Mapping[str, Any]:
        """The stored values that the form replaces, by the name of their input.

        {} where the form adds something. Names that are no inputs describe the item that
        the form decides about: if one of them has changed, the form comes back.
        """
        return {}

    def now_in_words(self) -> Sequence[tuple[Message | str, Message | str]]:
        """Labels and values of the item that the form decides about, as it is now."""
        return ()

    def labelled(self) -> Mapping[str, tuple[Message | str, Any]]:
        """Label and field of each input that both texts are shown of."""
        raise NotImplementedError

    def refuse_repeat(self, why: Message) -> None:
        """Show that the form was sent already, with other values."""
        raise NotImplementedError

    @property
    def based_on(self) -> str:
        """The hidden input that tells on what the change is based."""
        current = self.current_state()
        return digest_of(current) if current else ""

    @cached_property
    def form_key(self) -> str:
        """The hidden input by which a form that is sent twice is done once."""
        return self.request.form.get(KEY) or token_urlsafe(16)

    def is_behind(self, data: Mapping[str, Any]) -> bool:
        """Whether somebody else was faster; then what stands and what is typed shows."""
        sent = self.request.form.get(BASED_ON)
        current = self.current_state() if sent else {}
        if not current or sent == digest_of(current):
            return False
        labelled, names = self.labelled(), differing(current, data)
        language = self.request.get("LANGUAGE") or "en"
        self.changed_meanwhile = [
            Both(
                labelled[name][0],
                in_words(labelled[name][1], current[name], self.context, language),
                in_words(labelled[name][1], data[name], self.context, language),
            )
            for name in names
            if name in labelled
        ]
        # What is no input may be what has changed.
        self.is_overtaken = bool(names or current.keys() - data.keys())
        if self.is_overtaken:
            self.request.response.setStatus(CHANGED.status)
        return self.is_overtaken

    def was_done(self) -> bool:
        """Whether this very form was sent before; then it leads on as it did then."""
        keyed = keyed_form(self.request)
        try:
            done = keyed and keyed.find()
        except InvalidValues:
            del self.request.form[KEY]
            self.refuse_repeat(SENT_ALREADY)
            return True
        if done:
            IStatusMessage(self.request).add(DONE_ALREADY)
            self.request.response.redirect(done.location or self.context.absolute_url())
        return bool(done)

    def keep_done(self, url: str | None) -> None:
        """Keep that it is done, and where it leads."""
        keyed = keyed_form(self.request)
        if keyed is not None and url:
            keyed.keep(Done(302, url))
