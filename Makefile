# Every command sets up what it needs, into .venv.
PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8050
MAPPING ?=
BIN := .venv/bin

.PHONY: setup setup-dev lock browser run quick test newest engines lint audit bench claims soak screenshots

setup: .venv/run
setup-dev: .venv/dev

.venv/run: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/dev: .venv/run requirements-dev.txt requirements-spss.txt requirements-pull.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# After a change of requirements.txt: every package that runs, with the hashes of its files.
lock: setup-dev
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
		--no-annotate --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements.lock requirements.txt

# Chromium or Chrome, for the browser tests: installed where this is Debian and we are root.
browser:
	@sh tests/browser/install.sh

run: setup
	$(BIN)/python app.py serve --host $(HOST) --port $(PORT) $(MAPPING)

# Each process runs whole files, since what a module builds is built once.
# They come in the order of tests/conftest.py, the slow ones first.
# Each computes with one thread, or their threads wait for each other.
export OPENBLAS_NUM_THREADS := 1
PARALLEL := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# Folders that are quick as a whole, and of the others what is quickest for what it covers.
QUICK := $(PARALLEL) -m "not slow and not browser" tests/access tests/api tests/components tests/metrics tests/store tests/view \
	tests/test_architecture.py tests/test_docs.py tests/test_requirements.py \
	tests/app/test_cold.py tests/app/test_commands.py \
	tests/callbacks/test_ids.py \
	tests/data/test_bad_input.py tests/data/test_goals.py \
	tests/data/test_mapping_docs.py tests/data/test_mapping_errors.py \
	tests/data_sample/test_truths.py tests/faults/test_reload.py tests/hostile/test_callback_bodies.py \
	tests/pages/test_metrics_page.py tests/pages/test_sentence.py \
	tests/query/test_compiled.py tests/query/test_engine.py tests/query/test_plan.py \
	tests/server/test_admin.py tests/server/test_measures.py tests/server/test_response_cache.py \
	tests/server/test_security.py tests/warehouse_loads/test_clock.py tests/warehouse_loads/test_mapping.py

# Under a minute: each folder of the product.
quick: setup-dev
	$(BIN)/python -m pytest $(QUICK) $(ARGS)

# All; with ARGS=--cov also which branches they reach, and the floor of it in pyproject.toml.
test: setup-dev browser
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

# A report, never a failure: quick's tests with the newest versions of what runs CX Lens.
newest: setup-dev
	$(BIN)/python -m tests.newest $(QUICK)

# The KPI suite on other engines: PostgreSQL, ClickHouse's SQL, Spark; each in one process.
engines: setup-dev .venv/engines
	$(BIN)/python -m pytest $(PARALLEL) tests/live_databases $(ARGS)

.venv/engines: .venv/dev requirements-warehouse.txt tests/live_databases/requirements.txt
	@sh tests/live_databases/install.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/live_databases/requirements.txt
	touch $@

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: setup-dev
	$(BIN)/python -m tests.audit

bench: setup-dev browser
	$(BIN)/python -m benchmarks

# What is claimed of simulated companies, against the truth: a quarter of an hour.
claims: setup-dev
	$(BIN)/python -m benchmarks.claims

# Ten minutes of fifty users, new data and faults.
soak: setup-dev
	$(BIN)/python -m benchmarks.soak

screenshots: setup-dev browser
	$(BIN)/python -m docs.screenshots
	$(BIN)/python -m docs.screenshots_of_accounts
	$(BIN)/python -m docs.screenshots_of_files
	$(BIN)/python -m docs.screenshots_of_own_data
