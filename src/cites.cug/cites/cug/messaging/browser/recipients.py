"""How the form to write names recipients, and what its script asks about them."""

from cites.cug import _
from cites.cug.access.policy import HANDLING_CONFIRM_IGO, may_address
from cites.cug.core.codelists.lists import title
from cites.cug.core.validation.errors import FieldError, InvalidValues
from cites.cug.messaging.address_book import (
    AddressBookMatch,
    search_address_book,
)
from cites.cug.messaging.addressing import (
    igo_members,
    other_members,
    resolve_recipients,
)
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.schema import ADDRESSEES, Addressees
from cites.cug.web.forms.member_form import MemberForm
from cites.cug.web.layout.audience_parts import (
    AudiencePart,
    is_part,
    PART,
    part_label,
    part_token,
    persons_for_parts,
)
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.page import JsonPage
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, cast, NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What a recipient is called in forms: ``everyone``, ``member:ID``, ``category:CODE``, …
EVERYONE = "everyone"
MEMBER, CATEGORY, COUNTRY = "member", "category", "country"
ORGANISATION = "organisation"
#: Fields of ``Addressees`` → the prefix of their tokens, in the order of the form.
PREFIXES = {
    "categories": CATEGORY,
    "countries": COUNTRY,
    "organisations": ORGANISATION,
    "to": MEMBER,
}
MOST_TOKENS = 2000
#: Who writes to more people than this is asked to confirm it.
MANY = 20
#: How many countries, and organisations, are offered: their names are typed.
COUNTRIES_OFFERED = ORGANISATIONS_OFFERED = PARTS_OFFERED = 8
NAMED_ONLY = _("messaging_recipients_handling_code_named_recipients_text")


def tokens_in(form: Mapping[str, Any]) -> tuple[str, ...]:
    """The chosen recipients, each once. In links ``to`` may also be a user id."""
    value = form.get("to", [])
    values = [value] if isinstance(value, str) else value
    texts = [one.strip() for one in values if isinstance(one, str) and one.strip()]
    named = [one if _is_token(one) else f"{MEMBER}:{one}" for one in texts[:MOST_TOKENS]]
    return tuple(dict.fromkeys(named))


def _is_token(text: str) -> bool:
    kinds = (*PREFIXES.values(), PART)
    return text == EVERYONE or text.partition(":")[0] in kinds


def chosen_addressees(
    group: Any, tokens: Iterable[str], user_id: str, handling: str
) -> Addressees:
    """The addressees, with the members of the chosen parts one by one.

    Raises InvalidValues if a part is not what its sender was told, or if the handling
    code is for persons who were named.
    """
    tokens = list(tokens)
    if any(map(is_part, tokens)):
        others = other_members(group, user_id)
        tokens = persons_for_parts(others, tokens, handling, "to", NAMED_ONLY)
    return addressees_of(dict.fromkeys(tokens))


def addressees_of(tokens: Iterable[str]) -> Addressees:
    pairs = [token.partition(":")[::2] for token in tokens]
    chosen = {
        name: tuple(code for kind, code in pairs if kind == prefix)
        for name, prefix in PREFIXES.items()
    }
    return Addressees(**chosen, everyone=any(kind == EVERYONE for kind, _code in pairs))


def tokens_of(addressees: Addressees) -> tuple[str, ...]:
    named = (
        f"{prefix}:{code}"
        for name, prefix in PREFIXES.items()
        for code in getattr(addressees, name)
    )
    return (*((EVERYONE,) if addressees.everyone else ()), *named)


class Reached(NamedTuple):
    """What the sender is told before sending."""

    text: Message | str = ""
    refusal: Message | str = ""
    igo_names: tuple[str, ...] = ()
    ask_igo: bool = False
    ask_many: bool = False


def reached(page: MessagePage, tokens: Iterable[str], handling: str) -> Reached:
    """To how many people it would go, what must be confirmed, and what forbids it."""
    try:
        addressees = chosen_addressees(page.context, tokens, page.user_id, handling)
        if addressees == Addressees():
            return Reached()
        members = resolve_recipients(page.context, addressees, page.user_id)
    except InvalidValues as error:
        (_field, mistake), *_others = error.mistakes
        return Reached(refusal=mistake.message)
    named_only = not may_address(handling, addressees.kinds)
    igo = igo_members(members)
    ask_igo = handling in HANDLING_CONFIRM_IGO and bool(igo)
    return Reached(
        _in_words(len(members), len(igo)),
        NAMED_ONLY if named_only else "",
        tuple(map(page.name_of, igo)) if ask_igo else (),
        ask_igo,
        len(members) > MANY,
    )


def _in_words(count: int, igo: int) -> Message:
    if count == 1:
        if igo:
            return _("messaging_recipients_sent_1_person_intergovernmental_text")
        return _("messaging_recipients_sent_1_person")
    if not igo:
        return _("messaging_recipients_sent_people", mapping={"count": count})
    return _(
        "messaging_recipients_sent_people_them_intergovernmental_text",
        mapping={"count": count, "igo": igo},
    )


class Addressed:
    """Part of forms that ask for recipients, with the inputs ``to`` and ``handling``."""

    widgets: Any

    @cached_property
    def reached(self) -> Reached:
        tokens, handling = self.widgets["to"].value, self.widgets["handling"].value
        return reached(cast(MessagePage, self), tokens or (), (handling or [""])[0])

    def show_mistakes(self, mistakes: Iterable[tuple[str, FieldError]]) -> None:
        named = [(name.partition("[")[0], mistake) for name, mistake in mistakes]
        form = cast(MemberForm, super())
        form.show_mistakes(
            ("to" if name in ADDRESSEES else name, mistake) for name, mistake in named
        )


class JsonAnswer(JsonPage, MessagePage):
    """Parent of the answers to scripts of these pages."""


class ReachAnswer(JsonAnswer):
    """``messages/reach?to=…&handling=…``"""

    def __call__(self) -> str:
        form = self.request.form
        handling = str(form.get("handling") or "")
        found = reached(self, tokens_in(form), handling)
        content = found._asdict()
        content.update(text=self.said(found.text), refusal=self.said(found.refusal))
        return self.answer(content)


class RecipientsAnswer(JsonAnswer):
    """``messages/recipients?q=…``: the address book while one types a name."""

    def __call__(self) -> str:
        typed = str(self.request.form.get("q") or "")
        items = offered(
            self, search_address_book(self.context, typed, self.user_id, self.language)
        )
        return self.answer({"items": items})


def offered(page: MessagePage, found: AddressBookMatch) -> list[dict[str, str]]:
    """What can be chosen, with the names of the form; groups first, as they are few."""
    return [
        *_parts(page, CATEGORY, found.categories),
        *_parts(page, COUNTRY, found.countries[:COUNTRIES_OFFERED]),
        *_parts(page, ORGANISATION, _of_several(found)[:ORGANISATIONS_OFFERED]),
        *_combined(found.combined[:PARTS_OFFERED]),
        *_members(page, found),
    ]


def _combined(parts: list[AudiencePart]) -> Iterator[dict[str, str]]:
    for part in parts:
        yield {"token": part_token(part), "title": part_label(part), "detail": ""}


def _of_several(found: AddressBookMatch) -> list[AudiencePart]:
    """Organisations that are more than one member, who is offered by name."""
    return [one for one in found.organisations if one.members > 1]


def everyone(page: MessagePage, number: int) -> dict[str, str]:
    words = translate(_("messaging_everyone"), context=page.request)
    return {"token": EVERYONE, "title": words, "detail": _count(page, number)}


def _parts(
    page: MessagePage, kind: str, parts: list[AudiencePart]
) -> Iterator[dict[str, str]]:
    for part in parts:
        yield {
            "token": f"{kind}:{part.code}",
            "title": part.title,
            "detail": _count(page, part.members),
        }


def _members(page: MessagePage, found: AddressBookMatch) -> Iterator[dict[str, str]]:
    for member in found.members:
        facts = [title("category", member.category, page.language)]
        if member.country:
            facts.append(title("country", member.country, page.language))
        if member.organisation:
            facts.append(member.organisation)
        token = f"{MEMBER}:{member.id}"
        yield {
            "token": token,
            "title": member.fullname,
            "detail": listed(facts, page.language),
        }


def _count(page: MessagePage, number: int) -> str:
    if number == 1:
        return translate(_("messaging_recipients_1_member"), context=page.request)
    text = _("messaging_recipients_members", mapping={"count": number})
    return translate(text, context=page.request)
