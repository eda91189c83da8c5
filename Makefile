# Two commands do all the set-up: `make serve` runs the server, `make test` passes the tests.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: serve demo test check format schema clean

serve: $(VENV)/installed
	$(BIN)/synergraph serve

demo: $(VENV)/installed
	$(BIN)/synergraph demo

test: $(VENV)/tests
	$(BIN)/pytest -q

check: $(VENV)/checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/synergraph schema --check schema.graphql
	$(BIN)/synergraph validate
	$(BIN)/pytest -q --cov --cov-report=term

format: $(VENV)/checks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/installed
	$(BIN)/synergraph schema > schema.graphql

clean:
	rm -rf $(VENV)

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
