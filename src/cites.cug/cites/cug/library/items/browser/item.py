"""The base of the pages of alerts and documents."""

from cites.cug import _
from cites.cug.access.author import author_of, is_unnamed, knows_author
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import REASONED, told_history, why_reported
from cites.cug.core.codelists.lists import handling_in_words
from cites.cug.core.codelists.taxa import find_any
from cites.cug.library.items.alert import TELLS_WHO_REPORTED
from cites.cug.library.items.browser.content import ContentPage
from cites.cug.library.items.origins import origins_of
from cites.cug.library.items.read_marks import mark_read
from cites.cug.library.items.values import in_words
from cites.cug.library.lists.labels import DONE
from cites.cug.library.tools.follows.browser.offers import offers
from cites.cug.library.tools.group_shares.queries import is_open, shares_of, waits_for
from cites.cug.library.tools.translations.actions import may_translate
from cites.cug.library.tools.translations.browser.languages import languages_told
from cites.cug.library.tools.translations.machine import is_offered
from cites.cug.library.tools.translations.texts import ShownTexts, texts_for
from cites.cug.web.layout.conversation import conversation_about, FollowUp
from cites.cug.web.layout.numbers import file_size
from cites.cug.web.layout.times import moment, ShownTime
from functools import cached_property
from pathlib import PurePath
from plone.supermodel.interfaces import FIELDSETS_KEY
from plone.supermodel.utils import mergedTaggedValueList
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: Kinds of what followed an item.
FOLLOW_UPS = {
    "message": _("library_item_follow_up_message"),
    "request": _("library_item_request_for_assistance"),
    "topic": _("library_item_follow_up_topic"),
    "sighting": _("library_item_follow_up_sighting"),
    "correction": _("library_item_follow_up_correction"),
    "translation": _("library_item_follow_up_translation"),
}
#: The page shows so many of them at first.
MOST_FOLLOW_UPS = 10


class ItemPage(ContentPage):
    """Marks the item as read when it is opened."""

    item_macros = ViewPageTemplateFile("templates/item.pt")
    follow_macros = ViewPageTemplateFile(
        "../../tools/follows/browser/templates/follow.pt"
    )
    language_macros = ViewPageTemplateFile(
        "../../tools/translations/browser/templates/languages.pt"
    )
    template: ViewPageTemplateFile
    schema: Any
    #: Fields that the page shows in another way than as a title and a value.
    shown_apart: frozenset[str]
    holds_files = False
    takes_sightings = takes_corrections = False

    def __call__(self) -> str:
        mark_read(caller(), self.context.UID())
        return self.template()

    @cached_property
    def texts(self) -> ShownTexts:
        """Title, summary and text in the language that is asked for, or the reader's."""
        asked = str(self.request.form.get("in") or "")
        return texts_for(self.context, self.language, asked)

    @property
    def page_title(self) -> Any:
        return self.texts.title

    def languages(self) -> dict[str, Any] | None:
        return languages_told(self.context, self.texts, self.language)

    def offers_machine(self) -> bool:
        """Whether a machine may translate it into the reader's language."""
        return is_offered(self.context, self.language)

    def may_translate(self) -> bool:
        return may_translate(self.context, caller())

    @cached_property
    def handling(self) -> dict[str, str]:
        return handling_in_words(self.context.handling, self.language)

    def part_facts(self, *parts: str) -> list[dict[str, Any]]:
        """Title and values of the filled-in fields in these fieldsets.

        Fields in ``shown_apart`` are left out.
        """
        names = [
            name
            for part in mergedTaggedValueList(self.schema, FIELDSETS_KEY)
            if part.__name__ in parts
            for name in part.fields
            if name not in self.shown_apart
        ]
        return self.facts(*names)

    def facts(self, *names: str) -> list[dict[str, Any]]:
        """Title and values, in words, of those of the fields that are filled in."""
        found = []
        kept = frozenset() if self.knows_author else TELLS_WHO_REPORTED
        for name in [one for one in names if one not in kept]:
            field = self.schema[name]
            words = in_words(field, getattr(self.context, name), self.language)
            if words:
                found.append({"title": field.title, "words": words})
        return found

    def species(self, name: str) -> dict[str, Any]:
        """The name as it was written, and the common name if the list has one."""
        taxon = find_any(name)
        common = taxon.titles.get(self.language, "") if taxon is not None else ""
        return {
            "name": name,
            "known": taxon is not None,
            "common": common,
            # Where the list has another name for it by now.
            "accepted": taxon.name if taxon is not None and taxon.name != name else "",
            "appendix": taxon.appendix if taxon is not None else "",
        }

    @cached_property
    def path(self) -> str:
        """Where the item lies below the group."""
        above = len(self.group.getPhysicalPath())
        return "/".join(self.context.getPhysicalPath()[above:])

    @cached_property
    def knows_author(self) -> bool:
        return knows_author(self.context)

    @cached_property
    def unnamed(self) -> bool:
        """Whether readers are not told the author."""
        return is_unnamed(self.context)

    @cached_property
    def author_id(self) -> str | None:
        """User id of the author, if the reader may know it."""
        return author_of(self.context) if self.knows_author else None

    @cached_property
    def author(self) -> str | None:
        return self.author_id and self.name_of(self.author_id)

    def may_share_with_group(self) -> bool:
        """Whether the reader can share it, or was asked as its author."""
        if is_open(self.context) and may(Permission.PUBLISH, self.context):
            return True
        return any(waits_for(one, caller()) for one in shares_of(self.context, caller()))

    def made_from(self) -> list[dict[str, Any]]:
        """The items that this was made from and that the reader may see."""
        return [
            {"title": origin.title, "url": origin.absolute_url()}
            for origin in origins_of(self.context)
            if may(Permission.READ, origin)
        ]

    def may_report(self) -> bool:
        return bool(REASONED.intersection(self.available))

    def transitions(self) -> list[dict[str, Any]]:
        """The buttons for changes of state, but the report, which is under *More*."""
        return [one for one in super().transitions() if one["name"] not in REASONED]

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """What followed and the reader may see, the latest first."""
        return conversation_about(self.context)

    @property
    def shows_all(self) -> bool:
        return self.request.form.get("followed") == "all"

    def conversation(self) -> list[dict[str, Any]]:
        """The latest of it in words, or all."""
        place = self.group.absolute_url()
        shown = self.follow_ups if self.shows_all else self.follow_ups[:MOST_FOLLOW_UPS]
        return [
            {
                "kind": FOLLOW_UPS[one.kind],
                "url": f"{place}/{one.page}",
                "title": one.title,
                "author": one.author and self.name_of(one.author),
                "time": moment(one.time, self.language),
            }
            for one in shown
        ]

    def follow_offers(self) -> list[dict[str, Any]]:
        """What of this item the reader can follow."""
        if not may(Permission.USE_MESSAGES, self.group):
            return []
        return offers(self.context, self.group, caller())

    def why_reported(self) -> str | None:
        return why_reported(self.context)

    @cached_property
    def created(self) -> ShownTime:
        return moment(self.context.created(), self.language)

    @cached_property
    def published(self) -> ShownTime | None:
        effective = self.context.effective_date
        return moment(effective, self.language) if effective is not None else None

    @cached_property
    def modified(self) -> ShownTime:
        return moment(self.context.modified(), self.language)

    @cached_property
    def may_see_versions(self) -> bool:
        return may(Permission.VERSIONS, self.context)

    def history(self) -> list[dict[str, Any]]:
        """The changes of state, the last first, for those who may see the versions.

        Others see none: comments may say more than the item itself.
        """
        if not self.may_see_versions:
            return []
        return [
            {
                "what": DONE.get(move.transition, move.transition),
                "who": self.name_of(move.actor) if move.actor else None,
                "when": moment(move.time, self.language) if move.time else None,
                "comment": move.comment,
            }
            for move in told_history(self.context)
        ]

    def file_facts(self, file: Any) -> dict[str, Any]:
        """``filename``, ``kind`` and ``size`` of a file, as links show them."""
        ending = PurePath(file.filename or "").suffix.removeprefix(".")
        return {
            "filename": file.filename,
            "kind": ending.upper() or file.contentType,
            "size": file_size(file.getSize(), self.language),
        }
