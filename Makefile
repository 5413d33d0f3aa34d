# Thin: the work is done by scripts/, on the system's Python.
# ARGS goes to the benchmarks and to mutants: make bench ARGS=--quick
PORT ?= 8080
VAR ?= var
PYTHON ?= python3
export PORT VAR

.PHONY: start test test-all check bench mutants

start:
	@$(PYTHON) scripts/start.py

test:
	@$(PYTHON) scripts/test.py

test-all:
	@$(PYTHON) scripts/test.py --all

check:
	@$(PYTHON) scripts/check.py

bench:
	@$(PYTHON) scripts/bench.py $(ARGS)

mutants:
	@$(PYTHON) scripts/mutants.py $(ARGS)
