"""REST: taxa by any of their names."""

from cites.cug import _
from cites.cug.core.codelists.taxa import Proposal, propose, species_name, Taxon
from cites.cug.core.codelists.taxon_lists import current_list
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.query_parameters import MAX_PAGE_SIZE, number, word
from cites.cug.web.restapi.services import RestService
from typing import Any
from zope.i18n import translate


#: So many are proposed unless more are asked for.
MOST = 10


class TaxaGet(RestService):
    """``GET @taxa?q=``: taxa of which a name, or a word in one, begins with that."""

    tagged = True
    parameters = ("q", "b_size")

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        typed = word(form, "q") if "q" in form else ""
        size = number(form, "b_size", MOST, 1, MAX_PAGE_SIZE)
        meant, language = species_name(typed), reader_language()
        current = current_list()
        return {
            "@id": self.url,
            "list": (
                {"dated": current.dated.isoformat(), "taxa": current.taxa}
                if current is not None
                else None
            ),
            "items": [taxon_json(one, meant, language) for one in propose(typed, size)],
        }


def summary_of(taxon: Taxon, language: str) -> str:
    """What a reader is told of a name that is proposed."""
    appendix = ""
    if taxon.appendix:
        text = _("common_appendix_text", mapping={"appendix": taxon.appendix})
        appendix = translate(text, target_language=language)
    return " · ".join(filter(None, (taxon.titles.get(language), appendix)))


def taxon_json(one: Proposal, meant: str, language: str) -> dict[str, Any]:
    """A taxon; ``found_by`` is the name that was found, ``meant`` whether it is that."""
    taxon = one.taxon
    return {
        "name": taxon.name,
        "title": taxon.titles.get(language),
        "summary": summary_of(taxon, language),
        "found_by": one.name,
        "meant": taxon.name == meant,
        "appendix": taxon.appendix or None,
        "rank": taxon.rank or None,
        "above": list(taxon.above),
        "kingdom": taxon.kingdom or None,
        "annotation": taxon.annotation or None,
        "listed": taxon.listed.isoformat() if taxon.listed else None,
        "synonyms": list(taxon.synonyms),
    }
