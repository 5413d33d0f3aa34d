"""Words that are no names: ``{cug}/allowed-words`` and ``{cug}/@allowed-words``.

The portal does not know the words, only their digests. So the list shows what rule found
them, and how many members said that they are no names.
"""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.reports.overruled import RULES, split_rule
from cites.cug.web.confirmation.learned_words import (
    allow_words,
    forget_learned,
    forget_words,
    LearnedWords,
    list_learned,
)
from cites.cug.web.confirmation.placeholders import TITLES
from cites.cug.web.layout.times import moment
from cites.cug.web.resource.declaration import FormText, Resource, Verb
from cites.cug.web.resource.pages import AddItemForm
from cites.cug.web.resource.services import WritingService
from collections.abc import Mapping
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.interface import Interface


class IWords(Interface):
    """Words that are no name."""

    words = schema.TextLine(
        title=_("common_words_no_names_title"),
        description=_("reports_allowed_words_text_check_lists_them_help"),
        max_length=200,
    )


class IWordsQuery(Interface):
    """The filters of the list."""

    kind = schema.Choice(
        title=_("common_kind_label"),
        vocabulary=fixed_vocabulary({str(kind): one for kind, one in TITLES.items()}),
        required=False,
    )


class ForgetPost(WritingService):
    """``POST {cug}/@allowed-words/forget`` ``{"words"}``: find them again; 204"""

    keys = ("words",)
    schemas = (IWords,)

    def reply(self) -> None:
        words = self.read(self.body)["words"]
        forget_words(self.context, words, acting_user=self.user_id)


class ForgetPage(AddItemForm):
    """Asks for the words that are to be findings again."""

    text = FormText(
        _("reports_allowed_words_found_again_text"),
        _("reports_allowed_words_find_them_again"),
        _("reports_allowed_words_text_check_finds_words_text"),
    )

    @property
    def action(self) -> str:
        return f"{self.place}/forget"

    def handle(self, data: dict[str, Any]) -> None:
        forget_words(self.context, data["words"], acting_user=self.resource.user_id)
        self.done()


class AllowedWords(Resource):
    """The Secretariat keeps them. Members add to them as they decide about findings."""

    name = "allowed-words"
    context_interface = IClosedUserGroup
    verbs = (
        Verb(
            "GET",
            "",
            Permission.DECIDE_REPORT,
            "words that are said to be no names, the last first; never the words.",
        ),
        Verb("POST", "", Permission.DECIDE_REPORT, "allow words; 201"),
        Verb("POST", "forget", Permission.DECIDE_REPORT, service=ForgetPost),
        Verb("DELETE", "{key}", Permission.DECIDE_REPORT, "find them again; 204"),
    )
    schema = IWords
    query_schema = IWordsQuery
    has_texts = False
    remove_action = staticmethod(forget_learned)

    page_permission = Permission.DECIDE_REPORT
    title = _("common_words_no_names_title")
    add_label = _("reports_allowed_words_allow_words_label")
    template = ViewPageTemplateFile("browser/templates/allowed_words.pt")
    form_id = "form"
    add_form = FormText(
        _("reports_allowed_words_allow_words_no_names"),
        _("reports_allowed_words_allow_them"),
        _("reports_allowed_words_text_check_find_words_text"),
    )
    remove_form = FormText(
        _("reports_allowed_words_find_these_words_again"),
        _("reports_allowed_words_find_them_again"),
        _("reports_allowed_words_text_check_finds_words_text"),
    )
    pages = {("forget",): ForgetPage}

    @staticmethod
    def add_action(group: Any, values: Mapping[str, Any], *, acting_user: str) -> str:
        return allow_words(group, values["words"], acting_user=acting_user)

    def list_items(self, filters: Mapping[str, Any]) -> list[LearnedWords]:
        kind = filters.get("kind")
        found = list_learned(self.context)
        return [one for one in found if not kind or split_rule(one.rule)[0] == kind]

    def serialize_item(self, item: LearnedWords) -> dict[str, Any]:
        kind, rule, language = split_rule(item.rule)
        return {
            "@id": f"{self.rest_url}/{item.id}",
            "id": item.id,
            "kind": kind,
            "rule": rule,
            "language": language,
            "members": item.members,
            "secretariat": item.by_secretariat,
            "allowed": item.is_allowed,
            "time": item.time.isoformat(timespec="seconds"),
        }

    def row(self, item: LearnedWords) -> dict[str, Any]:
        kind, rule, language = split_rule(item.rule)
        return {
            **item._asdict(),
            "name": TITLES.get(kind, _("reports_allowed_words_added_by_the_secretariat")),  # type: ignore[call-overload]
            "rule": RULES.get(rule, rule),
            "language": title("language", language, self.language) if language else "",
            "time": moment(item.time, self.language),
        }
