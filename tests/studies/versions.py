"""What the second reading of the first trial says otherwise, as docs/studies.md shows it.

``python -m tests.studies.versions`` writes it there anew.
"""

from __future__ import annotations

import re
from pathlib import Path

from crf_app.base.files import bundled
from crf_app.services.opening import load_whole
from crf_app.study.difference import Difference, differences

PAGE = Path(__file__).parents[2] / "docs" / "studies.md"
WIDTH = 130


def between_readings() -> tuple[Difference, ...]:
    """Return the differences between the two readings of the sources."""
    first, second = (load_whole(bundled("forms", name)) for name in ("spms-plmsc", "spms-plmsc-methods"))
    return differences(first, second)


def listed() -> str:
    """Return them as the page shows them: one line each under its part, cut where it is long."""
    lines: list[str] = []
    part = ""
    for each in between_readings():
        if re.match(r"\w+ \((fa|zh)\)", each.text):
            continue
        if each.part != part:
            part = each.part
            lines.append(part)
        line = f"  {each.code}  {each.name}: {each.text}"
        lines.append(line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…")
    return "\n".join(["```", *lines, "```"])


def written_anew(text: str) -> str:
    """Return the page with the list as it is now."""
    block = f"<!-- differences -->\n{listed()}\n<!-- end -->"
    return re.sub(r"<!-- differences -->\n.*?<!-- end -->", lambda _: block, text, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(written_anew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
