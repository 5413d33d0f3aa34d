"""What both sides of the messages' benchmark hold and do."""

import random
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple


READER = "reader-0"
PASSWORD = "cheetah-bench-2026"
MANAGER = "bench-manager"
GROUP = "cheetahs"
#: Members who log in; the others are only written to.
SENDER = "sender-0"
SEND_TO = (1, 50, 500, 5000)
PAGE_SIZE = 25
#: Stands in one message of a hundred.
RARE_WORD = "quokka"
SAID = (
    "a crate of live cubs was found at the port behind a load of charcoal and the driver"
    " said that he had taken it on at a crossing for an unknown owner who would come with"
    " papers later while the office waits for the veterinary report and asks all members"
    " whether the same route the same company or the same papers were seen elsewhere"
)
WORDS = SAID.split()


def text(number: int) -> str:
    """Some 600 letters, the same for the same number."""
    chance = random.Random(number)
    words = [chance.choice(WORDS) for _ in range(100)]
    if number % 100 == 0:
        words.append(RARE_WORD)
    return " ".join(words)


def member(number: int) -> str:
    return f"member-{number:05}"


class Turn(NamedTuple):
    """Milliseconds of one: by the clock, and of this process's processor time."""

    wall: float
    cpu: float


def measure(work: Callable[[], object], seconds: float, at_least: int = 5) -> list[Turn]:
    """Each turn, after one that does not count."""
    work()
    turns: list[Turn] = []
    end = time.perf_counter() + seconds
    while len(turns) < at_least or time.perf_counter() < end:
        start, start_cpu = time.perf_counter(), time.process_time()
        work()
        wall, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        turns.append(Turn(wall * 1000, cpu * 1000))
    return turns


def in_turn(
    works: dict[str, Callable[[], object]], seconds: float, rounds: int = 3
) -> dict[str, list[Turn]]:
    """Each in turn, several times, so that all meet the same machine."""
    turns: dict[str, list[Turn]] = {name: [] for name in works}
    for _round in range(rounds):
        for name, work in works.items():
            turns[name] += measure(work, seconds / rounds, at_least=2)
    return turns


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def summary(turns: list[Turn]) -> list[float]:
    """Median and 95th percentile by the clock, median of processor time."""
    walls = [turn.wall for turn in turns]
    return [median(walls), p95(walls), median(turn.cpu for turn in turns)]
