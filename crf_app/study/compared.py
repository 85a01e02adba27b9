"""Two versions of one definition side by side: which keys differ, as texts a person can read.

The walk follows the models' own fields, so a key that a model gains later is compared without a word here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum, StrEnum
from typing import Any

from crf_app.base.local_text import LocalText
from crf_app.base.values import plain
from crf_app.study.defined import Defined
from crf_app.study.item import Range

Keys = tuple[str | int, ...]


class How(StrEnum):
    """What happened to a thing from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Differing:
    """One key that differs. `keys` lead to it from what was compared.

    `old` and `new` are empty where nothing is given. `language` is given when the words differ in some languages
    only; `also` are the words of the same key in further languages, where they are told together. `quoted` tells words
    and rules, which want quotation marks in a sentence, from figures and names.
    """

    keys: Keys
    old: str
    new: str
    how: How = How.CHANGED
    language: str = ""
    quoted: bool = False
    also: tuple[Differing, ...] = ()

    @property
    def way(self) -> Keys:
        """Where the key is written, from what was compared."""
        return (*self.keys, self.language) if self.language else self.keys

    def within(self, *keys: str | int) -> Differing:
        """Return the same, seen from further up."""
        return replace(self, keys=(*keys, *self.keys))

    @property
    def was(self) -> str:
        """What it was, in all languages that are told together."""
        return self._in_each(self.old, [each.old for each in self.also])

    @property
    def now(self) -> str:
        """What it is now, in all languages that are told together."""
        return self._in_each(self.new, [each.new for each in self.also])

    def _in_each(self, first: str, others: list[str]) -> str:
        if not others:
            return first
        languages = [self.language, *(each.language for each in self.also)]
        return ", ".join(f"{language}: {words}" for language, words in zip(languages, [first, *others], strict=True))

    @property
    def sentence(self) -> str:
        """Say the difference in one line: ``expected 0–10 → 3–6.5``."""
        # The label of a unit is the unit.
        keys = self.keys[:-1] if self.keys[-2:] == ("unit", "label") else self.keys
        what = " ".join(_word(key) for key in keys)
        if self.language:
            what += f" ({self.language})"
        if self.how in (How.ADDED, How.REMOVED):
            given = self.new if self.how is How.ADDED else self.old
            return f"{what} {self.how.value}".strip() + (f": {given}" if given else "")
        if self.how is How.MOVED:
            what = f"{what} moved".strip()
        return f"{what} {self._old_and_new()}" + "".join(f", ({x.language}) {x._old_and_new()}" for x in self.also)

    def _old_and_new(self) -> str:
        return f"{self._given(self.old)} → {self._given(self.new)}"

    def _given(self, text: str) -> str:
        if not text:
            return "(nothing)"
        return f"“{text}”" if self.quoted else text


def _word(key: str | int) -> str:
    return str(key + 1) if isinstance(key, int) else WORDS.get(key, key)


WORDS = {
    "at": "time after the anchor",
    "carry": "offers the last answer",
    "counts_as": "counts as",
    "lower_limit": "lower limit",
    "missing_reasons": "missing reasons",
    "on": "anchor",
    "other_units": "other unit",
    "propose": "proposal",
    "reasons_for_change": "reasons for change",
    "recorded_here": "recorded here",
    "show_earlier": "shows earlier answers",
    "subject_prefix": "subject prefix",
    "upper_limit": "upper limit",
    "when": "rule",
}
"""Keys that are said otherwise than they are written. A key that does not stand here speaks for itself."""


def differing(
    old: Defined, new: Defined, languages: Sequence[str], besides: Set[str] = frozenset()
) -> Iterator[Differing]:
    """Compare two versions of a thing key by key, however deep, but for `besides`; texts in `languages`."""
    for field in {**type(new).model_fields, **type(old).model_fields}:
        if field not in besides:
            yield from _walk(getattr(old, field, None), getattr(new, field, None), (field,), languages)


def _walk(old: Any, new: Any, keys: Keys, languages: Sequence[str]) -> Iterator[Differing]:
    if old == new:
        return
    if isinstance(old, LocalText) or isinstance(new, LocalText):
        yield from _texts(old or _NO_WORDS, new or _NO_WORDS, keys, languages)
        return
    if isinstance(old, Defined) and isinstance(new, Defined) and not isinstance(new, Range):
        for each in differing(old, new, languages):
            yield each.within(*keys)
        return
    before, after = _members(old), _members(new)
    if before is not None and after is not None:
        yield from _kept_and_not(before, after, keys, languages, ordered=isinstance(new, tuple))
    elif shown(old) != shown(new):
        words = (each for each in (old, new) if isinstance(each, str) and not isinstance(each, Enum))
        quoted = any(not _ONE_WORD.fullmatch(each) for each in words)
        yield Differing(keys, shown(old), shown(new), quoted=quoted)


def in_one(found: Iterable[Differing], apart: Callable[[Differing], object]) -> Iterator[Differing]:
    """Put the words of one key in several languages together, but for those that `apart` tells from each other."""
    groups: dict[object, list[Differing]] = {}
    for n, each in enumerate(found):
        groups.setdefault((each.keys, apart(each)) if each.language else n, []).append(each)
    for first, *others in groups.values():
        yield replace(first, also=tuple(others))


_NO_WORDS = LocalText(())
_ONE_WORD = re.compile(r"[\w./%-]*")


def _texts(old: LocalText, new: LocalText, keys: Keys, languages: Sequence[str]) -> Iterator[Differing]:
    """Compare texts as people of each language read them: one text for all is no other than the same given twice."""
    pairs = {each: (_one_blank(old.in_(each)), _one_blank(new.in_(each))) for each in languages}
    if len(set(pairs.values())) == 1:
        before, after = next(iter(pairs.values()))
        pairs = {"": (before, after)}
    for language, (before, after) in pairs.items():
        if before != after:
            yield Differing(keys, before, after, language=language, quoted=True)


def _members(value: Any) -> Mapping[str, Any] | None:
    """Return what a mapping or list holds under the names it is known by; None for plain values."""
    if isinstance(value, dict):
        return {str(name): each for name, each in value.items()}
    if not isinstance(value, tuple) or not all(isinstance(each, Defined) for each in value):
        return None
    names = [name_of(each) for each in value]
    if None in names or len(set(names)) < len(names):
        names = [str(number) for number in range(1, len(value) + 1)]
    return {name: each for name, each in zip(names, value, strict=True) if name is not None}


def name_of(thing: Defined) -> str | None:
    """Return what tells a thing from its like: its id, its code, or a label that is stored."""
    found = (getattr(thing, key, None) for key in ("id", "code", "label", "name"))
    return next((each for each in found if isinstance(each, str)), None)


def _kept_and_not(
    old: Mapping[str, Any], new: Mapping[str, Any], keys: Keys, languages: Sequence[str], *, ordered: bool
) -> Iterator[Differing]:
    for name in (*new, *(name for name in old if name not in new)):
        here = (*keys, name)
        if name not in old:
            yield Differing(here, "", shown(new[name], name), How.ADDED)
        elif name not in new:
            yield Differing(here, shown(old[name], name), "", How.REMOVED)
        else:
            yield from _walk(old[name], new[name], here, languages)
    if ordered:
        yield from (each.within(*keys) for each in moved(list(old), list(new)))


def moved(old: Sequence[str], new: Sequence[str]) -> Iterator[Differing]:
    """Find those of both lists that stand elsewhere among each other than before, and after which they stand."""
    both = set(old) & set(new)
    before, after = [each for each in old if each in both], [each for each in new if each in both]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {after[n] for block in blocks for n in range(block.b, block.b + block.size)}
    for name in after:
        if name not in stayed:
            yield Differing((name,), _behind(name, before), _behind(name, after), How.MOVED)


def _behind(name: str, names: Sequence[str]) -> str:
    place = names.index(name)
    return f"after {names[place - 1]}" if place else "first"


def shown(value: Any, name: str = "") -> str:
    """Return a value as people read it; nothing for nothing, and nothing for what its `name` has said already."""
    if value is None or (isinstance(value, str) and value == name):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return _rule(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, timedelta):
        return _span(value)
    if isinstance(value, LocalText):
        return _one_blank(str(value))
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, Defined):
        return _parts(value, name)
    if isinstance(value, dict):
        return ", ".join(f"{each}: {shown(inner)}" for each, inner in value.items())
    if isinstance(value, tuple) and value and all(isinstance(each, timedelta) for each in value):
        return " to ".join(_span(each) for each in value)
    if isinstance(value, tuple | list):
        return ", ".join(shown(each) for each in value)
    return str(value)


def _parts(thing: Defined, name: str) -> str:
    """Say a whole thing: by its own name, or where that is said already by the keys that are given."""
    own = name_of(thing)
    if own is not None and not name:
        return own
    given = ((key, shown(getattr(thing, key))) for key in type(thing).model_fields)
    return ", ".join(f"{WORDS.get(key, key)} {text}" for key, text in given if text not in ("", "no", own))


def _range(ends: Range) -> str:
    low, high = (None if end is None else plain(end) for end in (ends.low, ends.high))
    if low is None or high is None:
        return f"from {low}" if low is not None else f"up to {high}" if high is not None else ""
    return f"{low} to {high}" if low.startswith("-") else f"{low}–{high}"


_SPANS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def _span(value: timedelta) -> str:
    unit, size = next(each for each in _SPANS if not value % each[1] or each[0] == "minute")
    many = value // size
    return f"{many} {unit}" if abs(many) == 1 else f"{many} {unit}s"


_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")


def _rule(text: str) -> str:
    """Make each run of white space one blank, but for what stands in quotes: how a rule is broken is no matter."""
    parts = (part if n % 2 else re.sub(r"\s+", " ", part) for n, part in enumerate(_QUOTED.split(text)))
    return "".join(parts).strip()


def _one_blank(text: str) -> str:
    return " ".join(text.split())
