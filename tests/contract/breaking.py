"""What would break terminals in the field: they are upgraded apart from the backend, and speak the older contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """Return what a terminal that knows `old` can no longer do with `new`, one sentence each; both are OpenAPI 3.1."""
    return sorted({*_paths(old, new), *_schemas(old, new)})


def _paths(old: Schema, new: Schema) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method, operation in methods.items():
            where = f"{method.upper()} {path}"
            other = new["paths"].get(path, {}).get(method)
            if other is None:
                yield f"{where} is gone"
            else:
                yield from _operation(where, operation, other)


def _operation(where: str, old: Schema, new: Schema) -> Iterator[str]:
    for status in old["responses"]:
        # An error that no longer comes is no loss; an answer is.
        if status.startswith("2") and status not in new["responses"]:
            yield f"{where} no longer answers {status}"
    for part in ("requestBody", "responses"):
        before, after = _names(old.get(part, {})), _names(new.get(part, {}))
        for name in before - after:
            yield f"{where}: {name} is no longer in its {part}"
    known = {(one["in"], one["name"]) for one in old.get("parameters", ())}
    for parameter in new.get("parameters", ()):
        if parameter.get("required") and (parameter["in"], parameter["name"]) not in known:
            yield f"{where} needs a new parameter {parameter['name']}"


def _names(part: Any) -> set[str]:
    """Return the schemas that a part of an operation refers to."""
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if "$ref" in part else set()
        return own.union(*(_names(value) for value in part.values()))
    return set().union(*(_names(value) for value in part)) if isinstance(part, list) else set()


def _schemas(old: Schema, new: Schema) -> Iterator[str]:
    before, after = old["components"]["schemas"], new["components"]["schemas"]
    for part, sent in (("requestBody", True), ("responses", False)):
        for name in _reached(old, part) & after.keys():
            yield from _object(name, before[name], after[name], sent=sent)


def _reached(document: Schema, part: str) -> set[str]:
    """Return the schemas that a part of any operation holds, through whatever other schema."""
    schemas = document["components"]["schemas"]
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    found: set[str] = set()
    fresh = _names([operation.get(part, {}) for operation in operations])
    while fresh:
        found |= fresh
        fresh = _names([schemas[name] for name in fresh]) - found
    return found


def _object(name: str, old: Schema, new: Schema, *, sent: bool) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for field in before.keys() - after.keys():
        yield f"{name}.{field} is gone"
    if sent:
        for field in set(new.get("required", ())) - set(old.get("required", ())):
            yield f"{name}.{field} must be sent now"
    else:
        for field in set(old.get("required", ())) - set(new.get("required", ())):
            yield f"{name}.{field} may be missing now"
    for field in before.keys() & after.keys():
        yield from _value(f"{name}.{field}", before[field], after[field], sent=sent)
    yield from _value(name, old, new, sent=sent)


def _value(where: str, old: Schema, new: Schema, *, sent: bool) -> Iterator[str]:
    if old.get("type") != new.get("type") or old.get("$ref") != new.get("$ref"):
        yield f"{where} is of another type"
    before, after = set(old.get("enum", ())), set(new.get("enum", ()))
    if sent and before - after:
        yield f"{where} no longer takes {', '.join(sorted(before - after))}"
    if not sent and before and after - before:
        yield f"{where} may be {', '.join(sorted(after - before))} now"
    for bound, wider in (("maxLength", max), ("maximum", max), ("maxItems", max), ("minLength", min), ("minimum", min)):
        if sent and bound in new and (bound not in old or wider(old[bound], new[bound]) != new[bound]):
            yield f"{where} takes less: {bound}"
    if sent and "pattern" in new and old.get("pattern") != new["pattern"]:
        yield f"{where} takes another pattern"
