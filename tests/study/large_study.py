"""Makes a large study and tells how long it loads: ``python -m tests.study.large_study``."""

from __future__ import annotations

import cProfile
import pstats
import sys
import time

from crf_app.study.load import load_texts
from tests.study.small_study import TEXTS


def large(forms: int = 100, items: int = 30, rules: int = 10) -> dict[str, str]:
    """Return the small study with `forms` more forms of `items` items and `rules` rules each.

    A third of the items has an expected range, which makes as many checks again.
    """
    names = [f"form_{n}" for n in range(forms)]
    texts = dict(TEXTS)
    texts["schedule.yaml"] = texts["schedule.yaml"].replace(
        "forms: [walk, vitals]", f"forms: [walk, vitals, {', '.join(names)}]"
    )
    for name in names:
        texts[f"forms/{name}.yaml"] = _form(name, items, rules)
    return texts


def _form(name: str, items: int, rules: int) -> str:
    lines = [
        f"id: {name}",
        "version: 1",
        f"title: {{en: Form {name}, fa: فرم {name}}}",
        "sections:",
        "  - id: main",
        "    title: Main",
        "    items:",
    ]
    for n in range(items):
        lines += [
            f"      - id: item_{n}",
            "        kind: decimal",
            f"        label: {{en: Item {n} of this form, fa: مورد {n}}}",
            "        unit: mg/dL",
        ]
        if n % 3 == 0:
            lines.append("        expected: [0, 60.5]")
        if 0 < n <= rules // 2:
            lines.append(f"        derive: round(item_{n - 1} * 2 + item_0 / 3, 1)")
    lines.append("checks:")
    for n in range(rules - rules // 2):
        lines += [
            f"  - id: {name}_check_{n}",
            f"    item: item_{n}",
            f"    when: item_{n} > item_{n + 1} and previous.{name}.item_{n} < 5",
            f'    message: {{en: "{{item_{n}}} is too high", fa: "{{item_{n}}} زیاد است"}}',
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print sizes and seconds; with an argument, where they were spent."""
    load_texts(TEXTS)  # what is loaded once for all studies does not count
    for title, texts in (("small", TEXTS), ("100 forms", large())):
        start = time.perf_counter()
        study, findings = load_texts(texts)
        seconds = time.perf_counter() - start
        assert study is not None
        assert findings == ()
        items = sum(len(list(form.items())) for form in study.forms.values())
        rules = sum(map(len, study.rulebook.order.values()))
        size = sum(map(len, texts.values())) // 1000
        sys.stdout.write(f"{title}: {size} KB, {items} items, {rules} rules: {seconds:.3f} s\n")
    if len(sys.argv) > 1:
        profile = cProfile.Profile()
        profile.runcall(load_texts, large())
        pstats.Stats(profile).sort_stats("cumulative").print_stats(35)


if __name__ == "__main__":
    main()
