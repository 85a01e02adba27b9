"""Reads codes: the code itself or its words in any language, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crf_app.base.digits import latin_digits
from crf_app.base.words import mark
from crf_app.capture.unreadable import Unreadable, fold, without_marks
from crf_app.study.codelist import CodeList

_YES: Final = frozenset(map(fold, ("y", "yes", "1", "s", "sí", "si", "بله", "بلی", "آری", "是", "有")))
_NO: Final = frozenset(map(fold, ("n", "no", "0", "خیر", "نه", "否", "无")))
_BETWEEN: Final = re.compile(r"[,;،؛、，；+]")

_NOT_YES_NO: Final = mark("“{raw}” is neither yes nor no. Type y or n. Nothing was lost.")
_NOT_IN_LIST: Final = mark("“{word}” is not in the list. Type one of its codes or words. Nothing was lost.")
_TWO_MEANINGS: Final = mark("“{word}” stands for several codes: {codes}. Type the code. Nothing was lost.")


def read_yes_no(raw: str, codes: CodeList | None) -> str:
    """Read ``yes`` or ``no``. Raises Unreadable."""
    word = fold(latin_digits(without_marks(raw)))
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    if codes is not None and (found := _meant(word, codes)):
        return found
    raise Unreadable(_NOT_YES_NO)


def read_code(raw: str, codes: CodeList | None) -> str:
    """Read one code of the list. Raises Unreadable."""
    word = without_marks(raw)
    found = _meant(word, codes) if codes is not None else None
    if found is None:
        raise Unreadable(_NOT_IN_LIST, word=_short(word))
    return found


def read_codes(raw: str, codes: CodeList | None) -> tuple[str, ...]:
    """Read codes parted by blanks or commas, in the order of the list. Raises Unreadable."""
    if codes is None:
        raise Unreadable(_NOT_IN_LIST, word=_short(raw))
    chosen = {code for part in _BETWEEN.split(without_marks(raw)) for code in _part(part, codes)}
    if not chosen:
        raise Unreadable(_NOT_IN_LIST, word=_short(raw))
    return tuple(each.code for each in codes.codes if each.code in chosen)


def _part(part: str, codes: CodeList) -> Iterator[str]:
    """Read what stands between two commas: the words of one code, or codes with blanks between."""
    part = part.strip()
    if not part:
        return
    whole = _meant(part, codes)
    if whole is not None:
        yield whole
        return
    for word in part.split():
        yield read_code(word, codes)


def _meant(word: str, codes: CodeList) -> str | None:
    """Return the code a word stands for: as written, else by its case, else by its label."""
    if word in codes:
        return word
    wanted = fold(latin_digits(word))
    same = [each.code for each in codes.codes if fold(latin_digits(each.code)) == wanted]
    if not same:
        same = [
            each.code
            for each in codes.codes
            if any(fold(latin_digits(words)) == wanted for _, words in each.label.texts)
        ]
    if len(same) > 1:
        raise Unreadable(_TWO_MEANINGS, word=_short(word), codes=", ".join(same[:5]))
    return same[0] if same else None


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
