# What people and CI run. PYTHON= chooses the Python that .venv is made from.

PYTHON ?= python3
export PYTHON
unexport PYTHONDONTWRITEBYTECODE # else each process of each run rewrites and compiles all tests
BIN := .venv/bin/python
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help run dev check test test-postgres fuzz strings faults bench lint format messages lock archive sbom release upgrade rollback clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

run: ## set up if needed, then serve on http://127.0.0.1:8000 (PORT=, HOST=)
	@deploy/install.sh requirements.txt
	@exec $(BIN) manage.py serve

dev: .dev-installed ## the same site on Django's reloading server, with DEBUG=1
	@DEBUG=1 $(BIN) manage.py migrate --verbosity 0
	@DEBUG=1 exec $(BIN) manage.py runserver $(or $(HOST),127.0.0.1):$(or $(PORT),8000)

check: .dev-installed ## style, and the tests that need no database and no browser
	@$(BIN) -m ruff check . && $(BIN) -m ruff format --check --quiet .
	@$(BIN) -m pytest -q --fast -n $(WORKERS) --maxprocesses=8 --dist=worksteal $(ARGS)

# A file or two are sooner run by one process than by as many as there are cores. Tests that empty the
# database are the last ones, so no process may take over what another has left for later.
SPREAD = $(if $(findstring tests/,$(ARGS)),,-n $(WORKERS) --maxprocesses=8)
test: .dev-installed ## run all tests (ARGS= goes to pytest: ARGS=tests/papers/records/test_folded_text.py)
	@$(BIN) -m pytest $(SPREAD) $(ARGS)

test-postgres: .dev-installed ## run the tests that need no browser on POSTGRES_URL
	@test -n "$$POSTGRES_URL" || { echo "Set POSTGRES_URL to postgres://user:password@host/name." >&2; exit 1; }
	@DATABASE_URL="$$POSTGRES_URL" $(BIN) -m pytest -n $(WORKERS) --maxprocesses=8 -m "not chromium" $(ARGS)

fuzz: .dev-installed ## send N=20000 hostile requests (SEED=, DATABASE_URL=); none may find a fault of the server
	@HOSTILE_REQUESTS=$(or $(N),20000) HOSTILE_SEED=$(or $(SEED),$$(date +%s)) \
		$(BIN) -m pytest -q -s --log-level=CRITICAL tests/guards/test_hostile_requests.py

strings: .dev-installed ## put every hostile string into every column and through every way in (some are in make test)
	@HOSTILE_STRINGS=all $(BIN) -m pytest -q -s --log-level=CRITICAL tests/guards/test_hostile_strings.py $(ARGS)

faults: .dev-installed ## kill, stop and starve a served site while it is written to (ROUNDS=50, SEED=1); see docs/reliability.md
	@FAULT_ROUNDS=$(or $(ROUNDS),50) FAULT_SEED=$(or $(SEED),1) $(BIN) -m pytest -q tests/faults $(ARGS)

bench: .dev-installed ## measure pages, comments, searches, imports and starts (SIZES="1000 100000", ROUNDS=5, FOLDER=)
	@$(BIN) -m tests.benchmarks.all_speeds --folder $(or $(FOLDER),var/bench) --sizes $(or $(SIZES),1000) \
		--rounds $(or $(ROUNDS),5)

lint: .dev-installed ## check style, formatting, templates and migrations
	@$(BIN) -m ruff check .
	@$(BIN) -m ruff format --check .
	@$(BIN) -m pytest -q -p no:cacheprovider tests/guards/test_templates.py tests/guards/test_migrations.py

format: .dev-installed ## put imports and formatting right
	@$(BIN) -m ruff check --quiet --fix .
	@$(BIN) -m ruff format .

messages: .dev-installed ## bring the translations up to the code, and list what is untranslated
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN) -m tests.guards.messages

LOCK := -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host
lock: .dev-installed ## renew the pins of the requirements files (ARGS=--upgrade for newer releases)
	@$(BIN) $(LOCK) $(ARGS) --output-file=requirements.txt pyproject.toml
	@$(BIN) $(LOCK) $(ARGS) --extra=dev --extra=postgres --extra=redis --extra=s3 --constraint=requirements.txt \
		--output-file=requirements-dev.txt pyproject.toml
	@$(BIN) $(LOCK) $(ARGS) --extra=postgres --extra=redis --extra=s3 --constraint=requirements.txt \
		--output-file=deploy/requirements.txt pyproject.toml
	@rm -rf wellcited.egg-info

RELEASE = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
archive: ## make var/wellcited-RELEASE.tar.gz of what is committed
	@mkdir -p var
	@git archive --format=tar.gz --prefix=wellcited-$(RELEASE)/ --output=var/wellcited-$(RELEASE).tar.gz HEAD
	@echo var/wellcited-$(RELEASE).tar.gz

sbom: ## print a software bill of materials (CycloneDX): make -s sbom > wellcited.cdx.json
	@deploy/install.sh requirements.txt
	@$(BIN) deploy/bill_of_materials.py

release: .dev-installed ## tag VERSION=0.2.0, and make its archive, bill of materials and checksums (CHECK=)
	@$(BIN) deploy/release.py "$(or $(VERSION),$(RELEASE))"

upgrade: ## bring the site to the newest release, a backup first (TO=v0.2.0, FROM=FOLDER, BACKUPS=, RESTART=)
	@$(PYTHON) deploy/upgrade.py upgrade --to "$(TO)" --from "$(FROM)"

rollback: ## bring the site back to the release before the last upgrade
	@$(PYTHON) deploy/upgrade.py rollback

clean: ## remove .venv and caches; var/ with the database stays
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis wellcited.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: .dev-installed
.dev-installed:
	@deploy/install.sh requirements.txt
	@deploy/install.sh requirements-dev.txt
