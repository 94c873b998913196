# Jiwar: `make demo` to see it, `make test` and `make check` before you give something away, `make help` for the rest.
# Every step runs only when what it is made from has changed.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
JIWAR := $(VENV)/bin/jiwar
WORKERS ?= 2
CATALOGUE := jiwar/locale/ar/LC_MESSAGES/django
ASSETS := jiwar/static/jiwar/jiwar.css

# Certificates are those that the machine trusts; no Python is fetched behind anybody's back.
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

.PHONY: demo
demo: build ## Start everything with made-up people on http://localhost:8000; Ctrl-C or make stop ends it
	@exec $(JIWAR) demo

.PHONY: stop
stop: $(VENV)/.core ## Stop the demo and its database
	@$(JIWAR) stop

.PHONY: why-hidden
why-hidden: build ## Why somebody sees a file or does not: ID=C-7K3MQP USERNAME=amal
	@$(JIWAR) why "$(ID)" "$(USERNAME)"

.PHONY: build
build: $(VENV)/.core $(ASSETS) $(patsubst %.po,%.mo,$(wildcard $(CATALOGUE).po)) ## Make the environment, the styles and the compiled words

# ── Before you give something away ──

.PHONY: test
test: build $(VENV)/.dev ## Run the tests; ARGS="tests/site -x" to choose
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

CHECKS := lock format lint types imports budgets migrations security messages docs web
.PHONY: check $(CHECKS:%=check-%)
check: $(CHECKS:%=check-%) ## Format, lint, types, contracts, budgets, migrations, security, words, docs, scripts
	@echo "All checks passed."

check-lock: $(VENV)/.dev
	@$(UV) lock --check --quiet
check-format: $(VENV)/.dev
	@$(PY) -m ruff format --check --quiet || { echo "Not formatted: make fmt" >&2; exit 1; }
check-lint: $(VENV)/.dev
	@$(PY) -m ruff check --quiet
check-types: $(VENV)/.dev
	@$(PY) -m mypy
check-imports: $(VENV)/.dev
	@$(VENV)/bin/lint-imports --no-cache
check-budgets: $(VENV)/.dev
	@$(PY) -m tests.house.budgets
check-migrations: $(VENV)/.dev
	@PYTHONWARNINGS=ignore::RuntimeWarning $(JIWAR) manage makemigrations --check --dry-run
check-security: $(VENV)/.dev
	@$(PY) -m bandit --quiet --recursive --configfile pyproject.toml jiwar
check-messages: $(VENV)/.dev
	@$(JIWAR) messages check
check-docs: $(VENV)/.dev
	@$(JIWAR) docs --check
check-web: node_modules/.package-lock.json
	@bin/with-node npm run --silent check

.PHONY: pictures
pictures: build $(VENV)/.dev ## Draw the pictures of the manual anew where pages changed
	@$(PY) -m pytest --quiet -n 0 tests/manual/make_pictures.py

.PHONY: fmt
fmt: $(VENV)/.dev ## Format, and mend what can be mended by rule
	@$(PY) -m ruff check --fix --quiet || true
	@$(PY) -m ruff format

.PHONY: messages
messages: $(VENV)/.dev ## Gather the words to translate and compile the catalogue
	@$(JIWAR) messages make
	@$(JIWAR) messages compile

.PHONY: docs
docs: $(VENV)/.dev ## Draw docs/made from the code
	@$(JIWAR) docs

# ── What is claimed, shown: each with a control that must fail ──

PROOFS := access wall canary crash signin formats files api retry
.PHONY: $(PROOFS:%=prove-%) prove-all bench bench-ground bench-pages bench-exchange
prove-access: ## The wall against rules in Python on random worlds
prove-wall: ## The catalogue of the wall, and injected SQL
prove-canary: ## Words planted in every sensitive field, looked for everywhere
prove-signin: ## Nobody learns who has an account, nobody guesses for long; ARGS=--full for all of it
prove-crash: ## The database killed while it is written to; ROUNDS=100 for more
prove-formats: ## Spoiled files break no reader, and no cell is dropped; ARGS=--full for 10,000
prove-files: ## Hostile files, sent as documents: refused or made harmless; ARGS=--full for all of them
prove-api: ## What nobody thought of, sent to the API; ARGS=--full for 100,000 requests
prove-retry: ## Web workers killed in the middle of requests, which are sent again; ARGS=--full for 500 kills
$(PROOFS:%=prove-%): prove-%: build $(VENV)/.dev
	@$(PY) -m proofs.$* $(ARGS) $(if $(ROUNDS),--rounds $(ROUNDS))
prove-all: ## All of them at full size, written to docs/evidence; takes hours
	@$(MAKE) prove-access ARGS="--full --write"
	@$(MAKE) prove-wall ARGS="--write"
	@$(MAKE) prove-canary ARGS="--strings 1000 --write"
	@$(MAKE) prove-signin ARGS="--full --write"
	@$(MAKE) prove-formats ARGS="--full --write"
	@$(MAKE) prove-files ARGS="--full --write"
	@$(MAKE) prove-crash ARGS="--rounds 100 --commits 1000 --write"
	@$(MAKE) prove-api ARGS="--full --write"
	@$(MAKE) prove-retry ARGS="--full --write"
	@$(MAKE) bench-ground ARGS="--write"
bench: ## All benches at full size, written to docs/evidence
	@$(MAKE) bench-ground ARGS="--write"
	@$(PY) -m bench.vault
	@$(MAKE) bench-pages ARGS="--write"
	@$(MAKE) bench-exchange ARGS="--write"
bench-ground: build $(VENV)/.dev ## What the wall and the trail cost
	@$(PY) -m bench.ground $(ARGS)
bench-pages: build $(VENV)/.dev ## What a page costs, beside an empty view; ARGS=…
	@$(PY) -m bench.costs $(ARGS)
bench-exchange: build $(VENV)/.dev ## The registers of ../shared taken in: seconds and memory
	@$(PY) -m bench.exchange $(ARGS)

.PHONY: round-trip
round-trip: build $(VENV)/.dev ## The register of ../shared taken in and handed out again, all rows, every value equal
	@JIWAR_ROUND=all $(PY) -m pytest -n 0 -q tests/doors/exchange/test_round.py

.PHONY: bench-names name-tables
bench-names: $(VENV)/.dev ## Names across scripts, in memory: DATA=../shared/data/names
	@$(PY) -m bench.names "$(DATA)" $(ARGS)
name-tables: $(VENV)/.dev ## Lexicon, spellings and rarity that lib/names ships: DATA=../shared/data/names
	@$(PY) -m bench.name_tables "$(DATA)"

# ── Made from something ──

$(VENV)/.core: uv.lock pyproject.toml bin/find-python
	@python="$$(bin/find-python)" || exit 1; \
	if ! $(PY) -c '' 2>/dev/null; then rm -rf $(VENV); echo "Making the environment …"; "$$python" -m venv $(VENV); fi
	@$(UV) --version >/dev/null 2>&1 || $(PY) -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	@$(UV) sync --frozen --inexact --no-dev --quiet
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	@$(UV) sync --frozen --inexact --quiet
	@touch $@

node_modules/.package-lock.json: package-lock.json package.json | $(VENV)/.core
	@echo "Fetching the tools for styles and fonts …"
	@bin/with-node npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

$(ASSETS): node_modules/.package-lock.json $(shell find web -type f)
	@bin/with-node npm run --silent build
	@touch $@

$(CATALOGUE).mo: $(CATALOGUE).po | $(VENV)/.core
	@$(JIWAR) messages compile
	@touch $@

.PHONY: clean
clean: ## Remove what was made from the sources; data in var/ stay
	@rm -rf $(VENV) node_modules jiwar/static $(CATALOGUE).mo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.PHONY: help
help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'
