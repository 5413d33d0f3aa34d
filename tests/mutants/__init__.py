"""Tests of what changes the code for the mutants."""
