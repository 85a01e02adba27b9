# make run    open the window on the demonstration file
# make test   everything a change must pass
# The first run makes .venv and takes minutes; later runs start at once (stamps in .venv).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := install --require-hashes
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
STUDIES = $(filter-out forms/library,$(patsubst %/study.yaml,%,$(wildcard forms/*/study.yaml)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test format bench screenshots pins clean libraries test-libraries

help:
	@echo "make run          open the program on a file of synthetic subjects"
	@echo "make test         style, types, layers, tests, studies"
	@echo "make format       put the code in order"
	@echo "make bench        measure speed and memory"
	@echo "make screenshots  draw each screen into build/screenshots"
	@echo "make pins         choose the newest versions of all dependencies again"
	@echo "make clean        remove all that was made here"

run: libraries $(VENV)/run.stamp
	$(BIN)/crf-app demo

test: export QT_QPA_PLATFORM := offscreen
test: test-libraries $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile
	@set -e; for study in $(STUDIES); do \
		echo "$(BIN)/crf-app check $$study"; $(BIN)/crf-app check "$$study"; done

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: test-libraries $(VENV)/dev.stamp
	$(BIN)/python -m tests.bench

screenshots: test-libraries $(VENV)/dev.stamp
	$(BIN)/python -m tests.screenshots

libraries:
	@.ci/system-libraries run "$(PYTHON)"

test-libraries:
	@.ci/system-libraries test "$(PYTHON)"

# Order-only prerequisites: the libraries are looked at first, but never date the stamps.
$(BIN)/python: | libraries
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt requirements-build.txt pyproject.toml hatch_build.py | $(BIN)/python
	$(PIP) $(PINNED) -r requirements.txt -r requirements-build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(PIP) $(PINNED) -r requirements-dev.txt
	@touch $@

pins: $(VENV)/dev.stamp
	$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade --constraints requirements.txt --group build -o requirements-build.txt
	$(COMPILE) --upgrade --constraints requirements.txt pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find crf_app tests -name __pycache__ -prune -exec rm -rf {} +
