"""What a derived value is worked out from, in the words of the study: never the source of its rule."""

from __future__ import annotations

import re
from typing import Final

from crf_app.expressions.edss_choices import ALGORITHM, WITHOUT_CHOICES
from crf_app.reports.wording import Wording
from crf_app.study.form import Form
from crf_app.study.item import Item

_MOST_ITEMS: Final = 4
_MOST_LETTERS: Final = 72
"""What reads well beside a value; of a longer list only "derived" is said."""

_TEXT: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_EDSS: Final = re.compile(r"edss_step\s*\((?P<arguments>[^()]*)\)")
_CHOOSES: Final = 9
"""How many commas a call of the EDSS step has that chooses where published calculators differ."""

_NAME: Final = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\.\w+)*")


def algorithm_of(item: Item) -> str:
    """Return the name of a published algorithm a rule follows, as ``edss_step 3``; empty for rules of the study."""
    step = _EDSS.fullmatch((item.derive or "").strip())
    if step is None:
        return ""
    return ALGORITHM if step["arguments"].count(",") >= _CHOOSES else WITHOUT_CHOICES


def worked_out_from(wording: Wording, form: Form, item: Item) -> str:
    """Return the items a rule reads, ``weight, prescribed cells per kg``; empty when they are too many to read."""
    names = _NAME.findall(_TEXT.sub("", item.derive or ""))
    labels = dict.fromkeys(filter(None, (_label(wording, form, name) for name in names)))
    said = wording.say.joined(_inside(wording, label) for label in labels)
    return said if len(labels) <= _MOST_ITEMS and len(said) <= _MOST_LETTERS else ""


def _label(wording: Wording, form: Form, name: str) -> str:
    """Return what a name of a rule is called on paper; empty for what is no item, such as a code."""
    *way, last = name.split(".")
    forms = wording.study.forms
    read = next((forms[step] for step in way if step in forms), form)
    if not read.has(last):
        return ""
    item = read.item(last)
    row = read.section_of(last).row_label(way[-1]) if way and way[-1] not in forms else None
    label = wording.label(item.label)
    return wording.say("{row}, {item}", row=wording.label(row), item=_inside(wording, label)) if row else label


def _inside(wording: Wording, label: str) -> str:
    """Return a label as it stands in a sentence: in English and Spanish without its capital, unless it is a name."""
    word = re.sub(r"[-'’]", "", re.split(r"[\s,:]", label, maxsplit=1)[0])[1:]
    plain = wording.language in ("en", "es") and word.isalpha() and word.islower()
    return label[:1].lower() + label[1:] if plain else label
