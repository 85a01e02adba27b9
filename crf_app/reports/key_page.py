"""The key to marks: the last page of every casebook."""

from __future__ import annotations

from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app.base.digits import local_figures
from crf_app.base.words import Say
from crf_app.reports.blocks import Mark, Space, key_list, title_line, two_columns
from crf_app.reports.document import Anchor, HeaderVisit
from crf_app.reports.inline import Content, Gap, Run, island
from crf_app.reports.marks import MATRIX_R, MarkKind
from crf_app.reports.sheet import RED, SOFT, StyleSheet, TextStyle
from crf_app.reports.tag import TagBox, status_tag
from crf_app.reports.text import Text
from crf_app.reports.values import PLAIN, SB, SLANTED

KEY_ANCHOR = "key"


def key_page(sheet: StyleSheet, say: Say) -> list[Flowable]:
    """Return the key to marks and codes, on a page of its own."""
    left = [
        *key_list(sheet, say("Visits and pages"), _visits(sheet, say)),
        *key_list(sheet, say("Queries"), _queries(sheet, say), space_before=11),
        *key_list(
            sheet,
            say("Checks against source"),
            [(_mark(MarkKind.VERIFIED, sheet),
              say("compared with the source on this day; the mark goes when the value changes"))],
            space_before=11,
        ),
    ]  # fmt: skip
    right = [
        *key_list(sheet, say("Values"), _values(sheet, say), mark_width=34 * mm),
        *key_list(sheet, say("The document"), _tags(sheet, say), mark_width=44 * mm, space_before=11),
    ]
    return [
        HeaderVisit(None),
        Anchor(KEY_ANCHOR),
        title_line(sheet, say("Key to marks and codes")),
        Space(5),
        two_columns(sheet, left, right),
    ]


def _mark(kind: MarkKind, sheet: StyleSheet) -> Mark:
    return Mark(kind, sheet.body, r=MATRIX_R)


def _visits(sheet: StyleSheet, say: Say) -> list[tuple[Content | Flowable, str]]:
    return [
        (_mark(MarkKind.SIGNED, sheet), say("complete and signed, nothing changed since")),
        (_mark(MarkKind.COMPLETE, sheet), say("complete")),
        (_mark(MarkKind.BEGUN, sheet), say("begun")),
        (_mark(MarkKind.WINDOW_OPEN, sheet), say("window open, nothing entered")),
        (_mark(MarkKind.OVERDUE, sheet), say("window over, nothing entered, not yet called missed")),
        (_mark(MarkKind.MISSED, sheet), say("missed, or not done with a reason")),
        (_mark(MarkKind.OFF_WINDOW, sheet), say("kept outside its window")),
        (_mark(MarkKind.LATER, sheet), say("window not yet open")),
        (_mark(MarkKind.NOT_PLANNED, sheet), say("not applicable: the subject died, left or completed the study")),
    ]


def _queries(sheet: StyleSheet, say: Say) -> list[tuple[Content | Flowable, str]]:
    return [
        (_mark(MarkKind.QUERY_OPEN, sheet), say("open, waits for the site")),
        (_mark(MarkKind.QUERY_ANSWERED, sheet), say("answered, waits for the monitor")),
        (_mark(MarkKind.QUERY_CLOSED, sheet), say("closed", context="state of a query")),
        (_mark(MarkKind.QUERY_CANCELLED, sheet), say("cancelled: asked in error", context="state of a query")),
    ]


def _values(sheet: StyleSheet, say: Say) -> list[tuple[Content | Flowable, str]]:
    def figure(text: str) -> Run:
        return island(local_figures(text, say.language))

    def beside(words: str) -> list[Gap | Run]:
        return [Gap(), Run(words, size=8.0, colour=SOFT, weight=PLAIN)]

    def sample(*parts: Gap | Run, style: TextStyle = sheet.value) -> Text:
        return Text(list(parts), style)

    plain = sheet.body
    letter = "الف" if say.language == "fa" else "a"
    changed = say("changed after first saving; see the note of that letter")
    beyond = say("below the quantified range of that run, kept as reported (ALQ: above)")
    return [
        (sample(figure("6.5")), say("as captured")),
        (sample(figure("6.5"), *beside(say("derived")), style=plain), say("worked out by a rule of the study")),
        (sample(figure("6.5"), Run(letter, raised=True)), changed),
        (
            sample(figure("124"), Gap(), Run("H", colour=RED)),
            say("above (L: below) the reference or the expected range"),
        ),
        (sample(figure("<2.0"), Gap(), Run("BLQ", weight=SB)), beyond),
        (sample(Run(say("not done: refused"), weight=SLANTED), style=plain), say("no value, and why")),
        (sample(Run("2024-10"), *beside(say("day unknown"))), say("the rest of the date is not known")),
        (sample(Run("“6,5,”")), say("cannot be read, kept as typed")),
        (
            Text(say("{section} (source)", section=say("Value")), plain),
            say("recorded here first: the entry is the source itself (copied: from a source elsewhere)"),
        ),
        (
            sample(replace(figure("3"), colour=SOFT), *beside(say("kept", context="a hidden value"))),
            say("not asked any more, kept as entered"),
        ),
    ]


def _tags(sheet: StyleSheet, say: Say) -> list[tuple[Content | Flowable, str]]:
    def box(status: str) -> TagBox:
        return TagBox(status_tag(status, say.language), sheet)

    return [
        (box("interim"), say("printed before everything is complete and signed")),
        (box("final"), say("complete and signed, no query waits")),
        (box("changed"), say("a signed value has changed; a new signature is due")),
        (box("blank"), say("a form to fill by hand")),
        (box("exercise"), say("training; not part of the study")),
    ]
