"""Tests of the benchmarks: each runs in a quick round; how fast it was is not judged."""
