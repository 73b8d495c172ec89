# Everything one does here. `make` alone lists it. DATABASE_URL chooses the database of tests; SQLite without it.
# With TESTED=yes `make check` leaves out what `make test` ran a moment ago.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first of these that really runs and is 3.11 or newer.
PYTHON ?= $(shell for each in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
# Programs of others that tests talk to; what they need does not go together with what kbye needs.
TOOLS := $(VENV)/tools/.installed
TIMEFOLD := $(VENV)/timefold/.installed
PIP_INSTALL := pip install --quiet --disable-pip-version-check --require-hashes --no-deps
INSTALL := $(BIN)/python -m $(PIP_INSTALL)
PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url $(LOCK_WITH)
LOCK := $(PIN) pyproject.toml
TEST := $(BIN)/python -m pytest
TWO := -n 2 --dist worksteal

.PHONY: help run test check lint types browser nightly bench bench-calendars bench-planner timefold mutants pictures languages lock clean

help: ## list what can be made
	@echo "kbye. Decide. Tell. Go. It will be OK."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: $(RUNTIME) ## install what is needed and start kbye
	@$(BIN)/python -m kbye serve

test: $(DEV) ## run the tests, in minutes (no browser, not the slowest)
	@$(TEST) $(TWO) -m "not browser and not nightly and not slow"

check: lint types $(TOOLS) ## everything a change must pass: style, types, contracts, all tests
	@KBYE_TOOLS=yes $(TEST) $(TWO) $(if $(TESTED),-m "slow and not browser and not nightly")

lint: $(DEV) ## style, import contracts, templates, spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo >$(VENV)/contracts.txt || { cat $(VENV)/contracts.txt; exit 1; }
	@$(BIN)/djlint --lint --quiet --ignore H015,H043,H054 kbye
	@$(BIN)/codespell

types: $(DEV) ## mypy --strict
	@$(BIN)/mypy --no-error-summary

browser: $(DEV) ## the journeys, in a real browser
	@$(TEST) $(TWO) -m "browser and not nightly" tests/browser

nightly: $(DEV) $(TOOLS) ## what takes too long for every change
	@KBYE_TOOLS=yes $(TEST) -m nightly

bench: $(DEV) ## measure what docs/promises.md claims
	@$(BIN)/python -m benchmarks

bench-calendars: $(DEV) ## measure reading calendars again, and giving them out, against others
	@$(BIN)/python -m benchmarks.calendars

bench-planner: $(DEV) ## measure the planner against solvers that start from nothing (KBYE_BENCH=full: hours)
	@$(BIN)/python -m benchmarks.planner

timefold: $(TIMEFOLD) ## install a solver for bench-planner to measure ours against (needs Java 17)

mutants: $(DEV) ## put small mistakes into the planner, and see whether its quick tests notice
	@nice $(BIN)/python -m tests.planning.mutants

pictures: $(DEV) ## take the pictures in README anew
	@$(BIN)/python docs/take_pictures.py

languages: $(DEV) ## bring the catalogues up to what kbye says, and compile them (ALL=1: every text)
	@$(BIN)/python -m tests.languages $(if $(ALL),--all)

lock: $(DEV) ## pin the requirements anew, with hashes (LOCK_WITH=--upgrade takes the newest)
	@$(LOCK) --output-file requirements/runtime.txt
	@$(LOCK) --extra dev --constraint requirements/runtime.txt --output-file requirements/dev.txt
	@$(PIN) requirements/tools.in --output-file requirements/tools.txt
	@$(PIN) --prerelease=allow requirements/timefold.in --output-file requirements/timefold.txt

clean: ## remove what was installed and built; your data stays
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "kbye needs Python 3.11 or newer: apt install python3 python3-venv"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt | $(VENV)/pyvenv.cfg
	@echo "Installing what kbye needs ..."
	@$(INSTALL) -r requirements/runtime.txt
	@touch $@

$(DEV): requirements/dev.txt | $(VENV)/pyvenv.cfg
	@echo "Installing what the tests need ..."
	@$(INSTALL) -r requirements/dev.txt
	@touch $(DEV) $(RUNTIME)

$(TOOLS): requirements/tools.txt | $(VENV)/pyvenv.cfg
	@echo "Installing the programs that tests talk to ..."
	@$(BIN)/python -m venv $(VENV)/tools
	@$(VENV)/tools/bin/python -m $(PIP_INSTALL) --no-compile -r requirements/tools.txt
	@touch $@

$(TIMEFOLD): requirements/timefold.txt | $(VENV)/pyvenv.cfg
	@echo "Installing Timefold ..."
	@$(BIN)/python -m venv $(VENV)/timefold
	@$(VENV)/timefold/bin/python -m $(PIP_INSTALL) --no-compile -r requirements/timefold.txt
	@touch $@
