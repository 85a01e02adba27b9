"""From keystrokes to an answer: what a person typed, read as the kind of item it belongs to.

Nothing typed is ever lost. What cannot be read becomes an answer that holds the text as it stands;
what is read keeps the person's own keystrokes wherever they differ from the value's canonical text.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from crf_app.base.texts import whole
from crf_app.base.values import Answer, Kind, to_text
from crf_app.base.words import mark, words
from crf_app.capture.typed_codes import read_code, read_codes, read_yes_no
from crf_app.capture.typed_dates import read_date, read_date_time
from crf_app.capture.typed_numbers import number_text, read_number
from crf_app.capture.typed_times import read_duration, read_time
from crf_app.capture.unreadable import Unreadable, without_marks
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item

_KEPT_AS_TYPED: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.FILE})

_NO_NUL: Final = mark("The text holds a sign no file can keep. Type it again. Nothing was lost.")

# Any day does when only the reason is wanted.
_SOME_DAY: Final = date(2000, 1, 1)


def read_typed(item: Item, raw: str, codes: CodeList | None, today: date) -> Answer | None:
    """Read what was typed for `item`. Blank text is None, a note has no answer; nothing raises.

    `codes` is the item's code list. `today` completes a day typed without its year, and "today".
    """
    raw = whole(raw)
    if item.kind is Kind.NOTE or not without_marks(raw):
        return None
    try:
        answer = _read(item, raw, codes, today)
    except Unreadable:
        return Answer(unreadable=raw)
    if item.kind in _KEPT_AS_TYPED or canonical_text(answer) == raw:
        return answer
    return Answer(answer.value, typed=raw, unit=answer.unit)


def why_unreadable(
    item: Item,
    raw: str,
    language: str,
    *,
    codes: CodeList | None = None,
    today: date = _SOME_DAY,
) -> str:
    """Return one sentence that says what could be read instead; nothing where `raw` is readable.

    Without its `codes` a code item can only be told that the word is not in its list.
    """
    raw = whole(raw)
    if item.kind is Kind.NOTE or not without_marks(raw):
        return ""
    try:
        _read(item, raw, codes, today)
    except Unreadable as reason:
        return reason.said(words(language), raw)
    return ""


def canonical_text(answer: Answer) -> str:
    """Return the one text that reads as this answer's value: what exports and comparisons use."""
    if answer.value is None:
        return answer.unreadable or ""
    return number_text(answer) if answer.unit else to_text(answer.value)


def text_to_edit(answer: Answer | None) -> str:
    """Return what a field shows for editing: the keystrokes, else the canonical text."""
    if answer is None:
        return ""
    return answer.typed if answer.typed is not None else canonical_text(answer)


def _read(item: Item, raw: str, codes: CodeList | None, today: date) -> Answer:
    if "\0" in raw:
        raise Unreadable(_NO_NUL)
    match item.kind:
        case Kind.INTEGER | Kind.DECIMAL | Kind.MEASURED:
            return read_number(item, raw)
        case Kind.YES_NO:
            return Answer(read_yes_no(raw, codes))
        case Kind.CODE:
            return Answer(read_code(raw, codes))
        case Kind.CODES:
            return Answer(read_codes(raw, codes))
        case Kind.DATE:
            return Answer(read_date(item, raw, today))
        case Kind.DATE_TIME:
            return Answer(read_date_time(item, raw, today))
        case Kind.TIME:
            return Answer(read_time(raw))
        case Kind.DURATION:
            return Answer(read_duration(raw, item.unit.label if item.unit else None))
        case _:
            return Answer(raw)
