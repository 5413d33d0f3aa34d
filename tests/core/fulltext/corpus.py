"""Texts in several languages, questions about them, and what a plain reading finds."""

from cites.cug.core.fulltext import finding, ranking
from cites.cug.core.fulltext.folding import forms_of, plain_form, split_words
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.fulltext.question import parse, Question, Term
from cites.cug.core.fulltext.streams import columns_of, WordFields
from cites.cug.core.sql import schema
from cites.cug.core.sql.session import engine
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from sqlalchemy import insert
from sqlalchemy.orm import Session
from unittest.mock import patch


NUMBER = 7
WORDS = {
    "fr": ("guépards", "guépard", "saisies", "saisie", "port", "l’ivoire", "peaux"),
    "en": ("cheetahs", "cheetah", "seizure", "seizures", "port", "ivory", "hides"),
    "es": ("guepardos", "decomisos", "decomiso", "puerto", "marfil", "pieles"),
    "ru": ("гепарды", "гепардов", "ёлка", "елка"),
    "ar": ("الفهد", "فهد", "أحمد", "احمد"),
}
ALL = [word for words in WORDS.values() for word in words]


def make_texts(chance: Random, many: int) -> dict[int, WordFields]:
    """Position → words; the highest position is that of a negative record id."""
    texts = {}
    for number in range(many):
        language = chance.choice([*WORDS])
        title, text, files = (_pick(chance, language, most) for most in (3, 6, 6))
        texts[number * 71_582_788] = WordFields(
            title=title,
            names=[chance.choice(ALL)],
            text=text,
            files=files,
            languages=(language,) if language in ("en", "fr", "es") else ("en",),
        )
    return texts


def _pick(chance: Random, language: str, most: int) -> str:
    many = chance.randint(0, most)
    return " ".join(chance.choice(WORDS[language]) for _ in range(many))


def make_question(chance: Random) -> Question:
    parts = []
    for _ in range(chance.randint(1, 3)):
        word = chance.choice(ALL)
        kind = chance.choice(("word", "word", "begin", "phrase", "minus"))
        parts.append(
            {
                "word": word,
                "begin": f"{word[:4]}*",
                "phrase": f'"{word} {chance.choice(ALL)}"',
                "minus": f"-{word}",
            }[kind]
        )
    question = parse(" ".join(parts))
    # Some terms are found by others as well: by a word, and by a phrase.
    others = (Term((chance.choice(ALL),)), Term((chance.choice(ALL), chance.choice(ALL))))
    wanted = tuple(
        replace(one, others=others) if chance.random() < 0.3 else one
        for one in question.wanted
    )
    return replace(question, wanted=wanted)


def fits(question: Question, fields: WordFields) -> bool:
    has = [_has(term, fields) for term in question.wanted]
    lacks = [not _has(term, fields) for term in question.unwanted]
    return all(has + lacks) if has else not all(lacks)


def _has(term, fields: WordFields) -> bool:
    return any(_has_itself(one, fields) for one in (term, *term.others))


def _has_itself(term, fields: WordFields) -> bool:
    for text in (fields.title, "\n".join(fields.names), fields.text, fields.files):
        words = list(split_words(text))
        plain = [plain_form(word) for word in words]
        size = len(term.plain)
        if term.is_phrase:
            if any(
                tuple(plain[at : at + size]) == term.plain for at in range(len(plain))
            ):
                return True
            continue
        languages = ("en", "fr", "es") if text in fields.names else fields.languages
        for word in words:
            if term.is_beginning and plain_form(word).startswith(term.plain[0]):
                return True
            if forms_of(word, languages) & set(term.forms):
                return True
    return False


@contextmanager
def records(url: str, texts: dict[int, WordFields]):
    """These texts, and the same of another catalog, in records that are asked."""
    made = engine(url)
    with patch.object(schema, "records_url", lambda: url):
        schema.upgrade()
    with Session(made) as session:
        for position, fields in texts.items():
            for number in (NUMBER, NUMBER + 1):
                key = finding.id_of(number, position)
                row = {"id": key, **columns_of(fields)}
                session.execute(insert(ContentWords.__table__), row)
        with patch.object(finding, "session", lambda: session):
            yield session
    made.dispose()


def check_questions(texts: dict[int, WordFields], chance: Random, many: int) -> int:
    """Compare what is found with a plain reading; how many questions found something."""
    found_something = 0
    for _ in range(many):
        question = make_question(chance)
        found = set(finding.find_positions(NUMBER, question))
        expected = {one for one, fields in texts.items() if fits(question, fields)}
        assert found == expected, (question, found ^ expected)
        found_something += bool(found)
    return found_something


#: What the languages of the databases' questions are made of, and what is no word.
NONSENSE = (
    *('a"b', "a'b", "a\\b", "a:*", "a & !b | (c)", "NEAR(a b)", "title:a", "{a}: b"),
    *("^a", "a + b", "\u064e", "a\u064e*", "\u0301 \u0301", "\u02bca", "\ufdfa", "½ ²*"),
    *("\u0149x", "a\0b", "\ud800", "x" * 5000, '"' * 9, "- " * 9, "象'牙*", "_ _a_"),
)


def check_nonsense() -> None:
    """Ask what may be typed by mistake, or to see what happens."""
    for text in NONSENSE:
        for question in (parse(text), parse(f'"{text}"*'), parse(f"-{text}")):
            if question:
                finding.find_positions(NUMBER, question)
                finding.find_positions(NUMBER, question.of_beginnings())


def ranks(texts: dict[int, WordFields]) -> dict[str, list[tuple[int, float]]]:
    """The scores of all that some questions find."""
    answers = {}
    for asked in ("guépard", "seizure port", "decomiso", '"port saisie"', "гепард*"):
        question = parse(asked)
        found = finding.find_positions(NUMBER, question)
        answers[asked] = sorted(ranking.scores_of(NUMBER, found, question).items())
    return answers
