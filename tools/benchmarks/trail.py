"""Measures the audit trail on both databases; see docs/trail.md, “What it costs”."""

from databases import measure, parser_for


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--exported", type=int, default=1_000_000)
    parser.add_argument("--sealed", type=int, default=200_000, help="so many of them")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.events, chosen.exported, chosen.seconds = 2000, 1000, 0
    chosen.sealed = min(chosen.sealed, chosen.events)
    print(f"{chosen.events:,} events, {chosen.sealed:,} of them sealed")
    home = chosen.data / f"trail-{chosen.events}-{chosen.sealed}"
    size = (chosen.events, chosen.sealed, chosen.exported, chosen.seconds)
    measure(chosen, "trail_ours.py", home, size)


if __name__ == "__main__":
    main()
