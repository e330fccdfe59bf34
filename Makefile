# make run: everything from a fresh machine to an open network. make test: everything from a fresh machine to a verdict.
# make help: the others. Needs Python 3.11 to 3.14 and nothing else; PORT and XIAOPU_DATA are passed on to the program.

SHELL := /bin/sh
FITS := import sys; sys.exit(not (3,11) <= sys.version_info < (3,15))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c '$(FITS)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
PYTEST = $(BIN)/python -m pytest -n $$(nproc 2>/dev/null || echo 2) --dist loadgroup
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

.PHONY: run help install dev shell quick test test-full fuzz lint lock catalogue settings permissions clean

run: install ## everything from a fresh machine to an open network with a demo in it
	@$(BIN)/flask --app app up

help: ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

install: .venv/.installed $(CATALOGUES) ## the program's packages into .venv, its catalogues compiled

dev: install ## like run, with a debugger; starts again when code, styles or catalogues change, and shows changed templates
	@XIAOPU_PAGE_CACHE_SECONDS="$${XIAOPU_PAGE_CACHE_SECONDS:-0}" $(BIN)/flask --app app dev

shell: install ## Python with the records, what finds them and a session at hand
	@$(BIN)/flask --app app shell

.venv/.python:
	@test -n "$(PYTHON)" || { echo "Xiaopu needs Python 3.11 to 3.14 with its venv module; none was found." >&2; exit 1; }
	@$(PYTHON) -c '$(FITS)' || { \
		echo "Xiaopu needs Python 3.11 to 3.14; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv .venv || { echo "$(PYTHON) cannot make a venv: install its venv package (Debian: python3-venv)." >&2; exit 1; }
	@touch $@

.venv/.installed: requirements.txt .venv/.python
	@echo "Installing packages …"
	@$(PIP) install -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing test packages …"
	@$(PIP) install -r requirements-dev.txt
	@touch $@

%.mo: %.po .venv/.installed
	@$(BIN)/pybabel -q compile -i $< -o $@

lint: .venv/.installed-dev $(CATALOGUES) ## linters, types, pages, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy & types=$$!; \
	$(BIN)/djlint --check --lint templates && $(BIN)/lint-imports --no-cache; rest=$$?; \
	wait $$types && exit $$rest

quick: .venv/.installed-dev $(CATALOGUES) ## linters of what changed and the nearest tests of what it touches, in a minute
	@$(BIN)/python -m tests.quick

test: lint ## all linters, then all tests but the slow ones
	@$(PYTEST) -m "not slow"

# The slow ones: random histories, killed processes, many buyers at once, every page in a browser, pages on PostgreSQL.
test-full: lint ## all linters, then all tests
	@$(PYTEST)

# A hundred thousand wrong requests to the demo network; SEED=… has a run again. It takes about an hour.
fuzz: .venv/.installed-dev $(CATALOGUES) ## wrong requests to every page and form as everybody; REQUESTS=100000 SEED=
	@$(BIN)/python -m tests.attacks.fuzzer --requests $(or $(REQUESTS),100000) $(if $(SEED),--seed $(SEED))

# What translators work on: every sentence of code and templates, in order, merged into the catalogues.
catalogue: .venv/.installed-dev ## collects what translators work on
	@$(BIN)/pybabel -q extract -F translations/babel.cfg -k _l -k N_ --no-location --sort-output -o translations/messages.pot .
	@$(BIN)/pybabel -q update -N --no-wrap -i translations/messages.pot -d translations
	@rm translations/messages.pot

# Every route, and to whom it opens, from the guards' declarations.
permissions: install ## writes docs/permissions.md
	@$(BIN)/flask --app app permissions --readme

# The tables of settings in both READMEs, from the settings' declarations.
settings: install ## writes the tables of settings in both READMEs
	@$(BIN)/flask --app app settings --readme

# One lock for every Python and system that we run on, with the hash of each file that may be installed.
LOCK = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

lock: .venv/.installed-dev ## the locks of packages from pyproject.toml; LOCKED=--upgrade for newer ones
	@$(LOCK) $(LOCKED) -o requirements.txt pyproject.toml
	@$(LOCK) $(LOCKED) --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

clean: ## takes away all that was made, but the data in var
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis out
