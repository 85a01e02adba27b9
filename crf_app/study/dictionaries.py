"""Term lists that come with the program and stand in for a code list."""

from __future__ import annotations

import csv
from functools import cache

from crf_app.base.files import bundled
from crf_app.base.local_text import LocalText
from crf_app.study.codelist import Code

CTCAE_V5 = "ctcae-v5"
"""The adverse event terms of CTCAE v5.0 (US NCI, 27 November 2017), a work of the US government."""

DICTIONARIES = (CTCAE_V5,)


@cache
def dictionary(name: str) -> tuple[Code, ...]:
    """Return the codes of a bundled dictionary, one of `DICTIONARIES`.

    The code and label of a CTCAE code are its term; the hint is its system organ class and the
    grades it has.

    Raises:
        KeyError: there is no such dictionary.
        Fault: its file is missing from the installation.
    """
    if name != CTCAE_V5:
        raise KeyError(name)
    path = bundled("resources", "ctcae", "ctcae-v5-terms.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Code.model_construct(
                code=row["term"],
                label=LocalText.of({"": row["term"]}),
                hint=LocalText.of({"": f"{row['system_organ_class']} · {row['grades']}"}),
                cdisc=None,
            )
            for row in csv.DictReader(file)
        )
