# Two commands do all the set-up: `make serve` runs the server, `make test` passes the tests.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
CHROMIUM ?= /usr/bin/chromium

.PHONY: serve demo test check check-python check-node coverage format schema pages clean

serve: pages $(VENV)/installed
	$(BIN)/synergraph serve

demo: pages $(VENV)/installed
	$(BIN)/synergraph demo

test: $(VENV)/tests
	$(BIN)/pytest -q

check: check-python check-node

check-python: $(VENV)/checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/synergraph schema | diff -u schema.graphql - || (echo "schema.graphql is out of date: make schema"; exit 1)
	$(BIN)/synergraph schema --check released/schema.graphql
	$(BIN)/synergraph validate
	$(BIN)/pytest -q $$(grep -rlE 'importorskip|MissingExtra as' tests --include=*.py | sed 's|/conftest.py||' | sort) # those that `make test` skips without the group check

# All tests again, traced: what no test reaches. Those on the large data are left out, since tracing makes them long.
coverage: $(VENV)/checks
	$(BIN)/pytest -q --cov --cov-report=term -m "not shared"

# Needs Node.js 20.19 or newer, npm, Chromium, curl and R with httr2 and jsonlite; says which of them is missing.
check-node: $(VENV)/checks
	@command -v node >/dev/null && command -v npm >/dev/null || (echo "make check needs Node.js 20.19 or newer, with npm"; exit 1)
	@command -v $(CHROMIUM) >/dev/null || (echo "make check needs Chromium at $(CHROMIUM): apt-get install chromium, or CHROMIUM=path"; exit 1)
	@command -v curl >/dev/null || (echo "make check needs curl"; exit 1)
	@Rscript -e 'library(httr2); library(jsonlite)' >/dev/null 2>&1 || (echo "make check needs R with httr2 and jsonlite: apt-get install r-base-core r-cran-httr2 r-cran-jsonlite"; exit 1)
	$(PYTHON) frontend/build_pages.py --require
	cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent check
	cd checks && npm ci --no-audit --no-fund --loglevel=error
	SYNERGRAPH=$(abspath $(BIN))/synergraph PYTHON=$(abspath $(BIN))/python CHROMIUM=$(CHROMIUM) node checks/run.mjs

# Builds explorer and GraphiQL when they are not there or their sources changed; without Node.js it says so and the server runs without.
pages:
	@$(PYTHON) frontend/build_pages.py

format: $(VENV)/checks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/installed
	$(BIN)/synergraph schema > schema.graphql

clean:
	rm -rf $(VENV) frontend/node_modules checks/node_modules checks/out graphapi/explorer

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/tests: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

$(VENV)/checks: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group check
	@touch $@ $(VENV)/tests
