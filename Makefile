# One way to run things: people and CI call the same targets.
SHELL := /bin/bash
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; break; }; done)
VENV := .venv
# A third worker on two cores: tests often wait for processes they started.
WORKERS ?= 3
BIN := $(VENV)/bin
VOUCHER_HOME ?= var
unexport PYTHONDONTWRITEBYTECODE # else each command compiles all it imports
LOCKED := $(VENV)/.set-up-from-lock
STAMP := $(VENV)/.set-up
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK_COMMAND := uv pip compile --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --quiet --no-header \
	pyproject.toml --group dev

.DEFAULT_GOAL := help
.PHONY: help setup serve notebooks test check torture bench bench-full sample-data lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) \
	  | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(LOCKED): requirements.lock
	@test -n "$(PYTHON)" \
	  && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed:" \
	       "make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python 缺少 venv / Python lacks venv:" \
	       "apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(STAMP): $(LOCKED) pyproject.toml
	$(PIP) --no-deps --no-index --no-build-isolation --editable .
	@touch $@

setup: $(STAMP) ## build .venv from the hashed lock

serve: setup ## load the sample into an empty home and serve 127.0.0.1:8000
	$(BIN)/voucher-service serve --demo --home $(VOUCHER_HOME)

notebooks: setup ## open the notebooks on the latest published database
	VOUCHER_PUBLISHED="$${VOUCHER_PUBLISHED:-$(abspath $(VOUCHER_HOME))/published/voucher.duckdb}" \
	  $(BIN)/marimo edit --skip-update-check notebooks

test: setup ## everything that passes or fails the product
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

check: setup ## lint, types, import contracts, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q -m "not slow" tests/house

torture: setup ## kills, races, lives and requests by the ten thousand: an hour
	TORTURE=1 $(BIN)/python -m pytest -q -p no:cacheprovider \
	  tests/faults/test_killed_ingest.py tests/faults/test_killed_service.py \
	  tests/faults/test_torn_ledger.py \
	  tests/faults/test_races.py tests/faults/test_lifecycle.py \
	  tests/faults/test_every_request.py tests/usecases/test_dunnhumby.py \
	  tests/api/test_openapi.py tests/store/test_waitlist.py tests/eligibility tests/ledger

bench: setup ## ours beside the reference, as ratios
	@for b in benchmarks/bench_*.py; do $(BIN)/python $$b || exit 1; done

bench-full: setup ## millions of sales as well: 20 GB of memory, 3 of disk, minutes
	$(BIN)/python benchmarks/bench_ingest.py --full
	$(BIN)/python benchmarks/bench_decide.py --full
	$(BIN)/python benchmarks/bench_issue.py --full
	$(BIN)/python benchmarks/bench_batch.py --full
	$(BIN)/python benchmarks/bench_redeem.py --full
	$(BIN)/python benchmarks/bench_publish.py --rows 10000000
	$(BIN)/python benchmarks/bench_queries.py --full

sample-data: setup ## make sample_data/ again; the diff must stay empty
	$(BIN)/voucher-service sample-data sample_data
	@git diff --exit-code --stat -- sample_data
	@test -z "$$(git ls-files --others --exclude-standard -- sample_data)" \
	  || { echo "sample_data/ 中有未登记的文件 / has files git does not know" >&2; exit 1; }

lock: setup ## resolve pyproject.toml again into requirements.lock
	$(BIN)/$(LOCK_COMMAND) --upgrade -o requirements.lock

clean: ## remove what the targets built (never a home)
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
