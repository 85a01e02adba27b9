"""What of paper is tried by the self-test, and the page of evidence it leaves."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app import __version__
from crf_app.reports.blocks import Space, form_head, label_list, title_line
from crf_app.reports.catalogue import Printer, order_of, print_report
from crf_app.reports.document import DocumentFacts, build
from crf_app.reports.fonts import Family, Weight, face
from crf_app.reports.making import write_whole
from crf_app.reports.read_back import archive_level, words_of
from crf_app.reports.sheet import FRAME_WIDTH, StyleSheet, style_sheet
from crf_app.reports.table import CellLike, Column, RuledTable, table
from crf_app.reports.tag import Tag
from crf_app.reports.text import Text
from crf_app.services.self_test import INSTALLATION, OPERATION, Bench, Check, Evidence, Tried, must
from crf_app.services.self_test_operation import LABEL, as_person

_WIDTHS = tuple(n * mm for n in (52, 96, 14, 12))


def fonts(_bench: Bench) -> str:
    """Load every font a page can be set in."""
    faces = {face(family, weight).name: len(face(family, weight).glyphs) for family in Family for weight in Weight}
    must(all(faces.values()), "a font has no letters")
    return ", ".join(f"{name} {count:,} letters" for name, count in faces.items())


def casebook(bench: Bench) -> str:
    """Print the casebook of the made-up subject, and find again what must stand on it."""
    must(bool(bench.subject), "not tried: no visit was entered")
    desk = as_person(bench, "reading")
    order = order_of(desk.file, desk.study, "casebook", subject=LABEL)
    printed = print_report(desk.file, Printer.at(desk), order)
    must(archive_level(printed.content) == "2B", "it does not call itself an archive file")
    words = words_of(printed.content)
    name = desk.actor.name if desk.actor else ""
    wanted = [LABEL, desk.study.facts.short, desk.file.seal(), name, __version__]
    lost = [each for each in wanted if each.replace(" ", "") not in words.replace(" ", "")]
    must(not lost, f"these words are not found on it: {', '.join(lost)}")
    return f"{printed.pages} pages, PDF/A-2b, sha256 {printed.sha256[:16]}; {len(wanted)} texts found again"


PAPER_CHECKS = (
    Check("fonts", INSTALLATION, "The fonts of paper can be loaded", fonts),
    Check("casebook", OPERATION, "A casebook is printed, and its words are found again", casebook),
)


def keep_evidence(evidence: Evidence, out: Path, by: str) -> int:
    """Write the page of evidence; returns its number of sheets. Raises Fault."""
    target = io.BytesIO()
    pages = build(target, _facts(evidence, by), _story(evidence))
    write_whole(out, target.getvalue())
    return pages


def _facts(evidence: Evidence, by: str) -> DocumentFacts:
    return DocumentFacts(
        study="crf-app",
        registration=f"version {evidence.version}",
        site=evidence.machine,
        site_name="",
        report="Self-test",
        tag=Tag("filled", "PASSED") if evidence.passed else Tag("alarm", "FAILED"),
        printed_at=evidence.at,
        printed_by=by,
        program_version=evidence.version,
        study_version="–",
        subject_words="the installed program",
        title=f"crf-app {evidence.version} · Self-test on {evidence.machine}",
    )


def _story(evidence: Evidence) -> list[Flowable]:
    sheet = style_sheet("en")
    failed = sum(not each.passed for each in evidence.tried)
    made = sum(each.applies for each in evidence.tried)
    outcome = f"{failed} of {made} checks failed" if failed else f"{made} checks passed"
    if made < len(evidence.tried):
        outcome += f", {len(evidence.tried) - made} not applicable here"
    about = [
        ("Machine", evidence.machine),
        ("System", f"{evidence.system}, Python {evidence.python}"),
        ("When", f"{evidence.at:%Y-%m-%d %H:%M:%S %z}"),
        ("Reviewed by, on", ""),
    ]
    story: list[Flowable] = [
        title_line(sheet, "Self-test of the installed program", state=outcome),
        Space(4),
        label_list(sheet, about, width=FRAME_WIDTH, label_width=30 * mm),
    ]
    for part, title in ((INSTALLATION, "Installation (IQ)"), (OPERATION, "Operation (OQ)")):
        story += [form_head(sheet, title), _tried(sheet, [each for each in evidence.tried if each.part == part])]
    return story


def _tried(sheet: StyleSheet, tried: Sequence[Tried]) -> RuledTable:
    rows: list[list[CellLike]] = [
        [
            Text(each.title, sheet.note, source="person"),
            Text(each.seen, sheet.note, source="person"),
            Text(each.result, sheet.note),
            f"{each.seconds:.1f} s",
        ]
        for each in tried
    ]
    columns = [*(Column(width, style=sheet.note) for width in _WIDTHS[:3]), Column(_WIDTHS[3], "end", style=sheet.note)]
    return table(sheet, columns, rows, head=[["Check", "Seen", "Result", "Took"]])
