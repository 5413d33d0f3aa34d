"""The message catalogues: `update` brings them up to the code, `check` compares.

Runs in the product's virtual environment.
"""

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
        "${field}: ${mistake}",
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
    """Print what is missing; the exit status is 1 if anything is."""
    complaints = [*_outdated(), *(c for lang in LANGUAGES for c in _incomplete(lang))]
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
