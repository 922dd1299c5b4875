# The newsroom's commands. `make` alone lists them.
# Needs Python 3.11 or newer with venv, and nothing else; everything else is installed into .venv.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= auto
ARGS ?=
PAGES ?=
SEED ?= 1
ROUNDS ?= 10000
STORIES ?= 0
TO ?=
SECONDS ?= 240
REQUESTS ?= 30000

export PYTHON
# Chinese can be printed in every locale.
export PYTHONUTF8 = 1

IN_VENV = .venv/bin/python
OUR_CODE = adminkit articles newsroom people scripts

.PHONY: help
help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: packages  ## open the newsroom at http://127.0.0.1:8000/ (PORT=8001 for another port)
	@exec $(IN_VENV) -m scripts.run "$(PORT)"

.PHONY: test
test: packages-dev  ## run the rules (ARGS="-k review" for some; DATABASE_URL=postgres://… for PostgreSQL)
	@exec $(IN_VENV) -m pytest -n $(WORKERS) --dist worksteal -m "not whole" $(ARGS)

.PHONY: test-all
test-all: packages-dev  ## run every test: all cases of each matrix, archives, threads and kills too
	@exec $(IN_VENV) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

.PHONY: evaluate
evaluate: packages-dev  ## score the reader on labelled pages (PAGES="folder …"; ARGS=--errors shows each difference)
	@$(IN_VENV) -m tests.evaluation $(ARGS) $(PAGES)

.PHONY: soak
soak: packages-dev  ## run the reader and the review long (SEED=1 ROUNDS=10000, SECONDS=240, REQUESTS=30000)
	@$(IN_VENV) -m tests.evaluation.soak --seed $(SEED) --rounds $(ROUNDS)
	@MATRIX=whole $(IN_VENV) -m pytest -n $(WORKERS) tests/articles/review/test_matrix.py tests/articles/review/test_matrix_doors.py \
		tests/newsroom/browser/test_reading.py
	@$(IN_VENV) -m tests.soak.review --seed $(SEED) --seconds $(SECONDS)
	@$(IN_VENV) -m tests.soak.race --seed $(SEED) --seconds $(SECONDS)
	@$(IN_VENV) -m tests.soak.requests --seed $(SEED) --requests $(REQUESTS)
	@$(IN_VENV) -m tests.soak.kills --seed $(SEED) --seconds $(SECONDS)

.PHONY: move
move: packages-dev  ## move the demo by its archive and compare every page (TO=postgres://… STORIES=10000)
	@$(IN_VENV) -m tests.evaluation.moving --to "$(TO)" --stories $(STORIES)

.PHONY: bench
bench: packages-dev  ## measure what must stay quick, as ratios in one run (DATABASE_URL=postgres://… for PostgreSQL)
	@$(IN_VENV) -m tests.bench

.PHONY: check
check: lint templates types migrations translations deployment locks  ## everything below, up to locks

.PHONY: lint
lint: packages-dev  ## ruff: style and format
	$(IN_VENV) -m ruff check
	$(IN_VENV) -m ruff format --check

.PHONY: templates
templates: packages-dev  ## djade: format of the templates
	find adminkit articles newsroom people -path '*/templates/*.html' -exec .venv/bin/djade --target-version 5.2 --check {} +

.PHONY: types
types: packages-dev  ## mypy: types
	$(IN_VENV) -m mypy $(OUR_CODE)

.PHONY: migrations
migrations: packages-dev  ## no model changed without its migration
	$(IN_VENV) manage.py makemigrations --check

.PHONY: translations
translations: packages-dev  ## the Chinese catalogue is complete and compiled
	$(IN_VENV) -m scripts.translations --check

.PHONY: deployment
deployment: packages-dev  ## Django's own check of production settings
	ALLOWED_HOSTS=newsroom.example SECRET_KEY="$$($(IN_VENV) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		DEBUG= DEMO= HTTPS= $(IN_VENV) manage.py check --deploy --fail-level WARNING

.PHONY: locks
locks: packages-dev  ## requirements*.txt answer to requirements*.in
	$(IN_VENV) -m scripts.locks

.PHONY: format
format: packages-dev  ## put code and templates into their format
	$(IN_VENV) -m ruff check --fix
	$(IN_VENV) -m ruff format
	find adminkit articles newsroom people -path '*/templates/*.html' -exec .venv/bin/djade --target-version 5.2 {} +

.PHONY: messages
messages: packages-dev  ## bring the Chinese catalogue up to the source, and compile it
	$(IN_VENV) -m scripts.translations

.PHONY: lock
lock: packages  ## pin what requirements*.in ask for (ARGS=--upgrade for the newest of each)
	scripts/lock $(ARGS)

.PHONY: demo-files
demo-files: packages-dev  ## make the demo's page as PDF and Word file (needs Chromium and fonts-wqy-microhei)
	$(IN_VENV) -m scripts.demo_files

.PHONY: clean
clean:  ## remove .venv and caches; the newsroom's data in var/ stays
	rm -rf .venv .venv-lock .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./var -prune -o -path ./.git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

.PHONY: packages
packages:  ## install what the newsroom runs on into .venv, and nothing more
	@scripts/packages requirements.txt

.PHONY: packages-dev
packages-dev:
	@scripts/packages requirements-dev.txt requirements.txt
