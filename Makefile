# make run: everything from a fresh machine to an open network. make test: everything from a fresh machine to a verdict.
# Needs Python 3.11 to 3.13 and nothing else; PORT and XIAOPU_DATA are passed on to the program.

SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info < (3,14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

.PHONY: run install test test-full lint lock catalogue settings clean

run: install
	@$(BIN)/flask --app app up

install: .venv/.installed $(CATALOGUES)

.venv/.python:
	@test -n "$(PYTHON)" || { echo "Xiaopu needs Python 3.11, 3.12 or 3.13 with its venv module; none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3,11) <= sys.version_info < (3,14))' || { \
		echo "Xiaopu needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
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

lint: .venv/.installed-dev $(CATALOGUES)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --check --lint templates
	@$(BIN)/lint-imports --no-cache

test: lint
	@$(BIN)/python -m pytest -n $$(nproc 2>/dev/null || echo 2) --dist loadgroup -m "not slow"

# All of test, then the proofs that take long: random histories, killed processes, many buyers at once.
test-full: test
	@$(BIN)/python -m pytest -n $$(nproc 2>/dev/null || echo 2) --dist loadgroup -m slow

# What translators work on: every sentence of code and templates, in order, merged into the catalogues.
catalogue: .venv/.installed-dev
	@$(BIN)/pybabel -q extract -F translations/babel.cfg -k _l -k N_ --no-location --sort-output -o translations/messages.pot .
	@$(BIN)/pybabel -q update -N --no-wrap -i translations/messages.pot -d translations
	@rm translations/messages.pot

# The tables of settings in both READMEs, from the settings' declarations.
settings: install
	@$(BIN)/flask --app app settings --readme

lock: .venv/.installed-dev
	@$(BIN)/pip-compile -q --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt pyproject.toml
	@$(BIN)/pip-compile -q --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis out
