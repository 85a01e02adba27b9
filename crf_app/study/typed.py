"""From text nodes to frozen models, with every complaint brought back to the place it is about."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from crf_app.study.findings import Finding, Place, at_most, did_you_mean
from crf_app.study.yaml_nodes import Node

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


def read_model(model: type[M], node: Node) -> tuple[M | None, list[Finding]]:
    """Give the text of `node` the type of a model."""
    return read_as(model.model_validate, model, node)


def read_as(validate: Callable[[Any], T], wanted: Any, node: Node) -> tuple[T | None, list[Finding]]:
    """Give the text of `node` the type `wanted`, which `validate` makes of it."""
    blanks = at_most(_blanks(node), node.place)
    if blanks:
        return None, blanks
    try:
        return validate(node.plain()), []
    except ValidationError as error:
        return None, _findings(error, wanted, node)


def _blanks(node: Node) -> Iterator[Finding]:
    """Find keys with nothing behind them: neither a value nor plainly nothing."""
    if isinstance(node.content, list):
        for each in node.content:
            if each.content == "" and not each.style:
                yield Finding.at(each.place, "S011", "nothing is given here")
            yield from _blanks(each)
    elif isinstance(node.content, dict):
        for key, each in node.content.items():
            if each.content == "" and not each.style:
                said = f"nothing is given for “{key}”; give a value or remove the key"
                if " " in key:
                    said = f"nothing is given for “{key}”; a text that contains a comma stands in quotes"
                yield Finding.at(node.keys[key], "S011", said)
            yield from _blanks(each)


def _findings(error: ValidationError, wanted: Any, node: Node) -> list[Finding]:
    return at_most(_complaints(error, wanted, node), node.place)


def _complaints(error: ValidationError, wanted: Any, node: Node) -> Iterator[Finding]:
    found: set[tuple[Place, str]] = set()
    in_choice: set[Place] = set()
    for each in error.errors(include_url=False, include_input=True):
        place, skipped = _place(node, each)
        if skipped:
            # One value that may be written in two ways complains twice; the first way is the usual.
            if place in in_choice:
                continue
            in_choice.add(place)
        sentence = _sentence(each, wanted)
        if (place, sentence) not in found:
            found.add((place, sentence))
            yield Finding.at(place, "S011", sentence)


def _place(node: Node, error: ErrorDetails) -> tuple[Place, bool]:
    """Return where an error stands and whether a choice between two types was on the way."""
    skipped = False
    at_key: Place | None = None
    for part in error["loc"]:
        if part == "[key]":
            return at_key or node.place, skipped
        child = node.child(part)
        if child is None:
            skipped = skipped or error["type"] != "missing" or part != error["loc"][-1]
            continue
        at_key = node.keys.get(str(part))
        node = child
    if error["type"] == "extra_forbidden" and at_key:
        return at_key, skipped
    return node.place, skipped


def _sentence(error: ErrorDetails, wanted: Any) -> str:
    """Say in one sentence what is wrong and what would be right."""
    kind, loc = error["type"], error["loc"]
    given = error["input"]
    name = next((str(part) for part in reversed(loc) if not str(part).startswith("[")), "the file")
    context: Mapping[str, Any] = error.get("ctx") or {}
    if kind == "extra_forbidden":
        known = _keys_at(wanted, loc[:-1])
        return f"the key “{name}” is not known here{did_you_mean(name, known)}"
    if kind == "missing" and isinstance(loc[-1], int):
        return f"there should be {loc[-1] + 1} values here"
    if kind == "missing":
        return f"the key “{name}” is missing"
    if kind in ("enum", "literal_error"):
        choices = _choices(context)
        return f"{_shown(given)} is not one of {', '.join(choices)}{did_you_mean(str(given), choices)}"
    if kind == "string_pattern_mismatch":
        return f"{_shown(given)} is not an id: small letters, digits and _ only, a letter first"
    if kind == "value_error":
        return f"{_shown(given)} should be {context.get('error', 'something else')}"
    for bound, word in (("ge", "least"), ("le", "most")):
        if bound in context:
            return f"“{name}” should be at {word} {context[bound]}"
    said = _EXPECTED.get(kind)
    if said:
        return f"“{name}” should be {said}, not {_shown(given)}"
    return f"“{name}”: {error['msg']}"


_EXPECTED = {
    "string_type": "one text",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller number",
    "int_type": "a whole number",
    "bool_parsing": "yes or no",
    "bool_type": "yes or no",
    "tuple_type": "a list",
    "too_long": "a shorter list",
    "list_type": "a list",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
    "model_attributes_type": "a mapping of keys and values",
    "string_too_long": "at most 60 characters long",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "time_delta_type": "a span such as 30 days",
}


def _choices(context: Mapping[str, Any]) -> list[str]:
    expected = str(context.get("expected", ""))
    return [word.strip().strip("'") for word in expected.replace(" or ", ", ").split(",") if word]


def _shown(given: object) -> str:
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list | tuple):
        return "a list"
    text = str(given)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _keys_at(wanted: Any, loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys a model knows at a place, by walking the types along `loc`."""
    here = [wanted]
    for part in loc:
        here = [inner for each in here for inner in _step(each, part)] or here
    return [key for each in here for model in _models(each) for key in model.model_fields]


def _models(wanted: Any) -> Iterator[type[BaseModel]]:
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        yield wanted
    elif get_origin(wanted) in (Union, types.UnionType):
        for each in get_args(wanted):
            yield from _models(each)
    elif get_origin(wanted) is Annotated:
        yield from _models(get_args(wanted)[0])


def _step(wanted: Any, part: int | str) -> Iterator[Any]:
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType, Annotated):
        for each in get_args(wanted):
            yield from _step(each, part)
    elif origin in (tuple, list) and isinstance(part, int):
        yield get_args(wanted)[0]
    elif origin is dict:
        yield get_args(wanted)[1]
    elif isinstance(wanted, type) and issubclass(wanted, BaseModel):
        field = wanted.model_fields.get(str(part))
        if field is not None:
            yield field.annotation
