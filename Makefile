# Thin: the work is done by scripts/, on the system's Python.
# ARGS goes to the benchmarks: make bench ARGS=--quick
PORT ?= 8080
VAR ?= var
PYTHON ?= python3
export PORT VAR

.PHONY: start test check bench

start:
	@$(PYTHON) scripts/start.py

test:
	@$(PYTHON) scripts/test.py

check:
	@$(PYTHON) scripts/check.py

bench:
	@$(PYTHON) scripts/bench.py $(ARGS)
