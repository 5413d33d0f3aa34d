"""Rules for boxes 5a, 7, 10 and 12: purpose, species, Appendix, source and origin."""

from cites.cug import _
from cites.cug.core.codelists.taxa import list_date, Taxon
from cites.cug.permits.permit import PermitLine, PermitType
from cites.cug.permits.rules.case import Case, Warning
from cites.cug.permits.rules.known import is_animal, is_of, is_plant, taxon_of
from collections.abc import Iterator
from zope.i18nmessageid import Message


#: Purpose T (commercial) and source D (Appendix I, bred in captivity for trade).
COMMERCIAL, CAPTIVE_APPENDIX_I = "T", "D"
#: Animals bred in captivity; plants are artificially propagated (A).
CAPTIVE = "C"
PLANT_SOURCES = frozenset({"A", "Y"})
#: Sources I and O need a second code, which says where the specimens come from.
NEEDS_SECOND = frozenset({"I", "O"})
CHEETAH = "Acinonyx jubatus"
ARTICLE_III = _("permits_specimens_article_iii_convention_source_text")
SOURCE_CODES = _("permits_specimens_cites_source_codes_unep")
SPECIES_LIST = _("permits_specimens_cites_source_codes_portal_text")
SECOND_CODE = _("permits_specimens_practice_parties_permit_form_text")
APPENDIX_I = _("permits_specimens_appendix_i_since_1975_text")
BOX_12 = _("permits_specimens_boxes_12_12a_form_text")


def commercial_appendix_i(case: Case) -> Iterator[Warning]:
    """Warn of commercial trade in Appendix I species (Article III of the Convention).

    Source D is excepted: specimens bred in captivity for trade count as Appendix II
    (Article VII).
    """
    if case.permit.purpose != COMMERCIAL:
        return
    for position, block, line in case.lines():
        if line.appendix == "I" and CAPTIVE_APPENDIX_I not in _sources(line):
            text = _(
                "permits_specimens_block_commercial_purpose_t_text",
                mapping={"block": block},
            )
            field = f"lines[{position}].appendix"
            yield Warning("appendix_i_commercial", text, ARTICLE_III, field)


def source_and_appendix(case: Case) -> Iterator[Warning]:
    """Warn of source D with Appendix II or III: source D exists for Appendix I only."""
    for position, block, line in case.lines():
        if CAPTIVE_APPENDIX_I in _sources(line) and line.appendix in ("II", "III"):
            text = _(
                "permits_specimens_block_source_d_appendix_text",
                mapping={"block": block, "appendix": line.appendix},
            )
            field = f"lines[{position}].source"
            yield Warning("source_contradicts", text, SOURCE_CODES, field)


def source_of_plants(case: Case) -> Iterator[Warning]:
    """Warn of an animal with a source code for plants (A or Y), and the other way."""
    for position, block, line in case.lines():
        for code in sorted(PLANT_SOURCES.intersection(_sources(line))):
            if is_animal(line):
                text = _(
                    "permits_specimens_block_source_plants_animal_text",
                    mapping={"block": block, "code": code},
                )
                field = f"lines[{position}].source"
                yield Warning("source_contradicts", text, _list_source(), field)
        if CAPTIVE in _sources(line) and is_plant(line):
            text = _(
                "permits_specimens_block_source_animals_plant_text",
                mapping={"block": block, "code": CAPTIVE},
            )
            field = f"lines[{position}].source"
            yield Warning("source_contradicts", text, _list_source(), field)


def second_source_missing(case: Case) -> Iterator[Warning]:
    """Warn of source I or O without a second code.

    This is practice of Parties (permit form of the United Kingdom), not a rule of CITES.
    """
    for position, block, line in case.lines():
        if line.source in NEEDS_SECOND and not line.second_source:
            text = _(
                "permits_specimens_block_source_given_alone_text",
                mapping={"block": block, "code": line.source},
            )
            field = f"lines[{position}].second_source"
            yield Warning("second_source_missing", text, SECOND_CODE, field)


def wrong_appendix(case: Case) -> Iterator[Warning]:
    """Warn of an Appendix that the list of taxa contradicts.

    Without a list, of a cheetah with Appendix II or III: it has been in Appendix I since
    1975.
    """
    for position, block, line in case.lines():
        taxon = taxon_of(line)
        if taxon is not None and taxon.from_list:
            if _contradicts(taxon, line, case):
                text = _(
                    "permits_specimens_block_listed_appendix_permit_text",
                    mapping={
                        "block": block,
                        "species": taxon.name,
                        "listed": taxon.appendix,
                        "appendix": line.appendix,
                    },
                )
                field = f"lines[{position}].appendix"
                yield Warning("wrong_appendix", text, _list_source(), field)
        elif line.appendix in ("II", "III") and is_of(line, CHEETAH):
            text = _(
                "permits_specimens_block_cheetah_listed_appendix_text",
                mapping={"block": block, "appendix": line.appendix},
            )
            field = f"lines[{position}].appendix"
            yield Warning("wrong_appendix", text, APPENDIX_I, field)


def reexport_without_origin(case: Case) -> Iterator[Warning]:
    """Warn of a re-export certificate without country of origin or permit number (box
    12).
    """
    if case.permit.type != PermitType.REEXPORT:
        return
    for position, block, line in case.lines():
        missing = "origin_permit" if line.origin_country else "origin_country"
        if not (line.origin_country and line.origin_permit):
            text = _(
                "permits_specimens_block_re_export_certificate_text",
                mapping={"block": block},
            )
            field = f"lines[{position}].{missing}"
            yield Warning("reexport_without_origin", text, BOX_12, field)


def _contradicts(taxon: Taxon, line: PermitLine, case: Case) -> bool:
    """Whether the list has the taxon in other Appendices, and had so when it was issued.

    Some populations may be in another Appendix: each that the list names is right.
    """
    listed = set(taxon.appendix.split("/")) - {"NC", ""}
    if not line.appendix or not listed or line.appendix in listed:
        return False
    issued = case.permit.issued
    return taxon.listed is None or issued is None or taxon.listed <= issued


def _list_source() -> Message:
    """The list of taxa and its date, or what we ship where there is none."""
    day = list_date()
    if day is None:
        return SPECIES_LIST
    return _(
        "permits_specimens_list_cites_taxa_portal_text", mapping={"date": day.isoformat()}
    )


def _sources(line: PermitLine) -> tuple[str, str]:
    return line.source, line.second_source
