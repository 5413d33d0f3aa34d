"""Makes texts of which the model learns, from templates and the lists.

Nobody in them exists: given and family names are joined by chance. In half of the
templates nobody is named.
"""

import random
import re
from cites.nonnominal.names.lists import lists, read_sections, sections
from collections.abc import Iterator
from pathlib import Path
from tests_nonnominal.evaluation import Found, Sentence


TEMPLATES = Path(__file__).with_name("templates")
SEED = 36
#: How often each template is filled in.
TIMES = 4
SLOT = re.compile(r"\{(?P<what>[a-z]+)\}")
#: What names somebody, and the kind of finding.
NAMING = {
    "full": "person",
    "given": "person",
    "family": "person",
    "givens": "person",
    "families": "person",
    "file": "person",
    "pax": "person",
    "company": "company",
    "vessel": "plate",
}
#: Lists in ``data/named_after.txt``.
LISTED = {
    "make": "makes",
    "science": "science",
    "dog": "dogs",
    "day": "days",
    "paper": "newspapers",
    "law": "laws",
    "airport": "airports",
    "people": "peoples",
    "programme": "programmes",
}
PARTICLES = ("de", "van", "bin", "el", "da", "ole", "dos")


class Generator:
    def __init__(self, language: str):
        self.language = language
        self.random = random.Random(f"{SEED}{language}")  # noqa: S311
        known = lists()
        self.names: dict[str, list[str]] = {}
        for name, marks in known.names.items():
            if len(name) > 2 and "q" not in marks:
                self.names.setdefault(marks[0], []).append(name)
        self.places = sorted(known.places)
        self.own = read_sections((TEMPLATES / f"{language}.words").read_text("utf-8"))

    def texts(self) -> Iterator[Sentence]:
        lines = (TEMPLATES / f"{self.language}.txt").read_text("utf-8").splitlines()
        for line in lines:
            if line and not line.startswith("#"):
                for _time in range(TIMES):
                    yield self._filled(line.replace("\\n", "\n").replace("\\t", "\t"))

    def _filled(self, template: str) -> Sentence:
        text, expected, at = "", [], 0
        for slot in SLOT.finditer(template):
            text += template[at : slot.start()]
            at = slot.end()
            what = slot["what"]
            value = getattr(self, what)() if hasattr(self, what) else self._listed(what)
            if what in NAMING:
                found = Found(NAMING[what], len(text), len(text) + len(value))
                expected.append(found)
            text += value
        return Sentence(self.language, text + template[at:], tuple(expected))

    def given(self) -> str:
        return self.random.choice(self.names["g"]).title()

    def family(self) -> str:
        if self.random.random() < 0.1:
            one, other = (self.random.choice(self.names[mark]) for mark in "sw")
            return (one[: self.random.randint(2, 4)] + other[-3:]).title()
        return self.random.choice(self.names[self.random.choice("ssssw")]).title()

    def full(self) -> str:
        chance = self.random.random()
        given, family = self.given(), self.family()
        if chance < 0.08:
            return f"{given[0]}. {family}"
        if chance < 0.16:
            return f"{given} {self.random.choice(PARTICLES)} {family}"
        if chance < 0.24:
            return f"{family.upper()} {given}"
        if chance < 0.4 or (self.language in ("es", "pt") and chance < 0.7):
            return f"{given} {family} {self.family()}"
        if chance < 0.48:
            return f"{given} {self.given()} {family}"
        return f"{given} {family}"

    def givens(self) -> str:
        return f"{self.given()} {self.given()}"

    def families(self) -> str:
        return f"{self.family()} {self.family()}"

    def file(self) -> str:
        return f"{self.given()}_{self.family()}"

    def pax(self) -> str:
        return f"{self.family()}/{self.given()}".upper()

    def company(self) -> str:
        form = self.random.choice(self.own["companies"])
        for slot, make in (
            ("{s}", self.family),
            ("{g}", self.given),
            ("{w}", self.word),
            ("{p}", self.place),
        ):
            while slot in form:
                form = form.replace(slot, make(), 1)
        return form

    def vessel(self) -> str:
        name = " ".join((self.word(), self.random.choice((self.word, self.given))()))
        return self.random.choice(("{}", "{}", "MV {}", "{} II")).format(name)

    def phone(self) -> str:
        return f"+{self.int()} {self.int()} {self.int()} {self.int()}"

    def word(self) -> str:
        return self.random.choice(self.own["words"]).title()

    def place(self) -> str:
        return self.random.choice(self.places).title()

    def country(self) -> str:
        return self.random.choice(self.own["countries"])

    def animal(self) -> str:
        return self.random.choice(self.own["animals"])

    def int(self) -> str:
        return str(self.random.randint(2, 999))

    def _listed(self, what: str) -> str:
        name = self.random.choice(sections("named_after")[LISTED[what]])
        return name.capitalize() if what == "science" else name.title()


def generated_texts(languages: tuple[str, ...]) -> list[Sentence]:
    """Texts in these languages; the same each time."""
    return [text for language in languages for text in Generator(language).texts()]
