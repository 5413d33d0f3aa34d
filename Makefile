# Thin: the work is done by scripts/, on the system's Python.
# ARGS goes to the benchmarks, mutants and soak: make soak ARGS="--minutes 10"
PORT ?= 8080
VAR ?= var
PYTHON ?= python3
# Of the demonstration; not what gettext calls LANGUAGE in the environment.
DEMO_LANGUAGE := $(if $(findstring command line,$(origin LANGUAGE)),$(LANGUAGE))
export PORT VAR VERSION DEMO_LANGUAGE

.DEFAULT_GOAL := help

.PHONY: help start test test-all test-deployment test-images check bench mutants changelog screenshots soak
.PHONY: rest-examples editor fuzz guides kill names photographs styles reader-sheet back-sheet

# The table of commands in the README.
help:
	@sed -n 's/^| `\(make [a-z-]*\)` | \(.*\) |$$/\1: \2/p' README.md

start:
	@$(PYTHON) scripts/start.py

test:
	@$(PYTHON) scripts/test.py

test-all:
	@$(PYTHON) scripts/test.py --all

# docs/deployment.md and docs/containers.md on a bare Debian 13: as root, with debootstrap
# (and podman, podman-compose for the containers), and PgBouncer where it is installed.
test-deployment:
	@CUG_BARE_ROOT=yes bin/pytest tests/deployment/test_document.py \
		tests/deployment/test_images.py tests/deployment/test_containers.py \
		tests/deployment/test_pgbouncer.py

# The steps of deploy/Dockerfile in a bare Debian 13, and its services: as root, with
# debootstrap, without podman or docker; docs/containers.md.
test-images:
	@CUG_BARE_ROOT=yes bin/pytest tests/deployment/test_images.py

# The requests and answers in docs/rest-examples, written anew.
rest-examples:
	@RENEW_REST_EXAMPLES=yes bin/test -m tests.web.restapi.test_documentation

check:
	@$(PYTHON) scripts/check.py

bench:
	@$(PYTHON) scripts/bench.py $(ARGS)

soak:
	@$(PYTHON) scripts/soak.py $(ARGS)

# Random requests to the portal at PORT, as `make start` serves it; ARGS: some members.
fuzz:
	@$(PYTHON) scripts/fuzz.py $(ARGS)

# Processes are killed while members write, KILLS times; SEED draws other moments.
kill:
	@KILLS="$${KILLS:-200}" bin/pytest -s -q tests/deployment/test_kills.py $(ARGS)

mutants:
	@$(PYTHON) scripts/mutants.py $(ARGS)

changelog:
	@$(PYTHON) scripts/changelog.py

screenshots:
	@$(PYTHON) scripts/screenshots.py

# Each screen in three languages, on desk and phone, in var/photographs. ARGS: the folder of
# an earlier run, to see both side by side, and a choice (ARGS=--help tells which).
photographs:
	@$(PYTHON) scripts/photographs.py $(ARGS)

# The messages of a language for its readers, and for whoever translates them back:
# make reader-sheet TRANSLATION=fr; with IMPORT=file what they wrote is read.
reader-sheet back-sheet:
	@.venv/bin/python scripts/reader_sheet.py $@ "$(TRANSLATION)" "$(IMPORT)"

# The help of members and of the Secretariat as PDF in each language, in var/guides.
guides:
	@$(PYTHON) scripts/guides.py

# All parts of the screens on one page, in var/styles.
styles:
	@$(PYTHON) scripts/styles.py

# web/layout/static/editor.js from editor/; needs Node and npm.
editor:
	@$(PYTHON) scripts/editor.py

# The lists and the model of the check of texts, anew; the same bytes each time.
names:
	@$(PYTHON) scripts/names/build.py
