"""Blocks of review: query threads, signatures, changes after first saving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Content, Gap, Part, Run, parts_of
from crf_app.reports.marks import MarkKind
from crf_app.reports.pieces import (
    BETWEEN_BLOCKS,
    Mark,
    plain_table,
)
from crf_app.reports.sheet import (
    BLOCK_RULE,
    HEAD_RULE,
    RED,
    StyleSheet,
)  # fmt: skip
from crf_app.reports.table import Cell, CellLike, Row, RuledTable
from crf_app.reports.text import Text


@dataclass(frozen=True)
class Message:
    """One message of a query: when, who, what was said."""

    when: Content
    who: Content
    text: Content


@dataclass(frozen=True)
class Thread:
    """One query with its messages; `state` is red and heavy while the query is open."""

    number: str
    subject: Content
    mark: MarkKind
    state: Content
    messages: Sequence[Message]
    anchor: str | None = None


_THREAD = (6 * mm, 31 * mm, 38 * mm, 99 * mm)


def query_threads(sheet: StyleSheet, title: str, threads: Sequence[Thread], *, anchor: str | None = None) -> RuledTable:
    """Return the queries of a visit under one rule; a query's head stays with its first message."""
    note = sheet.note
    strong = note.but(weight=Weight.SEMIBOLD)
    rows: list[Row] = [
        Row([Cell(Text(title, sheet.subhead), span=4)], keep=True, top=2.6, bottom=0.5,
            anchor=anchor)
    ]  # fmt: skip
    for thread in threads:
        waits = thread.mark in (MarkKind.QUERY_OPEN, MarkKind.QUERY_ANSWERED)
        state = strong.but(colour=RED) if waits else sheet.note_soft
        what: list[Part] = [Run(thread.number), Gap(), *parts_of(thread.subject)]
        rows.append(
            Row(
                [
                    Mark(thread.mark, note),
                    Cell(Text(what, strong, source="person"), span=2),
                    Text(thread.state, state, source="person"),
                ],
                keep=True,
                anchor=thread.anchor,
            )
        )
        rows += [
            Row(
                [
                    None,
                    Text(message.when, sheet.note_soft),
                    Text(message.who, note, source="person"),
                    Text(message.text, note, source="person"),
                ]
            )
            for message in thread.messages
        ]
    return plain_table(
        sheet,
        _THREAD,
        rows,
        pad=(1.3, 1.25) if sheet.latin else (1.1, 1.1),
        above=BLOCK_RULE,
        space_before=BETWEEN_BLOCKS,
    )


_SIGNATURE = (68 * mm, 38 * mm, 36 * mm, 32 * mm)
#: Persian sets the meaning in one line and needs less for dates.
_SIGNATURE_RTL = (78 * mm, 32 * mm, 36 * mm, 28 * mm)


def signature(
    sheet: StyleSheet,
    title: str,
    *,
    mark: MarkKind,
    state: Content,
    facts: Sequence[tuple[Content, Content]],
    widths: Sequence[float] | None = None,
    anchor: str | None = None,
) -> RuledTable:
    """Return a signature: title, mark and state, then meaning, who, when, what it holds for.

    A broken signature takes the ring (`MarkKind.OVERDUE`) and a state that names the fact.
    """
    widths = widths or (_SIGNATURE_RTL if sheet.rtl else _SIGNATURE)
    note = sheet.note
    styles = [note, note.but(weight=Weight.SEMIBOLD), *[note] * max(0, len(facts) - 2)]
    half = max(1, len(widths) // 2)
    head = Row(
        [
            Cell(Text(title, sheet.subhead), span=half),
            Cell(
                Mark(mark, sheet.body.but(leading=13, size=8), align="end", words=state),
                span=len(widths) - half,
            ),
        ],
        keep=True,
        top=2.0,
        bottom=0.0,
        anchor=anchor,
    )
    labels = Row([Text(label, sheet.column_head) for label, _ in facts], keep=True, top=1, bottom=1)
    values = Row(
        [Cell(Text(value, style, source="person"), end=9) for (_, value), style in zip(facts, styles, strict=True)]
    )
    return plain_table(
        sheet, widths, [head, labels, values], pad=(1, 0), above=BLOCK_RULE,
        space_before=BETWEEN_BLOCKS,
    )  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change after first saving, as the Changes block prints it."""

    letter: str
    item: Content
    old_to_new: Content
    when: Content
    who: Content
    reason: Content
    fact: Content
    anchor: str | None = None


_CHANGES = (7 * mm, 29 * mm, 20 * mm, 37 * mm, 33 * mm, 40 * mm, 8 * mm)


def changes(
    sheet: StyleSheet, heads: Sequence[str], rows: Sequence[Change], *, anchor: str | None = None
) -> RuledTable:
    """Return the changes of a visit; `heads` are six words, the first of them the block's title."""
    note = sheet.note
    strong = note.but(weight=Weight.SEMIBOLD)
    head: list[CellLike] = [None, Text(heads[0], strong)]
    head += [Text(words, sheet.column_head) for words in heads[1:]]
    body = [
        Row(
            [
                Text(change.letter, strong),
                *(
                    Text(cell, note, source="person")
                    for cell in (change.item, change.old_to_new, change.when, change.who,
                                 change.reason, change.fact)
                ),
            ],
            anchor=change.anchor,
        )
        for change in rows
    ]  # fmt: skip
    return plain_table(
        sheet, _CHANGES, body, head=[Row(head, below=HEAD_RULE, anchor=anchor)],
        head_pad=(1.9, 2.2), pad=(1.1, 0.8), above=BLOCK_RULE, space_before=BETWEEN_BLOCKS,
    )  # fmt: skip
