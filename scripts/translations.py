"""The message catalogues: `update` brings them up to the code, `check` compares.

The code has ids; `locales/en` has the English of each, as the other folders have theirs.
`confirm KEY…` says that translations are right though their English has changed.

Runs in the product's virtual environment.
"""

import ast
import csv
import json
import re
import subprocess
import sys
import tomllib
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from cites.cug.core.plone_internals.plural_messages import FORM, PLURAL
from cites.cug.core.settings import languages
from cites.nonnominal.message_ids import MessageFactory
from collections.abc import Iterator, Mapping
from environment import ROOT
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple


class Domain(NamedTuple):
    """The messages of a distribution, which has their catalogues."""

    name: str
    package: Path
    locales: Path

    def catalogue(self, language: str) -> Path:
        return self.locales / language / "LC_MESSAGES" / f"{self.name}.po"


def _domain(name: str) -> Domain:
    package = ROOT.joinpath("src", name, *name.split("."))
    return Domain(name, package, package / "locales")


PORTAL = _domain("cites.cug")
DOMAINS = (PORTAL, _domain("cites.nonnominal"))
PACKAGE, LOCALES = PORTAL.package, PORTAL.locales
LISTS = PACKAGE / "core" / "codelists" / "data"
#: The exercise library and its words, in several languages.
DEMO = PACKAGE / "demo" / "data"
#: In the folder of a language: list, code, title.
TITLES = "codes.csv"
#: Concepts with definition and source; in the folder of a language, its words for them.
GLOSSARY = "glossary.csv"
#: In the folder of a language, for each translation: its id, the hash of the English that
#: it was made for, and its own.
MADE_FOR = "made-for.txt"
#: Whose texts the others are made for.
ENGLISH = languages.DEFAULT
LANGUAGES = tuple(code for code in languages.LANGUAGES if code != ENGLISH)
#: A comma, colon or semicolon after an expression, or between joined values.
JOINED = re.compile(r"\$\{[^}]*\}[,:;] |['\"][,:;] ['\"]\.join")
#: What reads the same in English and in one of the languages.
SAME = frozenset(
    {
        "${field} (${language})",
        "Administration",
        "Contacts",
        "Institutions",
        "${degrees} E",
        "${degrees} N",
        "${degrees} S",
        "${column}: ${help}",
        "${field}: ${kind}",
        "${field}: ${value}",
        "${field}: ${mistake}",
        "${kind}: ${number}",
        "${title}: ${count}",
        "${party}:",
        "${portal}: ${kind}",
        "{field}: {kind}",
        "${size} MB",
        "${size} bytes",
        "${size} kB",
        "Actions",
        "Assistance",
        "Code",
        "Correction",
        "Format",
        "Discussions",
        "Document",
        "Incident",
        "Latitude",
        "Longitude",
        "Message",
        "Note",
        "Organization",
        "Pages",
        "Sanction",
        "Source",
        "Token",
        "Total",
        "Transit",
        "Type",
        "Version",
        "Version ${number}",
        "Versions",
        "Webhooks",
        "no",
        "original",
    }
)
#: What no text contains: an ending in brackets, three dots for the mark that is one.
NEVER = ("(s)", "(es)", "(e)s", "...")
#: What a language sets otherwise: French puts a narrow space that does not break (U+202F)
#: before double marks and inside quotation marks.
ILL_SET = {"fr": re.compile("[^\u202f:|-][:;?!»](?=\\s|$)|«[^\u202f]| [:;?!»]")}
#: Variables, code between backticks, the addresses of links.
NAMES = re.compile(r"\$\{\w+\}|`[^`]*`|\]\([^)]*\)|https?://\S+")
VARIABLE = re.compile(r"\$\{\w+\}|\{\w+, plural, ")
#: A number before a noun whose form depends on it; units are not nouns.
COUNTED = re.compile(
    r"\$\{\w+\} (?:people|"
    r"(?!(?:as|bytes|contains|hangs|has|is|its|occurs|species|this|was)\b)[a-z]+s)\b"
)
#: Forms that a language has for numbers of things up to this.
MOST_THINGS = 200
ID = re.compile("[a-z0-9_]{1,63}")
#: No dates and no names: catalogues differ where the messages do.
HEAD = """\
msgid ""
msgstr ""
"Project-Id-Version: {domain}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Domain: {domain}\\n"\
"""


def update() -> int:
    """Extract anew, and give every language the messages it lacks, without a text."""
    for domain in DOMAINS:
        for language in (ENGLISH, *LANGUAGES):
            path = domain.catalogue(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            rewrite(domain, language, {})
    return 0


def rewrite(domain: Domain, language: str, new: Mapping[str, str]) -> None:
    """Write the catalogue of a language anew, with these texts for these ids."""
    content = _rendered(domain, language, new)
    domain.catalogue(language).write_text(content, encoding="utf-8")
    if language != ENGLISH:
        _record(domain, language, _made_for(domain, language))


def check() -> int:
    """Print what is missing or worded otherwise; the exit status is 1 if anything is.

    What a language lacks that may lack it is counted only.
    """
    complaints, notes = [], []
    for domain in DOMAINS:
        complaints += [*_outdated(domain), *_unseen(domain.package)]
    for language in LANGUAGES:
        missing = [*_untranslated(language), *_untitled(language)]
        if language in languages.PARTIAL:
            notes += [f"{language}: still in English: {len(missing)}"] * bool(missing)
        else:
            complaints += missing
        for domain in DOMAINS:
            complaints += _mistranslated(language, domain)
            complaints += _stale(language, domain)
    complaints += _other_words()
    complaints += _uncounted()
    complaints += _ill_set()
    complaints += _joined(PACKAGE)
    print("\n".join((*complaints, *notes)) or "Translations are complete.")
    return 1 if complaints else 0


def confirm(*keys: str) -> int:
    """Record that these translations are right for the English as it is now."""
    for domain in DOMAINS:
        for language in LANGUAGES:
            recorded = _made_for(domain, language)
            for key in keys:
                recorded.pop(key, None)
            _record(domain, language, recorded)
    return 0


class Pair(NamedTuple):
    """Hashes of an English text and of the translation made for it."""

    english: str
    translation: str


def _stale(language: str, domain: Domain) -> Iterator[str]:
    """Translations of an English text that has changed since."""
    recorded = _made_for(domain, language)
    for key, pair in _pairs(domain, language).items():
        before = recorded.get(key)
        if before is None or before.translation != pair.translation:
            yield f"{language}: {key}: new; run scripts/translations.py update"
        elif before.english != pair.english:
            yield (
                f"{language}: {key}: the English has changed since it was translated:"
                f" rewrite the translation, or run scripts/translations.py confirm {key}"
            )


def _made_for(domain: Domain, language: str) -> dict[str, Pair]:
    path = domain.locales / language / MADE_FOR
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
    return {key: Pair(*hashes) for key, *hashes in map(str.split, lines)}


def _record(domain: Domain, language: str, recorded: dict[str, Pair]) -> None:
    """Add the translations that are new, leave out those that are not there any more."""
    lines = []
    for key, pair in sorted(_pairs(domain, language).items()):
        before = recorded.get(key)
        is_same = before is not None and before.translation == pair.translation
        lines.append(" ".join((key, *(before if is_same else pair))))
    text = "".join(f"{line}\n" for line in lines)
    (domain.locales / language / MADE_FOR).write_text(text, encoding="utf-8")


def _pairs(domain: Domain, language: str) -> dict[str, Pair]:
    """What is translated now, by id; sections of pages, by page and own hash."""
    originals = messages(domain.catalogue(ENGLISH))
    found = {
        key: Pair(text_hash(originals[key].string), text_hash(one.string))
        for key, one in messages(domain.catalogue(language)).items()
        if one.string and key in originals
    }
    english, folder = domain.locales / ENGLISH, domain.locales / language
    for page in sorted((*folder.glob("help/*.md"), *folder.glob("letters.toml"))):
        place = page.relative_to(folder)
        sections = zip(_sections(english / place), _sections(page), strict=True)
        for original, translation in sections:
            pair = Pair(text_hash(original), text_hash(translation))
            found[f"{place}#{pair.translation}"] = pair
    return found


def text_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _sections(page: Path) -> list[str]:
    """A page of the help by its headings, the letters by their names."""
    return re.split(r"(?m)^(?=#|\[\w+\]$)", page.read_text(encoding="utf-8"))


@cache
def _in_code(name: str, package: Path) -> dict[str, Message]:
    """The messages that the code of a domain has now, by id."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.pot"
        options = ["--pot", path, "--create", name, "--no-line-numbers"]
        program = Path(sys.executable).with_name("i18ndude")
        subprocess.run(
            [program, "rebuild-pot", *options, package],
            check=True,
            capture_output=True,
        )
        return messages(path)


def _rendered(domain: Domain, language: str, new: Mapping[str, str]) -> str:
    """The catalogue of a language with the messages that the code has now.

    Translators read the English above each text.
    """
    texts = messages(domain.catalogue(language))
    english = messages(domain.catalogue(ENGLISH))
    entries = [HEAD.format(domain=domain.name, language=language)]
    for key, message in sorted(_in_code(domain.name, domain.package).items()):
        text, original = texts.get(key), english.get(key)
        is_translated = language != ENGLISH and original
        lines = [f"#. {_quoted(original.string)}"] if is_translated else []
        lines += [f"#: {file}" for file, _line in message.locations]
        if text and text.fuzzy:
            lines.append("#, fuzzy")
        lines.append(f"msgid {_quoted(key)}")
        lines.append(f"msgstr {_quoted(new.get(key, text.string if text else ''))}")
        entries.append("\n".join(lines))
    return "\n\n".join(entries) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _outdated(domain: Domain) -> Iterator[str]:
    """Messages of the code alone or of the catalogue alone, and those without English."""
    english, in_code = (
        messages(domain.catalogue(ENGLISH)),
        _in_code(domain.name, domain.package),
    )
    for key in sorted(in_code.keys() - english.keys()):
        yield f"Only in the code: {key!r}; run scripts/translations.py update"
    for key in sorted(english.keys() - in_code.keys()):
        yield f"Not in the code: {key!r}; run scripts/translations.py update"
    for key, message in english.items():
        if not message.string:
            yield f"{ENGLISH}: no text: {key!r}"
        if not ID.fullmatch(key):
            yield f"{ENGLISH}: an id has only a-z, 0-9 and _: {key!r}"
    known = MessageFactory(domain.name, domain.locales).english
    if known != {key: one.string for key, one in english.items() if one.string}:
        yield f"{ENGLISH}: not one line for each text; run scripts/translations.py update"


def _unseen(package: Path) -> Iterator[str]:
    """Messages inside an f-string, which extraction does not see."""
    for path in sorted(package.rglob("*.py")):
        for line, message in _in_f_strings(path.read_bytes()):
            place = f"{path.relative_to(package)}:{line}"
            yield f"{place}: {message!r} stands in an f-string: put it outside"


def _joined(package: Path) -> Iterator[str]:
    """Values that a template puts together with the marks of one language."""
    for path in sorted(package.rglob("*.pt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if JOINED.search(line):
                place = f"{path.relative_to(package)}:{number}"
                yield f"{place}: use shell.listed, or put the mark into a message"


@cache
def _in_f_strings(source: bytes) -> tuple[tuple[int, str], ...]:
    """Line and message; a source that calls ``_`` nowhere is not parsed."""
    if b"_(" not in source:
        return ()
    return tuple(
        (text.lineno, message)
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for message in _messages_within(text)
    )


def _messages_within(text: ast.JoinedStr) -> Iterator[str]:
    for call in ast.walk(text):
        match call:
            case ast.Call(
                func=ast.Name(id="_"), args=[ast.Constant(value=str(message)), *_others]
            ):
                yield message


def _untranslated(language: str) -> Iterator[str]:
    for domain in DOMAINS:
        translated = messages(domain.catalogue(language))
        for key, original in messages(domain.catalogue(ENGLISH)).items():
            translation = translated.get(key)
            if translation is None or not translation.string or translation.fuzzy:
                yield f"{language}: not translated: {key!r}"
            elif translation.auto_comments != [_quoted(original.string)]:
                yield (
                    f"{language}: other English above it: {key!r};"
                    " run scripts/translations.py update"
                )


def _mistranslated(language: str, domain: Domain) -> Iterator[str]:
    originals = messages(domain.catalogue(ENGLISH))
    for key, translation in messages(domain.catalogue(language)).items():
        if key not in originals or not translation.string or translation.fuzzy:
            continue
        for fault in _other_than(originals[key].string, translation.string):
            yield f"{language}: {fault}: {key!r}"


def _other_than(english: str, translation: str) -> Iterator[str]:
    if _variables(translation) != _variables(english):
        yield "other variables than in English"
    elif translation == english and english not in SAME:
        yield "the same as in English"


def faults_of(language: str, english: str, translation: str) -> list[str]:
    """What `check` would say of one translation, whose place it does not name."""
    return [
        *_other_than(english, translation),
        *_forbidden(language, translation),
        *_without_forms(language, translation),
        *_badly_set(language, translation),
    ]


def _untitled(language: str) -> Iterator[str]:
    """Codes that a language has no title for, and titles of codes that are not there."""
    if language in languages.CONVENTION:
        return
    path = LOCALES / language / TITLES
    titled = {(row["list"], row["code"]): row["title"] for row in _rows(path)}
    codes = [
        (file.stem, row.get("code", row.get("name", "")))
        for file in sorted(LISTS.glob("*.csv"))
        for row in _rows(file)
    ]
    for code in codes:
        if not titled.pop(code, ""):
            yield f"{language}: {TITLES}: no title for {' '.join(code)!r}"
    for code in titled:
        yield f"{language}: {TITLES}: there is no code {' '.join(code)!r}"


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _other_words() -> Iterator[str]:
    """Words that ``glossary.csv`` replaces, in messages, help, letters and code lists."""
    concepts = {row["concept"] for row in _rows(LOCALES / GLOSSARY)}
    for language in (ENGLISH, *LANGUAGES):
        terms = _rows(LOCALES / language / GLOSSARY)
        for concept in concepts ^ {row["concept"] for row in terms if row["word"]}:
            yield f"{language}: {GLOSSARY}: {concept!r} is not in both"
        for place, text in _texts(language):
            for fault in _forbidden(language, text):
                yield f"{language}: {place}: {fault}"


def _forbidden(language: str, text: str) -> Iterator[str]:
    replaced, found = _replaced(language)
    for match in found.finditer(_without_names(text)):
        better = next(
            (
                word
                for pattern, word in replaced.items()
                if re.fullmatch(_any_ending(pattern), match[0], re.IGNORECASE)
            ),
            "no such mark",
        )
        yield f"{match[0]!r} is called {better!r}"


@cache
def _replaced(language: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """Words that must not be used, each with the one for it, and what finds them."""
    replaced = {
        pattern: row["word"]
        for row in _rows(LOCALES / language / GLOSSARY)
        for pattern in filter(None, row["not"].split(";"))
    }
    patterns = [*map(_any_ending, replaced), *map(re.escape, NEVER)]
    return replaced, re.compile("|".join(patterns), re.IGNORECASE)


def _ill_set() -> Iterator[str]:
    """Marks with a space that is not the language's own, in texts of the demo too."""
    for language in ILL_SET:
        for place, text in (*_texts(language), *_demo_texts(language)):
            for fault in _badly_set(language, text):
                yield f"{language}: {place}: {fault}"


def _badly_set(language: str, text: str) -> Iterator[str]:
    if language in ILL_SET:
        for match in ILL_SET[language].finditer(text):
            yield f"{match[0]!r} is not set as the language sets it"


def _demo_texts(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted(DEMO.rglob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for text in _of_language(content, language, None):
            yield f"{file.name}: {text[:30]!r}", text


def _of_language(value: Any, wanted: str, language: str | None) -> Iterator[str]:
    """The texts below a value; tables and keys say what language theirs are in."""
    if isinstance(value, str) and language == wanted:
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _of_language(one, wanted, language)
    elif isinstance(value, dict):
        language = value.get("language", language)
        for key, one in value.items():
            ending = key.rpartition("_")[2]
            own = ending if ending in languages.LANGUAGES else language
            yield from _of_language(one, wanted, own)


def _any_ending(pattern: str) -> str:
    return rf"\b{re.escape(pattern)}\b".replace(r"\*", r"\w*")


def _without_names(text: str) -> str:
    """The text without variables, code and addresses, which no reader takes for words."""
    return NAMES.sub(" ", text)


def _texts(language: str) -> Iterator[tuple[str, str]]:
    """All that is shown in a language, each text with where it is."""
    yield from _messages_in(language)
    folder = LOCALES / language
    for page in sorted((*folder.glob("help/*.md"), *folder.glob("*.toml"))):
        for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
            yield f"{page.relative_to(folder)}:{number}", line
    for row in _rows(folder / TITLES):
        yield f"{row['list']} {row['code']!r}", row["title"]
    for file in sorted(LISTS.glob("*.csv")):
        for row in _rows(file):
            yield f"{file.name} {row.get('code')!r}", row.get(language) or ""


def _messages_in(language: str) -> Iterator[tuple[str, str]]:
    for domain in DOMAINS:
        for message in messages(domain.catalogue(language)).values():
            yield f"{message.id!r}", message.string


def _variables(text: str) -> set[str]:
    """Their names, whether the number is shown or chooses a form, or both."""
    return {re.sub(r"\W|plural", "", found) for found in VARIABLE.findall(text)}


def _uncounted() -> Iterator[str]:
    """Numbers before nouns that have one form only, or not all forms of the language."""
    for language in (ENGLISH, *LANGUAGES):
        for place, text in _messages_in(language):
            if COUNTED.search(PLURAL.sub("", text)) and language == ENGLISH:
                yield f"{language}: {place}: a number stands before a noun: give it forms"
            for fault in _without_forms(language, text):
                yield f"{language}: {place}: {fault}"


def _without_forms(language: str, text: str) -> Iterator[str]:
    if ", plural," in PLURAL.sub("", text):
        yield "plural forms that cannot be read"
    for match in PLURAL.finditer(text):
        missing = _forms(language) - dict(FORM.findall(match[2])).keys()
        if missing:
            yield f"no form for {', '.join(sorted(missing))}: {match[1]}"


@cache
def _forms(language: str) -> set[str]:
    """The plural forms that the language has for numbers of things."""
    rule = Locale.parse(language).plural_form
    return {"other", *(rule(number) for number in range(MOST_THINGS))}


def messages(path: Path) -> dict[str, Message]:
    return _parsed(path.read_bytes())


@cache
def _parsed(content: bytes) -> dict[str, Message]:
    catalog: Catalog = read_po(BytesIO(content))
    return {message.id: message for message in catalog if message.id}


if __name__ == "__main__":
    commands = {"update": update, "check": check, "confirm": confirm}
    sys.exit(commands[sys.argv[1]](*sys.argv[2:]))
