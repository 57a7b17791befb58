"""Holds answers of the API against its description, by the part of JSON Schema that this uses."""

import json
import re
from functools import cache
from typing import Any

from blog.views.api import DESCRIPTION

KINDS = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


@cache
def described() -> dict[str, Any]:
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


def operation(method: str, path: str) -> dict[str, Any] | None:
    """What is said of a request below ``/api/v1``."""
    for template, operations in described()["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", r"\\d+", re.escape(template))
        if re.fullmatch(pattern, path.partition("?")[0]):
            return operations.get(method.lower())
    return None


def check_answer(method: str, path: str, status: int, told: Any) -> None:
    """Raises ``AssertionError`` where an answer is not as it is described."""
    found = operation(method, f"/{path}")
    if found is None:
        assert status in (401, 404, 405, 429), (method, path, status)
        return
    assert str(status) in found["responses"], (method, path, status)
    content = found["responses"][str(status)]["content"]
    check(content["application/json"]["schema"], told, path)


def check(schema: dict[str, Any], value: Any, place: str) -> None:
    if "$ref" in schema:
        schema = described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    assert not kinds or type(value) in [KINDS[one] for one in kinds], (place, value)
    assert value in schema.get("enum", [value]), (place, value)
    if isinstance(value, list) and "items" in schema:
        for one in value:
            check(schema["items"], one, f"{place}[]")
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= value.keys() <= schema["properties"].keys(), place
        for name, one in value.items():
            check(schema["properties"][name], one, f"{place}.{name}")
