"""What was measured, as tables in Markdown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles


#: Statuses of what was done, as the load tells them.
GOOD = ("200", "201")


@dataclass(frozen=True)
class Cell:
    """One side's answers to one case at one number of clients."""

    median_ms: float
    p95_ms: float
    per_second: float
    cpu_ms: float
    kilobytes: float
    requests: int
    #: How many answers were not 200 or 201, by their status; 0 is none at all.
    failed: dict[str, int]

    @classmethod
    def of(cls, outcomes: list[dict], cpu_seconds: float) -> "Cell":
        times = [time for outcome in outcomes for time in outcome["times"]]
        statuses = Counter[str]()
        for outcome in outcomes:
            statuses.update(outcome["statuses"])
        return cls(
            median_ms=median(times) if times else float("nan"),
            p95_ms=percentile_95(times),
            per_second=len(times) / sum(outcome["seconds"] for outcome in outcomes),
            cpu_ms=cpu_seconds * 1000 / statuses.total(),
            kilobytes=max(outcome["body_bytes"] for outcome in outcomes) / 1000,
            requests=statuses.total(),
            failed={one: statuses[one] for one in statuses if one not in GOOD},
        )


@dataclass(frozen=True)
class Row:
    case: str
    clients: int
    ours: Cell
    stock: Cell

    @property
    def ratio_ms(self) -> float:
        """How many times stock's median is ours."""
        return self.stock.median_ms / self.ours.median_ms

    @property
    def ratio_per_second(self) -> float:
        return self.ours.per_second / self.stock.per_second


def percentile_95(times: list[float]) -> float:
    if len(times) < 2:
        return times[0] if times else float("nan")
    return quantiles(times, n=20, method="inclusive")[-1]


HEAD = (
    "Work",
    "Clients",
    "Portal: median / p95 ms",
    "req/s",
    "CPU ms",
    "kB",
    "Stock: median / p95 ms",
    "req/s",
    "CPU ms",
    "kB",
    "Median, stock : portal",
    "req/s, portal : stock",
)


def columns(cell: Cell) -> list[str]:
    told = ", ".join(f"{number} × {status}" for status, number in cell.failed.items())
    failed = f" ({told} of {cell.requests})" if told else ""
    return [
        f"{cell.median_ms:.1f} / {cell.p95_ms:.1f}{failed}",
        f"{cell.per_second:.0f}" if cell.per_second >= 10 else f"{cell.per_second:.1f}",
        f"{cell.cpu_ms:.1f}",
        f"{cell.kilobytes:.1f}",
    ]


def table(rows: Iterable[Row]) -> str:
    lines = [
        [
            row.case,
            str(row.clients),
            *columns(row.ours),
            *columns(row.stock),
            f"{row.ratio_ms:.1f}",
            f"{row.ratio_per_second:.1f}",
        ]
        for row in rows
    ]
    return markdown(HEAD, lines)


def markdown(head: Iterable[str], lines: list[list[str]]) -> str:
    head = list(head)
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, rule, *lines])
