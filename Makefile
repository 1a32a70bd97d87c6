# `make demo` and `make test` are all the set-up there is: python3 (3.11 or newer), git and make are enough.

# The first Python on the path that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO := out/demo
DESK := correction/desk
VIEWER := $(DESK)/static/vendor/openseadragon.min.js

.DEFAULT_GOAL := help
.PHONY: help setup system viewer demo test lint types check check-desk bench pictures clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

setup: .venv/.installed ## Make the environment and install everything

system: ## Install Tesseract with its languages, where the system allows it
	@PYTHON=$(PYTHON) sh .ci/install-system

.venv/.system: .ci/install-system
	@test -n "$(PYTHON)" || { echo "galley: no Python 3.11 or newer was found - install one, or name it: make PYTHON=..."; exit 1; }
	@PYTHON=$(PYTHON) sh .ci/install-system
	@$(PYTHON) -c 'import ensurepip, venv' || exit 1
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@touch $@

.venv/.installed: .venv/.system pyproject.toml hatch_build.py $(DESK)/package-lock.json
	$(PIP) install -q -e '.[dev]'
	@test -f $(VIEWER) || echo "galley: npm's registry could not be reached - the desk shows scans without deep zoom; once it can: make viewer"
	@touch $@

viewer: ## Fetch from npm what the desk needs, if an installation could not
	$(PIP) install -q --no-deps -e .
	@test -f $(VIEWER) || { $(PIP) install -v --no-deps -e . 2>&1 | grep -i 'npm'; exit 1; }

demo: .venv/.installed ## Read the pages in scans/ and write their articles
	@$(BIN)/galley ocr scans --project $(DEMO) || test $$? -eq 1
	@$(BIN)/galley export --project $(DEMO) --format md --to $(DEMO)/articles.md
	@$(BIN)/galley export --project $(DEMO) --format json --to $(DEMO)/articles.json
	@$(BIN)/galley export --project $(DEMO) --format page --to $(DEMO)/pages
	@echo "The articles are in $(DEMO)/articles.md and $(DEMO)/articles.json, the pages as PAGE-XML in $(DEMO)/pages/"
	@echo "To look at the pages and correct them: $(BIN)/galley review --project $(DEMO), then http://127.0.0.1:7860/"

test: lint types check ## Run everything that must pass

lint: .venv/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.installed
	$(BIN)/mypy

check: .venv/.installed
	@sh .ci/install-fonts
	@sh .ci/install-postgresql
	@sh .ci/install-chromium
	$(BIN)/python -m pytest

check-desk: .venv/.installed ## Run the tests that take minutes, mostly of the desk in a browser
	@sh .ci/install-chromium
	$(BIN)/python -m pytest -m long

bench: .venv/.installed ## Score the pages of ../shared/data beside plain engines
	$(BIN)/python benchmarks/run.py

pictures: .venv/.installed ## Take pictures of the screens, into out/pictures
	@sh .ci/install-chromium
	$(BIN)/python benchmarks/pictures.py --to out/pictures

clean: ## Remove what demo wrote and what tools cached
	rm -rf out .pytest_cache .mypy_cache .ruff_cache .hypothesis
