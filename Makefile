# Everything a person or a machine does with this repository. It needs python3 (3.11 or later, with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo model test test-postgres fuzz lint docs bench prove lock

help: ## print these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## clear the sample declarations from beginning to end
	@$(BIN)/keden demo

# Of the days before the samples, by the bundled law: no installation lies in that folder.
model: $(READY) ## generate a world, and learn the risk model of the demo from it anew
	@rm -rf build/world
	@$(BIN)/keden world --seed 1 --weeks 52 --per-week 500 --kind soft --on 2026-04-02 --out build/world \
		--home build/no-installation
	@$(BIN)/keden risk train build/world/history.csv --out openkeden/samples/world.risk --until 2026-04-02 \
		--home build/no-installation \
		--remark "For the demo alone: learned from a generated world by 'make model'. It proves the machinery, not the world."

test: $(READY) ## run all tests, in as many processes as there are cores; ARGS="tests/cli" for some
	@$(BIN)/python -m tests.run $(ARGS)

test-postgres: $(READY) ## run the tests of tables and of the main ways on PostgreSQL too; ARGS for others
	@$(BIN)/python -m tests.on_postgres $(ARGS)

fuzz: $(READY) ## send the interface 200 examples an operation, made from its own description
	@EXAMPLES=200 $(BIN)/pytest tests/api/test_schemathesis.py -p no:xdist $(ARGS)

lint: $(READY) ## check style, formatting, types and the layers of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs: $(READY) ## write the reference anew from the code, and build the site into build/site
	@$(BIN)/python -m docs.reference
	@$(BIN)/sphinx-build -W --keep-going -q -b html -d build/doctrees docs build/site
	@echo "The site is in build/site/index.html"

bench: $(READY) ## measure, as ratios to floors of the same run; ARGS="--help" lists what
	@$(BIN)/python -m bench $(ARGS)

prove: $(READY) ## kill it, cut its power, fail its writes: nothing acknowledged is lost; ARGS="--long" for hours
	@$(BIN)/python -m prove $(ARGS)

lock: $(READY) ## resolve the dependencies anew into requirements.lock
	@$(BIN)/pip-compile --generate-hashes --no-emit-find-links --no-emit-index-url --no-emit-trusted-host \
		--no-emit-options --strip-extras --allow-unsafe --extra bench --extra dev --extra postgres --extra serve --extra signatures --extra train -o requirements.lock pyproject.toml

# The environment is made when it is missing or broken, and filled again when the lock file or the project changed.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or later," \
		"or name yours: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "openkeden needs Python 3.11 or later;" \
		"$(PYTHON) is `$(PYTHON) -c 'import platform; print(platform.python_version())'`." \
		"Name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (once; about a minute)" >&2
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| $(PYTHON) -m venv --clear .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
