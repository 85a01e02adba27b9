"""No key of a definition is forgotten: whichever is changed, the difference is told.

The models are walked as they are, so a key that is added to one of them is tried here from its first day.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest

from crf_app.base.local_text import LocalText
from crf_app.expressions.tables import Cell, Table, TableRow
from crf_app.expressions.types import Type
from crf_app.study.defined import Defined
from crf_app.study.difference import differences
from crf_app.study.differences_of_study import IRRELEVANT
from crf_app.study.load import load_texts
from crf_app.study.schedule import Arm, Moment, Period
from crf_app.study.study import Amends, Study
from tests.study.small_study import TEXTS

Path = tuple[str | int, ...]

OTHER = "something_else"
WORDS = LocalText.of({"": "Something else"})
FIRST_WORDS = LocalText.of({"": "Something"})
TABLE = Table(
    OTHER, {"sex": Type.TEXT}, {"low": Type.NUMBER}, (TableRow((Cell("male", "male"),), {"low": Decimal(13)}),)
)

TAKEN_FOR_GRANTED = {(Study, field) for field in IRRELEVANT}
"""What says nothing by itself: the compiled rules, the texts they came from, and the print of those."""


def made(wanted: Any) -> Any:
    """Make something of a type."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin is Annotated:
        return made(args[0])
    if origin in (Union, types.UnionType):
        return made(args[0])
    if origin is Literal:
        return args[-1]
    if origin is tuple:
        return (made(args[0]),) if args[-1] is Ellipsis else tuple(made(each) for each in args)
    if origin is dict:
        return {OTHER: TABLE if args[1] is Any else made(args[1])}
    if isinstance(wanted, type) and issubclass(wanted, Defined):
        fields = wanted.model_fields.items()
        needed = [(name, field) for name, field in fields if field.is_required()] or fields
        return wanted.model_construct(**{name: made(field.annotation) for name, field in needed})
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return list(wanted)[-1]
    plain = {str: OTHER, int: 77, bool: True, Decimal: Decimal(77), timedelta: timedelta(days=77), LocalText: WORDS}
    return plain[wanted]


def other(wanted: Any, value: Any) -> Any:
    """Make something of a type that is not `value`."""
    if isinstance(value, bool):
        return not value
    new = made(wanted)
    if isinstance(value, tuple) and get_args(wanted)[-1] is Ellipsis:
        return (*value, *new)
    if isinstance(value, dict) and isinstance(new, dict):
        return value | new
    if new == value and isinstance(value, Enum):
        return next(iter(type(value)))
    if new == value and get_origin(wanted) is Literal:
        return get_args(wanted)[0]
    assert new != value, f"nothing else of {wanted} is known"
    return new


def changed(thing: Defined, **update: Any) -> Defined:
    held = {name: getattr(thing, name) for name in type(thing).model_fields}
    return type(thing).model_construct(**(held | update))


def put(thing: Any, path: Path, value: Any) -> Any:
    """Return `thing` with another value at a path."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(thing, dict):
        return {**thing, step: put(thing[step], rest, value)}
    if isinstance(thing, tuple):
        assert isinstance(step, int)
        return (*thing[:step], put(thing[step], rest, value), *thing[step + 1 :])
    return changed(thing, **{str(step): put(getattr(thing, str(step)), rest, value)})


def whole() -> Study:
    """The small study, with one of each thing it does not use."""
    study, _ = load_texts(TEXTS | {"tables/none.yaml": 'keys: {a: text}\nvalues: {b: number}\nrows: [["x", "1"]]\n'})
    assert study is not None
    schedule = changed(
        study.schedule,
        periods=(Period(id="first", label=FIRST_WORDS, baseline="treatment"),),
        arms=(Arm(id="a", label=FIRST_WORDS),),
    )
    moment = Moment(form="consent", item="consented", visit="screening")
    facts = changed(study.facts, amends=(Amends(changes="aid.stick", because=FIRST_WORDS),))
    whole = put(put(study, ("schedule",), schedule), ("facts",), facts)
    found: Study = put(whole, ("schedule", "anchors", "day_0", "planned"), moment)
    return found


def found_in(thing: Any, path: Path = ()) -> Iterator[tuple[Path, Defined]]:
    """Walk everything that is defined in a study."""
    if isinstance(thing, Defined):
        yield path, thing
        for name in type(thing).model_fields:
            yield from found_in(getattr(thing, name), (*path, name))
    elif isinstance(thing, dict):
        for name, each in thing.items():
            yield from found_in(each, (*path, name))
    elif isinstance(thing, tuple):
        for n, each in enumerate(thing):
            yield from found_in(each, (*path, n))


def reached(wanted: Any) -> Iterator[type[Defined]]:
    """Walk all models that a model is made of."""
    if isinstance(wanted, type) and issubclass(wanted, Defined):
        yield wanted
        for field in wanted.model_fields.values():
            yield from reached(field.annotation)
    for each in get_args(wanted):
        yield from reached(each)


STUDY = whole()
FIRST: dict[type[Defined], Path] = {}
for _path, _thing in found_in(STUDY):
    FIRST.setdefault(type(_thing), _path)

KEYS = [(model, name) for model in FIRST for name in model.model_fields if (model, name) not in TAKEN_FOR_GRANTED]


def test_every_model_of_a_study_is_tried() -> None:
    assert set(reached(Study)) == set(FIRST)
    assert {(model, name) for model in FIRST for name in model.model_fields} == set(KEYS) | TAKEN_FOR_GRANTED


@pytest.mark.parametrize(("model", "name"), KEYS, ids=lambda each: each if isinstance(each, str) else each.__name__)
def test_a_change_of_any_key_is_told(model: type[Defined], name: str) -> None:
    path = (*FIRST[model], name)
    value = next(getattr(thing, name) for at, thing in found_in(STUDY) if at == FIRST[model])
    new = put(STUDY, path, other(model.model_fields[name].annotation, value))
    told = [each for each in differences(STUDY, new) if each.code not in ("D002", "D003")]
    assert told
    assert differences(new, STUDY)
    assert differences(new, new) == ()
