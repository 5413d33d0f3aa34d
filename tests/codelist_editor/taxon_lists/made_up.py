"""Lists of taxa for tests. None is a list of CITES: that may not be passed on."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO


HEADINGS = (
    *("TaxonId", "Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species"),
    *("Subspecies", "FullName", "AuthorYear", "RankName", "CurrentListing"),
    *("FullAnnotationEnglish", "AnnotationEnglish", "SynonymsWithAuthors"),
    *("EnglishNames", "SpanishNames", "FrenchNames", "EffectiveAt"),
)
CHEETAH = {
    "TaxonId": "8935",
    "Kingdom": "Animalia",
    "Phylum": "Chordata",
    "Class": "Mammalia",
    "Order": "Carnivora",
    "Family": "Felidae",
    "Genus": "Acinonyx",
    "Species": "jubatus",
    "FullName": "Acinonyx jubatus",
    "AuthorYear": "(Schreber, 1775)",
    "RankName": "SPECIES",
    "CurrentListing": "I",
    "SynonymsWithAuthors": "Acinonyx venator Brookes, 1828, Felis jubata Schreber, 1775",
    "EnglishNames": "Cheetah, Hunting Leopard",
    "SpanishNames": "Chita, Guepardo",
    "FrenchNames": "Guépard",
}
#: A plant, with another Appendix.
ORCHID = {
    "TaxonId": "99001",
    "Kingdom": "Plantae",
    "Order": "Orchidales",
    "Family": "Orchidaceae",
    "Genus": "Zqorchis",
    "Species": "ficta",
    "FullName": "Zqorchis ficta",
    "AuthorYear": "Nobody",
    "RankName": "SPECIES",
    "CurrentListing": "II",
    "EnglishNames": "Fictive orchid",
    "FrenchNames": "Orchidée fictive",
    "SpanishNames": "Orquídea ficticia",
}
PARROT = {
    "TaxonId": "99002",
    "Kingdom": "Animalia",
    "Class": "Aves",
    "Order": "Psittaciformes",
    "Family": "Psittacidae",
    "Genus": "Zqpsittacus",
    "Species": "fictus",
    "FullName": "Zqpsittacus fictus",
    "RankName": "SPECIES",
    "CurrentListing": "I/II",
    "SynonymsWithAuthors": "Zqara ficta (Nobody, 1900)",
    "EnglishNames": "Fictive parrot",
    "FrenchNames": "Perroquet fictif",
    "SpanishNames": "Loro ficticio",
}


def table(*rows: dict[str, str], headings: Iterable[str] = HEADINGS) -> bytes:
    """The rows as Species+ writes them."""
    text = StringIO()
    writer = csv.DictWriter(text, [*headings], restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te")


def word(number: int) -> str:
    """A word of three syllables, or more."""
    found = []
    for _place in range(3):
        number, digit = divmod(number, len(SYLLABLES))
        found.append(SYLLABLES[digit])
    return "".join(found) + ("x" * number)


def large_list(taxa: int) -> Iterator[dict[str, str]]:
    """So many species, 10 in a genus and 20 genera in a family, and the cheetah."""
    yield CHEETAH
    for number in range(taxa - 1):
        genus, species = divmod(number, 10)
        family = genus // 20
        name = f"Zq{word(genus)} {word(species)}{word(genus % 97)}"
        plant = family % 2
        yield {
            "TaxonId": str(100_000 + number),
            "Kingdom": "Plantae" if plant else "Animalia",
            "Class": f"Zqclassis{'p' if plant else 'a'}{word(family % 20)}",
            "Order": f"Zqordo{'p' if plant else 'a'}{word(family % 40)}",
            "Family": f"Zq{word(family)}{'aceae' if plant else 'idae'}",
            "Genus": f"Zq{word(genus)}",
            "Species": name.split()[1],
            "FullName": name,
            "AuthorYear": "(Nobody, 1901)",
            "RankName": "SPECIES",
            "CurrentListing": ("II", "I", "III", "I/II")[number % 4],
            "FullAnnotationEnglish": "Only the fictive population. " * (number % 3),
            "SynonymsWithAuthors": f"Zqfelis {word(number)}a (Nobody, 1900), "
            f"Zqpanthera {word(number)}i Somebody & Nobody, 1899",
            "EnglishNames": f"Fictive {word(number)}, Common {word(number)}",
            "SpanishNames": f"{word(number).capitalize()} ficticio",
            "FrenchNames": f"{word(number).capitalize()} fictif d’Éxercice",
        }
