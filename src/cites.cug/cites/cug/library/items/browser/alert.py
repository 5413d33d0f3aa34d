"""The page of an alert."""

from cites.cug import _
from cites.cug.core.codelists.lists import handling_in_words, title
from cites.cug.core.codelists.taxa import warm_up
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.attachments import srcset
from cites.cug.library.items.browser.item import ItemPage
from cites.cug.library.items.specimens import COLUMNS, ISpecimen
from cites.cug.library.items.values import code_in_words
from cites.cug.library.lists.browser.related import RelatedList
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.lists.guides import guides_for
from cites.cug.library.lists.related import related_to
from cites.cug.library.tools.corrections.actions import takes_corrections
from cites.cug.library.tools.map.browser.map_drawing import (
    draw,
    Drawing,
    marks_of_alerts,
    SMALL,
)
from cites.cug.library.tools.map.browser.map_words import MapWords
from cites.cug.library.tools.map.positions_in_words import coordinates
from cites.cug.library.tools.sightings.actions import takes_sightings
from cites.cug.library.tools.translations.texts import title_of_row
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.numbers import amount, number
from functools import cached_property
from plone.app.textfield.interfaces import ITransformer
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate


#: Fields that the page shows in another way than as a title and a value.
SHOWN_APART = frozenset(
    (
        *("title", "description", "alert_type", "handling"),
        *("incident_date", "location", "incident_country", "latitude", "longitude"),
        *("alleged_origin", "transit_countries", "alleged_destination"),
        *("estimated_value", "currency", "share_iccwc", "hide_country"),
    )
)
#: Columns of the specimens table that are shown only if a line has a value.
OPTIONAL_COLUMNS = ("source", "age_class", "sex", "condition")
#: Heading and number of the alerts that have to do with the one that is shown.
RELATED = _("library_alert_related_alerts")
MOST_SHOWN = 5
#: So many lines of the specimens the headline has.
MOST_AMOUNTS = 3
#: So many of its species the link to the directory names.
MOST_NAMED = 20
#: The image scale that the page shows, and its longer side in pixels.
SCALE, SCALE_PIXELS = "preview", 400


class AlertPage(MapWords, ItemPage):
    """Shows handling code and audience first, then the facts, the text and the files."""

    template = ViewPageTemplateFile("templates/alert.pt")
    parts = ViewPageTemplateFile("templates/alert_parts.pt")
    schema = IAlert
    shown_apart = SHOWN_APART
    holds_files = True

    @cached_property
    def kind(self) -> str:
        return title("alert_type", self.context.alert_type, self.language)

    def key_facts(self) -> list[dict[str, Any]]:
        found = self.part_facts("what", "place")
        if self.coordinates:
            found.append(
                {"title": _("library_alert_coordinates"), "words": [self.coordinates]}
            )
        return found + self.part_facts("detection", "permits", "grading", "reporting")

    @cached_property
    def maps(self) -> list[Drawing]:
        """Position and route on a map; none if neither is known."""
        marks = marks_of_alerts([self.context])
        return [draw(marks, SMALL)] if marks else []

    @cached_property
    def coordinates(self) -> str:
        """Text such as 10.4396° N 45.0164° E; empty unless both are known."""
        latitude, longitude = self.context.latitude, self.context.longitude
        if latitude is None or longitude is None:
            return ""
        return coordinates(latitude, longitude, self.language)

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        lines = self.context.specimens or ()
        return [{name: line.get(name) for name in COLUMNS} for line in lines]

    def columns(self) -> list[dict[str, Any]]:
        """Optional columns of the specimens table that have a value in any line."""
        return [
            {"name": name, "title": ISpecimen[name].title}
            for name in OPTIONAL_COLUMNS
            if any(line[name] for line in self.lines)
        ]

    @cached_property
    def specimens(self) -> list[dict[str, Any]]:
        language = self.language
        warm_up(line["species"] for line in self.lines)
        return [
            {
                **self.species(line["species"]),
                "term": title("term", line["term"], language),
                "code": line["term"],
                "quantity": number(line["quantity"], language),
                "unit": title("unit", line["unit"], language) if line["unit"] else None,
                **{
                    name: code_in_words(name, line[name], language) if line[name] else ""
                    for name in OPTIONAL_COLUMNS
                },
            }
            for line in self.lines
        ]

    def total(self) -> str | None:
        """The sum of the quantities of several lines with one unit; else None."""
        if len(self.lines) < 2 or len({line["unit"] for line in self.lines}) > 1:
            return None
        return number(sum(line["quantity"] for line in self.lines), self.language)

    def total_unit(self) -> str | None:
        unit = self.lines[0]["unit"]
        return title("unit", unit, self.language) if unit else None

    def route(self) -> list[dict[str, Any]]:
        """The known countries from the alleged origin to the destination."""
        alert = self.context
        stops = [
            (_("library_alert_alleged_origin"), alert.alleged_origin),
            *(
                (_("library_alert_transit"), country)
                for country in alert.transit_countries or ()
            ),
            (_("library_alert_alleged_destination"), alert.alleged_destination),
        ]
        return [
            {"role": role, "country": title("country", country, self.language)}
            for role, country in stops
            if country
        ]

    def outcome(self) -> list[dict[str, Any]]:
        found = self.part_facts("outcome")
        value = self.context.estimated_value
        if value is not None:
            words = amount(value, self.context.currency, self.language)
            label = self.schema["estimated_value"].title
            found.append({"title": label, "words": [words]})
        if not self.context.share_iccwc:  # the exception; all others may be
            words = translate(_("common_no"), target_language=self.language)
            found.append({"title": self.schema["share_iccwc"].title, "words": [words]})
        return found

    def body(self) -> str:
        """The text of the alert as safe HTML."""
        text = self.context.body
        if self.texts.translation is not None:
            text = IAlert["body"].fromUnicode(self.texts.body)
        if text is None or not (text.raw or "").strip():
            return ""
        return ITransformer(self.context)(text, "text/x-html-safe") or ""

    def headline(self) -> list[str]:
        """When, where, what and how many, as far as the reader is told."""
        told = self.facts("incident_date", "location", "incident_country")
        amounts: dict[str, list[str]] = {}
        for line in self.specimens[:MOST_AMOUNTS]:
            number_of = " ".join(filter(None, (line["quantity"], line["unit"])))
            # Titles of codes have no plural.
            told_as = {"field": line["term"], "value": number_of}
            words = _("common_field_value_title", mapping=told_as)
            of_species = amounts.setdefault(line["common"] or line["name"], [])
            of_species.append(translate(words, context=self.request))
        found = [
            f"{name} ({listed(some, self.language)})" for name, some in amounts.items()
        ]
        more = ["…"] if len(self.lines) > MOST_AMOUNTS else []
        return [*(word for fact in told for word in fact["words"]), *found, *more]

    def guides(self) -> list[dict[str, Any]]:
        """Sheets of the library on these species that the reader may open."""
        return [
            {
                "url": self.request.physicalPathToURL(path),
                "title": title_of_row(row, self.language),
                "kind": title("document_type", row["kind"], self.language),
                "handling": handling_in_words(row["handling"], self.language),
            }
            for path, row in guides_for(self.group, self.context, self.language)
        ]

    @property
    def directory_url(self) -> str | None:
        """Who helps with these species, in the group's directory."""
        names = list(dict.fromkeys(FILTERS["species"].values(self.context)))
        query = urlencode([("species", name) for name in names[:MOST_NAMED]])
        return f"{self.group.absolute_url()}/directory?{query}" if names else None

    def related(self) -> str:
        found = related_to(self.group, self.context, self.context.UID(), most=MOST_SHOWN)
        return RelatedList(self.context, self.request, RELATED, found)()

    @cached_property
    def takes_sightings(self) -> bool:  # type: ignore[override] # of each alert
        return takes_sightings(self.context)

    @cached_property
    def takes_corrections(self) -> bool:  # type: ignore[override] # of each alert
        return takes_corrections(self.context)

    @cached_property
    def _children(self) -> list[Any]:
        return list(self.context.objectValues())

    @property
    def lead_picture(self) -> dict[str, Any] | None:
        return self.pictures[0] if self.pictures else None

    @property
    def more_pictures(self) -> list[dict[str, Any]]:
        return self.pictures[1:]

    @cached_property
    def pictures(self) -> list[dict[str, Any]]:
        return [
            self._picture(child)
            for child in self._children
            if child.portal_type == "Image" and child.image is not None
        ]

    def _picture(self, child: Any) -> dict[str, Any]:
        width, height = child.image.getImageSize()
        shrink = min(SCALE_PIXELS / max(width, height, 1), 1)
        url = child.absolute_url()
        return {
            "url": url,
            "scale": f"{url}/@@images/image/{SCALE}",
            "srcset": srcset(child),
            "width": round(width * shrink) if width > 0 else None,
            "height": round(height * shrink) if height > 0 else None,
            "title": child.title,
            "description": child.description,
        }

    def attachments(self) -> list[dict[str, Any]]:
        return [
            {
                "title": child.title or child.file.filename,
                "description": child.description,
                "url": child.absolute_url(),
                **self.file_facts(child.file),
            }
            for child in self._children
            if child.portal_type == "File" and child.file is not None
        ]
