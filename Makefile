# Everything runs from here: `make run` and `make test` need only Python 3.11+, Node 20+ and make.
PORT ?= 8000
SIZE ?=
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTEST_PROCESSES ?= 2
# What the tests without a browser run under: `.ci/postgres15` gives them another server.
UNIT_ON ?=
TEMPLATES ?= template
# A browser often waits: one more than there are cores.
BROWSER_PROCESSES ?= 3
# What to look at first when the whole comes near to its fifteen minutes.
SLOWEST := --durations=12 --durations-min=4
# A machine may forbid compiled modules; each of some hundred processes would compile all of them again.
export PYTHONDONTWRITEBYTECODE :=
SOURCES := manage.py site snippets pages search portal tests

.DEFAULT_GOAL := help
.PHONY: help run test test-full test-postgres15 check deployment-check types lint template browser-template unit e2e bench screenshots fmt lock backup restore setup needed installed

help:  ## Show the commands
	@grep -hE '^[a-z0-9_-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(VENV)/.installed node_modules/.package-lock.json

needed:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" .ci/needed

# uv installs in seconds what takes pip a minute; where it does not reach the packages, pip does it.
$(VENV)/.installed: requirements/dev.txt requirements/uv.txt | needed
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | needed
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

run: setup  ## Prepare everything and serve the site with its worker on PORT (8000)
	@$(MANAGE) start --port $(PORT)

# The server of `UNIT_ON` is there from the checks on: they leave a core free for a minute, in which
# the databases that tests copy are made, this one and that of the browser tests.
test: setup  ## All checks and tests, the browser ones included
	@$(UNIT_ON) $(MAKE) --no-print-directory UNIT_ON= \
		TEMPLATES="template $(if $(UNIT_ON),browser-template)" check unit
	@$(MAKE) --no-print-directory UNIT_ON= e2e

test-full: export TEST_SIZE = full
test-full: check  ## The same in large sizes, and what takes long: parameters of the API two by two
	$(BIN)/python -m pytest -q -n $(PYTEST_PROCESSES) --dist loadgroup --ignore tests/e2e
	$(BIN)/python -m pytest -q -n $(BROWSER_PROCESSES) --dist loadgroup tests/e2e

test-postgres15: UNIT_ON = .ci/postgres15
test-postgres15: unit  ## Tests that need no browser, on the oldest supported PostgreSQL

check: setup  ## Lint, format, types, layers, Django's own checks
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target types lint $(TEMPLATES)

types:
	$(BIN)/mypy snippets pages search portal site/config site/demo

template:
	@$(BIN)/python -m tests.template

browser-template:
	@env -u DATABASE_URL -u BACKUP_DATABASE_URL $(BIN)/python -m tests.template

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	PYTHONPATH=site $(BIN)/lint-imports
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run

unit: setup  ## Tests that need no browser, on several processes
	$(UNIT_ON) $(BIN)/python -m pytest -q -n $(PYTEST_PROCESSES) --dist loadgroup $(SLOWEST) -m "not full" --ignore tests/e2e

e2e: setup  ## Journeys in a real Chromium; SCREENSHOTS=1 keeps what they show in var/screenshots
	$(BIN)/python -m pytest -q -n $(BROWSER_PROCESSES) --dist loadgroup $(SLOWEST) -m "not full" tests/e2e

deployment-check: setup  ## Follow docs/deployment.md on an empty Debian 12: ten minutes, as root
	$(BIN)/python -m tests.deployment

bench: setup  ## Measure against the budgets: make bench SIZE=10000 for the short one
	$(BIN)/python -m tests.bench $(if $(SIZE),--size $(SIZE))

screenshots: setup  ## Walk the editor guide on fresh demo data and take its pictures again
	$(BIN)/python -m tests.guide

# They install nothing: in production, the environment and its requirements are there already.
backup: installed  ## Dump the database and the media into FILE (var/backups/… by default)
	@$(MANAGE) backup $(if $(FILE),--file "$(FILE)")

restore: installed  ## Restore FILE into an empty database
	@test -n "$(FILE)" || { echo "Which file? make restore FILE=/backups/declic.tar" >&2; exit 2; }
	@$(MANAGE) restore "$(FILE)"

installed:
	@test -x $(BIN)/python || { echo "There is no $(BIN)/python here: install the site first." >&2; exit 2; }

fmt: setup  ## Format code and templates
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format .
	-$(BIN)/djlint templates --reformat --quiet

lock: setup  ## Write the hashed lock files again, without index addresses
	$(BIN)/uv pip compile pyproject.toml --upgrade --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--output-file requirements/production.txt
	$(BIN)/uv pip compile pyproject.toml --upgrade --quiet --universal --python-version 3.11 \
		--extra embedded --extra dev \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--output-file requirements/dev.txt
	sed -n -e '1i# The installer of the other packages, as requirements/dev.txt names it. Written by `make lock`.' \
		-e '/^uv==/,/^    #/{/^    #/!p}' requirements/dev.txt > requirements/uv.txt
	npm install --package-lock-only --no-audit --no-fund
