# Every recipe is one line a person could type. `make demo` and `make test` work on a fresh machine with Python 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help install demo test check fix bench docs clean

help:                   ## show the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*##/\t/'

install: $(STAMP)       ## make .venv and install termbase into it

$(STAMP): pyproject.toml constraints.txt $(wildcard src/termbase/_kernel*.h src/termbase/*/_kernel*.[ch])
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	rm -f src/termbase/*/_kernel*.so  # else one that does not compile any more would leave its predecessor in place
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,xlsx]'
	$(BIN)/python -m compileall -q src  # an editable install leaves this to the first run, which may not be allowed to write
	touch $(STAMP)

demo: $(STAMP)          ## build the memories, look two terms up, check everything
	@sh docs/tutorial/demo.sh $(BIN)

test: $(STAMP)          ## run the tests
	$(BIN)/python -m pytest -q

check: $(STAMP)         ## lint, types, import directions, stale memories
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/termbase build --check
	$(BIN)/termbase check
	$(BIN)/termbase glossary validate

fix: $(STAMP)           ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)         ## speed of start-up, lookup and build; the other benches take data, see bench/RESULTS.md
	$(BIN)/python bench/startup.py

docs: $(STAMP)          ## write the generated reference pages
	$(BIN)/python -m termbase.cli.reference docs/reference

clean:                  ## remove what can be made again
	rm -rf $(VENV) .termbase .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
