# make demo   grade the sample classes of all eight assignments
# make test   run the tests of the grader, but for those that take long (make test-slow)
# make verify prove that the eight assignments are sound
# make lint   style and types
# make import-tools  install nbgrader and Otter apart, with which the tests of `grade import` make assignments
# make stubs  make the stubs in assignments/ anew from the reference solutions

PYTHON ?= python3
ASSIGNMENTS = naive_ops gradient_descent tensor_ops autodiff custom_dense training_loop sequential_digits siamese
BIN = .venv/bin

.PHONY: demo test test-slow verify lint stubs benchmark clean import-tools

demo: .venv/installed
	@for name in $(ASSIGNMENTS); do \
		$(BIN)/grade batch tests/submissions/$$name --assignment $$name || exit; \
	done

test: .venv/installed
	$(BIN)/python -m pytest -n logical --dist loadfile -m "not slow"

test-slow: .venv/installed
	$(BIN)/python -m pytest -m slow

verify: .venv/installed
	$(BIN)/grade stubs --check
	$(BIN)/grade verify

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check grader tests/*.py
	$(BIN)/mypy

stubs: .venv/installed
	$(BIN)/grade stubs

benchmark: .venv/installed
	$(BIN)/python tests/benchmarks/speed.py
	$(BIN)/python tests/benchmarks/confinement.py
	$(BIN)/python tests/benchmarks/large_class.py
	$(BIN)/python tests/benchmarks/cluster.py
	$(BIN)/python tests/benchmarks/pages.py
	$(BIN)/python tests/benchmarks/similar.py naive_ops --sizes 500

import-tools: .venv-import/installed

.venv-import/installed: tests/import-tools.txt
	$(PYTHON) -m venv .venv-import
	.venv-import/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/import-tools.txt
	@touch $@

.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make: $(PYTHON) is older than Python 3.11; make PYTHON=python3.12 … says which one to use" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv .venv-import build *.egg-info grades/*.csv
