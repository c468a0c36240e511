# One way to run things: people and CI call the same targets.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VOUCHER_HOME ?= var
STAMP := $(VENV)/.set-up-from-lock
LOCK_COMMAND := uv pip compile --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --quiet --no-header \
	pyproject.toml --group dev

.DEFAULT_GOAL := help
.PHONY: help setup serve test check bench sample-data lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) \
	  | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; \
	       exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

setup: $(STAMP) ## build .venv from the hashed lock

serve: setup ## load the sample into an empty home and serve 127.0.0.1:8000
	$(BIN)/voucher-service serve --demo --home $(VOUCHER_HOME)

test: setup ## everything that passes or fails the product
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: setup ## lint, types, import contracts, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house

bench: setup ## ours beside the reference, as ratios
	@for b in benchmarks/bench_*.py; do $(BIN)/python $$b || exit 1; done

sample-data: setup ## make sample_data/ again; the diff must stay empty
	$(BIN)/voucher-service sample-data sample_data
	git diff --exit-code --stat -- sample_data

lock: setup ## resolve pyproject.toml again into requirements.lock
	$(BIN)/$(LOCK_COMMAND) --upgrade -o requirements.lock

clean: ## remove what the targets built (never a home)
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
