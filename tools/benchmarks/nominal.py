"""Measures the check of texts beside Presidio and scrubadub; see docs/nonnominal.md.

They get an environment of their own, `.venv-nominal`, from `nominal_others.txt`; a system
that cannot be installed or run is named and left out.
"""

import json
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from report import markdown
from sides import ROOT
from statistics import median


sys.path.insert(0, str(ROOT))

from cites.nonnominal.check import check
from cites.nonnominal.findings import Finding
from tests_nonnominal.evaluation import (
    ALL_UNSEEN,
    CASES,
    Found,
    interval,
    LANGUAGES,
    NAMES,
    OF_OTHER_HANDS,
    OTHER_LANGUAGES,
    Score,
    score,
    Sentence,
    sentences,
    total,
    TUNING,
    typed_sentences,
    TYPED_TUNING,
    TYPED_UNSEEN,
    UNSEEN,
)


HERE = Path(__file__).parent
OTHERS = ROOT / ".venv-nominal"
SYSTEMS = ("presidio", "scrubadub")
TEXT = 2000
ROUNDS = 20
MINUTES = 10
#: For ``--time``: so many parts of a text, each checked so often.
PARTS, TIMES = 20, 4
#: Languages together and one by one.
POOLS = (
    LANGUAGES,
    *((language,) for language in LANGUAGES),
    OTHER_LANGUAGES,
    *((language,) for language in OTHER_LANGUAGES),
)


class Measured:
    """What a system found, and what it took."""

    def __init__(self, name: str, find: Callable, milliseconds: float, megabytes: float):
        self.name = name
        self.milliseconds, self.megabytes = milliseconds, megabytes
        self.scores = score(find, sentences(UNSEEN))
        self.typed = score(find, typed_sentences(TYPED_UNSEEN))

    def cell(self, kinds: list[str], language: str) -> str:
        reached = total(self.scores, kinds, language)
        return shown(reached)


def shown(reached: Score) -> str:
    if not reached.expected:
        return f"– ({reached.found} wrong)" if reached.found else "–"
    precision = f"{reached.precision:.2f}" if reached.found else "–"
    return f"{reached.recall:.2f} / {precision} ({reached.expected})"


def found_by_us(sentence: Sentence) -> list[Found]:
    return [Found(str(f.kind), f.start, f.end) for f in check(sentence.text)]


def ours() -> Measured:
    check("")
    long = " ".join(s.text for s in sentences(UNSEEN) if s.language == "en")[:TEXT]
    check(long)
    started = time.process_time()
    for _round in range(ROUNDS):
        check(long)
    spent = (time.process_time() - started) / ROUNDS * 1000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured("ours", found_by_us, spent, memory)


def other(name: str) -> Measured | None:
    """Another system's, or None where it does not run here."""
    texts = [*sentences(UNSEEN), *typed_sentences(TYPED_UNSEEN)]
    asked = [{"language": s.language, "text": s.text} for s in texts]
    command = [OTHERS / "bin" / "python", HERE / "nominal_others.py", name]
    try:
        answer = subprocess.run(
            command,
            check=True,
            capture_output=True,
            input=json.dumps(asked),
            text=True,
            timeout=MINUTES * 60,
        )
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{name}: left out, it does not run here ({type(error).__name__})")
        return None
    told = json.loads(answer.stdout.splitlines()[-1])
    known = {
        (one["language"], one["text"]): [Found(*found) for found in found_in_it]
        for one, found_in_it in zip(asked, told["found"], strict=True)
    }
    return Measured(
        name,
        lambda sentence: known[sentence.language, sentence.text],
        told["milliseconds"],
        told["megabytes"],
    )


def install() -> None:
    if not (OTHERS / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", OTHERS], check=True)
    pip = [OTHERS / "bin" / "python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "-r", HERE / "nominal_others.txt"], check=False)


def table(systems: list[Measured]) -> str:
    kinds = sorted({kind for kind, _language in systems[0].scores})
    rows = [
        [kind, language, *(one.cell([kind], language) for one in systems)]
        for kind in kinds
        for language in LANGUAGES
    ]
    numbers = [kind for kind in kinds if kind not in NAMES]
    for title, some in (("all numbers", numbers), ("all names", list(NAMES))):
        rows.append([title, "all", *(one.cell(some, "") for one in systems)])
    rows.append(
        ["2,000 characters, CPU", "en", *(f"{s.milliseconds:.1f} ms" for s in systems)]
    )
    rows.append(["memory", "", *(f"{one.megabytes:.0f} MB" for one in systems)])
    return markdown(("Kind", "Language", *(one.name for one in systems)), rows)


def typed_beside_others(systems: list[Measured]) -> str:
    """Of texts as officers type them in usual case, all systems."""
    kinds = {kind for one in systems for kind, _language in one.typed}
    groups = {"numbers": kinds - set(NAMES), **{name: {name} for name in NAMES}}
    rows = [
        [title, language or "all"]
        + [shown(total(one.typed, some, language)) for one in systems]
        for language in (*LANGUAGES, *OTHER_LANGUAGES, "")
        for title, some in groups.items()
    ]
    return markdown(("Kind", "Language", *(one.name for one in systems)), rows)


def typed_table(part: str) -> str:
    """Ours, of texts as officers type them, by kind, language and form, in each case."""
    rows = []
    chosen = {case: typed_sentences(part, case) for case in CASES}
    scores = {case: score(found_by_us, texts) for case, texts in chosen.items()}
    kinds = {kind for kind, _language in scores["usual"]}
    groups = {"numbers": kinds - set(NAMES), **{name: {name} for name in NAMES}}
    for language in (*dict.fromkeys(text.language for text in chosen["usual"]), ""):
        for title, some in groups.items():
            cells = [shown(total(scores[case], some, language)) for case in CASES]
            rows.append([title, language or "all", *cells])
    for kind in sorted(kinds - set(NAMES)):
        cells = [shown(total(scores[case], [kind])) for case in CASES]
        rows.append([kind, "all", *cells])
    for form in dict.fromkeys(text.form for text in chosen["usual"]):
        cells = []
        for texts in chosen.values():
            own = score(found_by_us, [text for text in texts if text.form == form])
            cells.append(shown(total(own, kinds)))
        rows.append(["all", form, *cells])
    return markdown(("Kind", "Language or form", *CASES), rows)


def sure_table(parts: tuple[str, ...]) -> str:
    """What sure findings hold back, in each case, and how many of them are right."""
    rows: dict[str, list[str]] = {}
    for case in CASES:
        texts = [text for part in parts for text in typed_sentences(part, case)]
        found = {text.text: check(text.text) for text in texts}
        naming = [text for text in texts if text.expected]
        others = [text for text in texts if not text.expected]
        stopped, marked = (
            sum(any(f.certainty in levels for f in found[t.text]) for t in others)
            for levels in (("sure",), ("sure", "maybe"))
        )
        held = sum(any(f.certainty == "sure" for f in found[t.text]) for t in naming)
        cells = {
            "texts that name nobody, stopped": (stopped, len(others)),
            "the same, stopped or marked": (marked, len(others)),
            "naming texts, held back": (held, len(naming)),
        }
        scores = score(partial(_sure, found), texts)
        kinds = {kind for kind, _language in scores}
        groups = {"numbers": kinds - set(NAMES), **{name: {name} for name in NAMES}}
        for title, some in groups.items():
            reached = total(scores, some)
            cells[f"sure findings, right: {title}"] = (reached.right, reached.found)
        whole = total(scores, kinds)
        cells["sure findings, right: all"] = (whole.right, whole.found)
        for title, (part, among) in cells.items():
            rows.setdefault(title, []).append(f"{part} of {among} ({part / among:.3f})")
    return markdown(("", *CASES), [[title, *cells] for title, cells in rows.items()])


def _sure(found: dict[str, list[Finding]], sentence: Sentence) -> list[Found]:
    findings = found[sentence.text]
    return [Found(str(f.kind), f.start, f.end) for f in findings if f.certainty == "sure"]


def pooled_table(parts: tuple[str, ...]) -> str:
    """Ours, of the texts of several sets together, by group of kinds and language."""
    scores = {}
    for case in CASES:
        texts = [text for part in parts for text in typed_sentences(part, case)]
        scores[case] = score(found_by_us, texts)
    kinds = {kind for kind, _language in scores["usual"]}
    groups = {"numbers": kinds - set(NAMES), **{name: {name} for name in NAMES}}
    rows = []
    for title, some in groups.items():
        for languages in POOLS:
            cells = []
            for case in CASES:
                reached = sum(
                    (total(scores[case], some, code) for code in languages), Score()
                )
                cells.append(with_interval(reached))
            rows.append([title, ", ".join(languages), str(reached.expected), *cells])
    return markdown(("Kind", "Language", "Expected", *CASES), rows)


def with_interval(reached: Score) -> str:
    """Recall and precision, each with the interval in which it lies."""
    shares = (reached.hits, reached.expected), (reached.right, reached.found)
    cells = []
    for part, whole in shares:
        low, high = interval(part, whole)
        cells.append(f"{part / whole:.2f} ({low:.2f}–{high:.2f})" if whole else "–")
    return " / ".join(cells)


def print_pooled() -> None:
    for title, parts in (("all", ALL_UNSEEN), ("those by other hands", OF_OTHER_HANDS)):
        number = sum(len(typed_sentences(part)) for part in parts)
        print(f"\nUnseen texts, {title}, {number}: recall / precision (95 % interval)\n")
        print(pooled_table(parts))
        print(f"\n{sure_table(parts)}")


def print_times() -> None:
    """What 2,000 characters full of findings take, in each case."""
    texts = [*typed_sentences(TUNING), *typed_sentences(TYPED_TUNING)]
    long = "\n".join(text.text for text in texts if text.language == "en")
    step = len(long) // PARTS
    rows = []
    for case, change in CASES.items():
        starts = range(0, step * PARTS, step)
        took = [milliseconds(change(long)[at : at + TEXT]) for at in starts]
        rows.append([case, *(f"{of(took):.1f}" for of in (min, median, max))])
    print(f"\n{TEXT} characters, milliseconds of processor, {PARTS} parts\n")
    print(markdown(("Case", "least", "median", "most"), rows))
    print(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def milliseconds(text: str) -> float:
    """The least that a text takes, once it was checked."""
    check(text)
    least = float("inf")
    for _time in range(TIMES):
        started = time.process_time()
        check(text)
        least = min(least, time.process_time() - started)
    return least * 1000


def print_typed(part: str) -> None:
    texts = f"{len(typed_sentences(part))} texts of {part}"
    print(
        f"\nTexts as officers type them, ours, {texts}: recall / precision (expected)\n"
    )
    print(typed_table(part))


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only ours")
    parser.add_argument(
        "--pooled",
        action="store_true",
        help="only ours, of all unseen sets together: totals alone",
    )
    parser.add_argument(
        "--time", action="store_true", help="only ours: what a text of each case takes"
    )
    parser.add_argument(
        "--set",
        action="append",
        metavar="FOLDER",
        help="only ours, of the texts in this folder of tests_nonnominal/sentences or "
        "anywhere else; again for further ones",
    )
    chosen, _others = parser.parse_known_args()
    if chosen.time:
        print_times()
        return
    if chosen.pooled:
        print_pooled()
        return
    if chosen.set:
        for part in chosen.set:
            print_typed(part)
        return
    systems = [ours()]
    if not chosen.quick:
        install()
        systems += filter(None, map(other, SYSTEMS))
    texts = f"{len(sentences(UNSEEN))} texts"
    print(f"\nNames and numbers in texts, {texts}: recall / precision (expected)\n")
    print(table(systems))
    print("\nTexts as officers type them, beside others: recall / precision (expected)\n")
    print(typed_beside_others(systems))
    print_typed(TYPED_UNSEEN)
    print_pooled()


if __name__ == "__main__":
    main()
