"""How long authors wait: loading studies, and checking a folder with its scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crf_app.base.files import bundled
from crf_app.capture.scenario import check_study
from crf_app.study.load import load_study, load_texts
from tests.bench.measuring import Figure, repeated, taken
from tests.study.large_study import large


def figures() -> Iterator[Figure]:
    """Load a large study and each that is shipped, and check the shipped ones."""
    loads = repeated(partial(load_texts, large()), 5)
    yield Figure.of("load 100 forms, 3,000 items, 1,000 rules", *loads, bar="<= 1,500 ms")
    for folder in sorted(path.parent for path in bundled("forms").glob("*/study.yaml")):
        study, _ = load_study(folder)
        assert study is not None
        items = sum(len(list(form.items())) for form in study.forms.values())
        loads = repeated(partial(load_study, folder), 5)
        yield Figure.of(f"load {folder.name}", *loads, note=f"{len(study.forms)} forms, {items} items")
        played = len(check_study(folder).played)
        yield Figure.of("  check it", taken(partial(check_study, folder)), note=f"{played} scenarios played")
