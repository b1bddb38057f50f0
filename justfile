# The commands of every day. `uv run just` lists them; README shows the same lines.

[private]
default:
    @just --list --unsorted

# open the kiosk with a backend of its own and the synthetic city
run:
    uv run kiosk

# the same, with a temporary database
dev:
    KIOSK_DATA_DIR="$(mktemp -d)" uv run kiosk run --demo

# each rule once, or all of what is named
test *what:
    uv run pytest {{ what }}

# the rules of the trade and the client, in half a minute
test-fast:
    uv run pytest -n2 tests/domain tests/client

# write down how the pages look now; look at the difference before it is committed
snap:
    uv run pytest tests/screens -k looks_as_it_did --snapshot-update

# write down the API; refused if terminals in the field would break
openapi:
    uv run python -m tests.contract.openapi_snapshot

# style, types and arrows
lint:
    uv run ruff check
    uv run ruff format --check
    uv run mypy --strict kiosk tests
    uv run lint-imports

# mend what can be mended by a machine
fix:
    uv run ruff check --fix
    uv run ruff format

# a picture (SVG) of every page, in each language and two sizes
shots folder="shots":
    uv run python -m tests.screens.shots {{ folder }}

# everything that a change has to pass
ci:
    bash .ci/run
