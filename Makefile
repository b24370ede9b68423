# Every command sets up what it needs, into .venv.
PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8050
MAPPING ?=
BIN := .venv/bin

.PHONY: setup setup-dev browser run test lint bench screenshots

setup: .venv/run
setup-dev: .venv/dev

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# Chromium or Chrome, for the browser tests: installed where this is Debian and we are root.
browser:
	@sh tests/browser/install.sh

run: setup
	$(BIN)/python app.py serve --host $(HOST) --port $(PORT) $(MAPPING)

test: setup-dev browser
	$(BIN)/python -m pytest $(ARGS)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup-dev browser
	$(BIN)/python -m benchmarks

screenshots: setup-dev browser
	$(BIN)/python -m docs.screenshots
