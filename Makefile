# What a person does with a checkout. Needs Python 3.11 or newer; `make help` lists the rest.

PORT   ?= 8000
SET    ?= un
PYTHON ?= python3
VENV   ?= .venv
SIZES  ?= 10k 100k 1m
SEED   ?= 1
ENGINE ?= sqlite
CACHE  ?= build/bench
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
# What the soak does in full and `make test` a part of, besides tests/soak.
BREADTH := tests/journeys/test_accessibility.py tests/journeys/test_list_budgets.py \
           tests/accounts/test_passwords.py tests/exchange tests/doors/test_doors.py \
           tests/history/test_redaction_pages.py tests/journeys/test_never_500.py tests/audit/test_long.py \
           tests/web/test_origin.py tests/web/test_problems.py tests/web/test_requests.py tests/web/test_logs.py tests/record/test_merges.py
SLICE  := not postgresql and not browser and not slow

.DEFAULT_GOAL := help
.PHONY: help demo check test coverage lint messages screenshots soak bench faults lock clean

help:
	@echo "make demo [PORT=8000]  load the demo data and serve it on 127.0.0.1; SET=story for an invented town"
	@echo "make check             linters, types and the fast tests (SQLite, no browser)"
	@echo "make test              everything: both engines, browser, packaging"
	@echo "make coverage          the tests on SQLite, with branch coverage"
	@echo "make messages          bring the catalogues up to the messages in code and templates"
	@echo "make screenshots       write docs/screenshots/"
	@echo "make soak              kills, load, failures, backups and every page in full: half an hour, a quiet machine"
	@echo "make bench             what reports cost beside naive SQL: SIZES=\"10k 100k 1m\" SEED=1 ENGINE=sqlite CACHE=build/bench"
	@echo "make faults            apply each fault of tests/faults; every one must turn a test red"
	@echo "make lock              resolve the locked dependencies again"
	@echo "make clean             remove what the targets above have made"

demo: $(VENV)/.demo
	@$(BIN)/tracker $(if $(filter story,$(SET)),--database sqlite:///instance/story.db) demo --set $(SET) --port $(PORT)

check: lint
	@echo "Fast tests"
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "$(SLICE)"

test: $(VENV)/.dev
	@.ci/browser
	@$(MAKE) --no-print-directory lint
	@echo "All tests, on SQLite and PostgreSQL, in the browser"
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal

# Measuring makes the tests a third slower.
coverage: $(VENV)/.dev
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal -m "not postgresql" --cov --cov-report=term

lint: $(VENV)/.dev
	@echo "ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { $(BIN)/ruff format --check .; exit 1; }
	@echo "mypy"
	@$(BIN)/mypy --no-error-summary
	@echo "import contracts"
	@$(BIN)/lint-imports > $(VENV)/contracts.txt || { cat $(VENV)/contracts.txt; exit 1; }
	@echo "templates"
	@$(BIN)/djlint templates --lint --quiet

messages: $(VENV)/.dev
	@$(BIN)/python -m tests.web.messages id

screenshots: $(VENV)/.dev
	@.ci/browser
	@$(BIN)/python -m tests.screenshots

# One test at a time: it measures. The figures stand in docs/operations.md.
soak: $(VENV)/.dev
	@SOAK=1 $(BIN)/python -m pytest -q -n 0 -p no:randomly tests/soak $(BREADTH)
	@echo "Pages on PostgreSQL"
	@PAGES=both $(BIN)/python -m pytest -q -n 2 --dist worksteal -m postgresql --ignore tests/soak

# Databases are made once and kept in CACHE; a million take 1.8 GB and three minutes.
bench: $(VENV)/.dev
	@$(BIN)/python -m tests.bench $(SIZES) --seed $(SEED) --engine $(ENGINE) --cache $(CACHE)

faults: $(VENV)/.dev
	@$(BIN)/python -m tests.faults.run

# uv is needed here alone. No registry address goes into a lock: hashes say what a file is.
lock: $(VENV)/.dev
	@$(PIP) "uv>=0.9"
	@.ci/lock $(BIN)/uv

clean:
	rm -rf build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
	rm -rf .hypothesis .import_linter_cache $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "On the Record needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "Python came without venv; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.demo: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages (under a minute)"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages for development"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.demo
