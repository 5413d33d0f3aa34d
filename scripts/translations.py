"""The message catalogues: `update` brings them up to the code, `check` compares.

Runs in the product's virtual environment.
"""

import csv
import re
import subprocess
import sys
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from collections.abc import Iterator
from environment import ROOT
from pathlib import Path
from tempfile import TemporaryDirectory


DOMAIN = "cites.cug"
PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"
LOCALES = PACKAGE / "locales"
TEMPLATE = LOCALES / f"{DOMAIN}.pot"
#: English is what the code says.
LANGUAGES = ("fr", "es")
#: What reads the same in English and in one of the languages.
SAME = frozenset(
    {
        "${field} (${language})",
        "Institutions",
        "${degrees}° E",
        "${degrees}° N",
        "${degrees}° S",
        "${column}: ${help}",
        "${field}: ${kind}",
        "${field}: ${value}",
        "${field}: ${mistake}",
        "${kind}: ${number}",
        "${title}: ${count}",
        "${party}:",
        "{field}: {kind}",
        "${size} MB",
        "${size} bytes",
        "${size} kB",
        "Actions",
        "Code",
        "Correction",
        "Format",
        "Discussions",
        "Document",
        "Incident",
        "Latitude",
        "Longitude",
        "Note",
        "Organisation",
        "Pages",
        "Sanction",
        "Source",
        "Total",
        "Transit",
        "Type",
        "Version",
        "Version ${number}",
        "Versions",
        "no",
        "original",
    }
)
#: What no text contains: an ending in brackets, three dots for the mark that is one.
NEVER = ("(s)", "(es)", "(e)s", "...")
#: Variables, code between backticks, the addresses of links.
NAMES = re.compile(r"\$\{\w+\}|`[^`]*`|\]\([^)]*\)|https?://\S+")
VARIABLE = re.compile(r"\$\{\w+\}")
#: No dates and no names: two extractions differ where the messages do.
HEAD = """\
msgid ""
msgstr ""
"Project-Id-Version: cites.cug\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Domain: cites.cug\\n"

"""


def update() -> int:
    """Extract anew, and give every language the messages it lacks, untranslated."""
    _extract(TEMPLATE)
    for language in LANGUAGES:
        path = _catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        _i18ndude("sync", "--pot", TEMPLATE, path)
        _put_head(path, language)
    return 0


def check() -> int:
    """Print what is missing or worded otherwise; the exit status is 1 if anything is."""
    complaints = [*_outdated(), *(c for lang in LANGUAGES for c in _incomplete(lang))]
    complaints += _other_words()
    print("\n".join(complaints) or "Translations are complete.")
    return 1 if complaints else 0


def _outdated() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / TEMPLATE.name
        _extract(fresh)
        in_code, extracted = set(_messages(fresh)), set(_messages(TEMPLATE))
    for message in sorted(in_code ^ extracted):
        where = "code" if message in in_code else TEMPLATE.name
        yield f"Only in the {where}: {message!r}; run scripts/translations.py update"


def _incomplete(language: str) -> Iterator[str]:
    translated = _messages(_catalogue(language))
    for message, original in _messages(TEMPLATE).items():
        translation = translated.get(message)
        if translation is None or not translation.string or translation.fuzzy:
            yield f"{language}: not translated: {message!r}"
        elif _variables(translation.string) != _variables(_english(original)):
            yield f"{language}: other variables than in English: {message!r}"
        elif translation.string == message and message not in SAME:
            yield f"{language}: the same as in English: {message!r}"


def _other_words() -> Iterator[str]:
    """Words that ``glossary.csv`` replaces, in messages, help and code lists."""
    with (LOCALES / "glossary.csv").open(encoding="utf-8", newline="") as lines:
        glossary = list(csv.DictReader(lines))
    for language in ("en", *LANGUAGES):
        replaced = {
            pattern: row[language]
            for row in glossary
            for pattern in filter(None, row[f"not_{language}"].split(";"))
        }
        found = re.compile(
            "|".join([*map(_any_ending, replaced), *map(re.escape, NEVER)]), re.IGNORECASE
        )
        for place, text in _texts(language):
            for match in found.finditer(_without_names(text)):
                better = next(
                    (
                        word
                        for pattern, word in replaced.items()
                        if re.fullmatch(_any_ending(pattern), match[0], re.IGNORECASE)
                    ),
                    "no such mark",
                )
                yield f"{language}: {place}: {match[0]!r} is called {better!r}"


def _any_ending(pattern: str) -> str:
    return rf"\b{re.escape(pattern)}\b".replace(r"\*", r"\w*")


def _without_names(text: str) -> str:
    """The text without variables, code and addresses, which no reader takes for words."""
    return NAMES.sub(" ", text)


def _texts(language: str) -> Iterator[tuple[str, str]]:
    """All that is shown in a language, each text with where it is."""
    path = TEMPLATE if language == "en" else _catalogue(language)
    for message in _messages(path).values():
        text = _english(message) if language == "en" else message.string
        yield f"{message.id!r}", str(text)
    for page in sorted((PACKAGE / "help" / language).glob("*.md")):
        for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
            yield f"help/{language}/{page.name}:{number}", line
    for file in sorted((PACKAGE / "codelists" / "data").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield f"{file.name} {row.get('code')!r}", row.get(language) or ""


def _english(message: Message) -> str:
    """The default text that extraction notes where the id is not the text itself."""
    for comment in message.auto_comments:
        if comment.startswith("Default: "):
            return comment.removeprefix("Default: ").strip('"')
    return message.id


def _variables(text: str) -> set[str]:
    return set(VARIABLE.findall(text))


def _messages(path: Path) -> dict[str, Message]:
    with path.open("rb") as file:
        catalog: Catalog = read_po(file)
    return {message.id: message for message in catalog if message.id}


def _catalogue(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _extract(target: Path) -> None:
    options = ["--pot", target, "--create", DOMAIN, "--no-line-numbers"]
    _i18ndude("rebuild-pot", *options, PACKAGE)
    _put_head(target, "en")


def _put_head(path: Path, language: str) -> None:
    """Replace what i18ndude writes above the messages."""
    _head, messages = path.read_text(encoding="utf-8").split("\n\n", maxsplit=1)
    head = HEAD.format(language=language)
    path.write_text(f"{head}{messages.strip()}\n", encoding="utf-8")


def _i18ndude(*arguments: str | Path) -> None:
    program = Path(sys.executable).with_name("i18ndude")
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    commands = {"update": update, "check": check}
    sys.exit(commands[sys.argv[1]]())
