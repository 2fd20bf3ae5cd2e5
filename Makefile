# Sổ Xã. `make` alone lists what there is.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run serve test docs metamorphic plants chaos fuzz bench scale inputs lint format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## Make the virtual environment from requirements.lock (again only when it changes)

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "soxa needs Python 3.11 or later, and there is no '$(PYTHON)' here. Install it, or name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "soxa needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@echo "setting up $(VENV) (one or two minutes the first time)"
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo "Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check --disable-pip-version-check
	@touch $(READY)

run: setup ## Read the bundled sample reports and publish the warehouse
	@$(BIN)/soxa run

serve: setup ## Start a local Prefect server and worker with the schedules (docs/operations.md)
	@$(BIN)/soxa serve

test: setup ## Run all tests
	@$(BIN)/python -m pytest

docs: setup ## Write what every table and column means into docs/site/index.html: one file, for use without a network
	@$(BIN)/python dbt_project/scripts/write_docs.py

metamorphic: setup ## Print how much of each report's facts survives rewritings (two minutes)
	@$(BIN)/python tests/metamorphic_bench.py

plants: setup ## Plant breaks into the sums of reports and print which are found (two minutes)
	@$(BIN)/python tests/plants_bench.py

inputs: setup ## Print what survives PDF, DOCX, DOC, ODT, HTML and scans, and what a mixed folder becomes (five minutes)
	@$(BIN)/python tests/inputs_bench.py

fuzz: setup ## Feed spoiled files of every format to the readers and the engine for MINUTES=60; findings go to warehouse/data/fuzz
	@$(BIN)/python tests/fuzz_bench.py --minutes $(or $(MINUTES),60)

chaos: setup ## Kill COUNT=200 runs, see that the next ones make it good (an hour; COUNT=20 for a look)
	@$(BIN)/python tests/chaos_bench.py --count $(or $(COUNT),200)

bench: setup ## Print how fast reading is, where the time goes and how it grows (three minutes)
	@$(BIN)/python tests/speed_bench.py

scale: setup ## Print what COUNT=2000 made-up reports cost, then nothing new, then one more (ten minutes on an idle machine)
	@$(BIN)/python tests/scale_bench.py --count $(or $(COUNT),2000)

lint: setup ## Check style and types, change nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup ## Put the code into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## Remove the environment and caches, never a warehouse
	rm -rf $(VENV) *.egg-info build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
