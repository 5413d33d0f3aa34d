"""Measures the registry of permits on both databases; see docs/performance.md."""

from databases import measure, parser_for


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--permits", type=int, default=1_000_000)
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.permits, chosen.seconds = 400, 0
    print(f"{chosen.permits:,} permits")
    home = chosen.data / f"permits-{chosen.permits}"
    measure(chosen, "permits_ours.py", home, (chosen.permits, chosen.seconds))


if __name__ == "__main__":
    main()
