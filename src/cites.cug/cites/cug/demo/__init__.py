"""The demonstration: accounts, two groups and an exercise library."""
