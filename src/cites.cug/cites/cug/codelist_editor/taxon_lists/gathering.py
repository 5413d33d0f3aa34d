"""Puts the lines of a list together: taxa with their listings, synonyms and parents."""

from cites.cug import _
from cites.cug.codelist_editor.taxon_lists.lines import (
    BELOW_SPECIES,
    Fault,
    HIGHER,
    joined,
    MOST_NAMES,
    MOST_NOTE,
    RANKS,
    SYNONYM,
    TaxonLine,
)
from cites.cug.core.codelists.taxon_names import name_key
from cites.cug.core.settings.languages import CONVENTION
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zope.i18nmessageid import Message


#: Rank → the column that names it in the lines of what is below.
COLUMN_OF = {
    "kingdom": "kingdom",
    "class": "class_name",
    "order": "order_name",
    "family": "family_name",
    "genus": "genus_name",
}
#: More taxa above each other than ranks come from no list, and would take long.
MOST_PARENTS = 3 * len(RANKS)


@dataclass(slots=True)
class Gathered:
    """A taxon from all its lines."""

    line: TaxonLine
    appendices: set[str] = field(default_factory=set)
    #: Appendix and date of each line, to know a line that is there twice.
    listings: set[tuple[str, str]] = field(default_factory=set)
    synonyms: dict[str, None] = field(default_factory=dict)
    species: str = ""
    implied: bool = False


class Gathering:
    """All taxa of a list, by name; ``take`` each line and then ``finish``."""

    def __init__(self) -> None:
        self.taxa: dict[str, Gathered] = {}
        self.by_id: dict[str, str] = {}
        self.pending: list[TaxonLine] = []
        self.row = 0
        self._faults: list[Fault] = []

    def new_faults(self) -> list[Fault]:
        """The mistakes that were found since this was asked."""
        found, self._faults = self._faults, []
        return found

    def take(self, line: TaxonLine) -> None:
        self.row = line.row
        if line.status == SYNONYM:
            if not line.accepted:
                self._wrong(
                    line,
                    _("codelist_editor_gathering_synonym_no_accepted_name"),
                    "accepted",
                )
            self.pending.append(line)
            return
        known = self.taxa.get(line.name)
        if known is not None and self._is_homonym(known.line, line):
            # The same name for an animal and a plant: the second one says which it is.
            line.name = f"{line.name} ({line.higher['kingdom']})"
            known = self.taxa.get(line.name)
        listing = (line.appendix, line.listed)
        if known is None:
            known = self.taxa[line.name] = Gathered(line)
            if line.source_id:
                self.by_id[line.source_id] = line.name
        elif listing in known.listings or known.line.rank != line.rank:
            text = _(
                "codelist_editor_gathering_is_in_line_already",
                mapping={"name": line.name, "line": known.line.row},
            )
            self._wrong(line, text, "name")
            return
        else:
            _add_listing(known.line, line)
        known.listings.add(listing)
        known.appendices.update(filter(None, line.appendix.split("/")))
        known.synonyms |= dict.fromkeys(line.synonyms)

    @staticmethod
    def _is_homonym(known: TaxonLine, line: TaxonLine) -> bool:
        kingdoms = (known.higher.get("kingdom"), line.higher.get("kingdom"))
        return all(kingdoms) and kingdoms[0] != kingdoms[1]

    def _wrong(self, line: TaxonLine, message: Message, column: str) -> None:
        self._faults.append(line.fault(message, column))

    def finish(self) -> None:
        """Lead synonyms to their taxa, and taxa to what they are part of."""
        for line in self.pending:
            self._lead(line)
        for one in list(self.taxa.values()):
            self._place(one)
        for one in list(self.taxa.values()):
            self._imply(one)

    def _lead(self, line: TaxonLine) -> None:
        for accepted in line.accepted:
            name = accepted if accepted in self.taxa else self.by_id.get(accepted)
            if name is None:
                text = _(
                    "codelist_editor_gathering_accepted_name_file_text",
                    mapping={"name": accepted},
                )
                self._wrong(line, text, "accepted")
                continue
            known = self.taxa[name]
            known.synonyms[line.name] = None
            for language, names in line.common.items():
                known.line.common.setdefault(language, []).extend(names)

    def _place(self, one: Gathered) -> None:
        """Fill in what a taxon is part of: what its columns leave open, its parents say;
        then its genus; then its own name.
        """
        line = one.line
        self._place_by_parents(one)
        if RANKS.index(line.rank) > RANKS.index("genus"):
            self._place_by_genus(line)
        if line.rank in BELOW_SPECIES and not one.species:
            one.species = " ".join(line.name.split()[:2])
        # What is the taxon itself, or below it, is not above it.
        for rank, column in COLUMN_OF.items():
            if RANKS.index(rank) >= RANKS.index(line.rank):
                line.higher[column] = ""

    def _place_by_parents(self, one: Gathered) -> None:
        higher = one.line.higher
        for parent in self._parents(one.line):
            column = COLUMN_OF.get(parent.rank)
            if column:
                higher[column] = higher.get(column) or parent.name
            elif parent.rank == "species":
                one.species = one.species or parent.name

    def _place_by_genus(self, line: TaxonLine) -> None:
        """A name of several words begins with its genus."""
        genus = line.higher.get("genus_name") or line.name.split()[0]
        line.higher["genus_name"] = genus
        if genus in self.taxa:
            of_genus = self.taxa[genus].line.higher
            for column in HIGHER:
                line.higher[column] = line.higher.get(column) or of_genus.get(column, "")

    def _parents(self, line: TaxonLine) -> Iterator[TaxonLine]:
        seen, one = {line.name}, line
        while one.parent:
            known = self.taxa.get(one.parent)
            if known is None:
                text = _(
                    "codelist_editor_gathering_parent_file_text",
                    mapping={"name": one.parent},
                )
                if one is line:
                    self._wrong(line, text, "parent")
                return
            if known.line.name in seen:
                text = _(
                    "codelist_editor_gathering_among_own_parents",
                    mapping={"name": line.name},
                )
                self._wrong(line, text, "parent")
                return
            if len(seen) > MOST_PARENTS:
                text = _(
                    "codelist_editor_gathering_has_too_many_parents",
                    mapping={"name": line.name},
                )
                self._wrong(line, text, "parent")
                return
            one = known.line
            seen.add(one.name)
            yield one

    def _imply(self, one: Gathered) -> None:
        """Add what a taxon is part of and that has no line of its own."""
        higher = one.line.higher
        for rank, column in COLUMN_OF.items():
            name = higher.get(column, "")
            if name and name not in self.taxa:
                place = RANKS.index(rank)
                above = {
                    other: higher.get(other, "")
                    for its, other in COLUMN_OF.items()
                    if RANKS.index(its) < place
                }
                line = TaxonLine(row=one.line.row, name=name, rank=rank, higher=above)
                self.taxa[name] = Gathered(line, implied=True)
        if one.species and one.species not in self.taxa:
            line = TaxonLine(
                row=one.line.row, name=one.species, rank="species", higher=dict(higher)
            )
            self.taxa[one.species] = Gathered(line, implied=True)

    def written(self) -> Iterator[dict[str, Any]]:
        """The taxa as they are stored, by name."""
        for name in sorted(self.taxa):
            one = self.taxa[name]
            yield _stored(one)


def _add_listing(known: TaxonLine, line: TaxonLine) -> None:
    known.listed = max(known.listed, line.listed)
    if line.annotation and line.annotation not in known.annotation:
        both = "\n".join(filter(None, (known.annotation, line.annotation)))
        known.annotation = both[:MOST_NOTE]
    for language, names in line.common.items():
        known.common.setdefault(language, []).extend(names)


def _stored(one: Gathered) -> dict[str, Any]:
    line, common = one.line, one.line.common
    titles = {language: (common.get(language) or [""])[0] for language in CONVENTION}
    names = dict.fromkeys(name for several in common.values() for name in several)
    key = name_key(line.name)
    synonyms = [name for name in one.synonyms if name_key(name) != key]
    return {
        "name": line.name,
        "rank": line.rank,
        "appendix": joined(one.appendices),
        "annotation": line.annotation,
        "listed": line.listed,
        **{column: line.higher.get(column, "") for column in HIGHER},
        "species_name": one.species,
        "author": line.author,
        "source_id": line.source_id,
        **titles,
        "synonyms": synonyms[:MOST_NAMES],
        "common": list(names)[:MOST_NAMES],
        "implied": one.implied,
    }
