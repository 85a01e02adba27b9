"""Tidy CSV: one file per form (and one per repeating section), subjects, visits, review, people, and a codebook.

RFC 4180, UTF-8, one row per page or per row of a group. Each item gives one column with its value as stored and,
beside it, ``{item}__missing`` with the reason when there is none. Results beyond a limit of quantification stay as
reported (``<2.0``) and add ``{item}__operator`` and ``{item}__limit``; nothing is imputed (SDTMIG 3.4: LBSTRESN stays
empty for them). Text that could not be read is given in ``{item}__unreadable``. A text that a spreadsheet would take
for a formula begins with an apostrophe (`output.harmless`). What the person may not see has no column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from crf_app.base.progress import Cancelled, Progress, Stopped
from crf_app.capture.places import EntryKey
from crf_app.capture.record import Page, Stored, SubjectRecord
from crf_app.capture.sight import Sight
from crf_app.capture.timeline import VisitStatus
from crf_app.exchange.manifest import DraughtFolder, MadeFolder
from crf_app.exchange.output import harmless
from crf_app.exchange.review_tables import people, people_history, queries, signatures
from crf_app.exchange.source import Data, Source, Table
from crf_app.services.desk import Desk
from crf_app.store.study_reader import StudyReader
from crf_app.study.form import Form, Layout, Section
from crf_app.study.item import Item
from crf_app.study.study import Study

FORMAT = "crf-data 1"

_OURS = frozenset({"subjects", "visits", "queries", "signatures", "people", "people_history", "codebook"})
"""Tables beside those of the forms. A form of such a name gets ``form_`` before it."""


def export_csv(
    desk: Desk, folder: Path, *, progress: Progress | None = None, cancelled: Stopped | None = None
) -> list[tuple[Path, int]]:
    """Write the folder, which must not exist or be empty; returns each table and its count of rows.

    The export is a fact, with the checksum of its manifest. Raises Refusal, Fault and Cancelled.
    """
    made = make_csv(desk.file, Source.at(desk), folder, progress=progress, cancelled=cancelled)
    made.keep(desk)
    return [(folder / name, rows) for name, rows in made.files.items()]


def make_csv(
    reader: StudyReader,
    source: Source,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> MadeFolder:
    """Make the folder from a reader of the calling thread; it is kept by `MadeFolder.keep`.

    Raises Refusal, Fault and Cancelled.
    """
    with reader.standing_still(), DraughtFolder(folder, source.told) as draught:
        files = write_tables(draught, Data.read(reader, source, progress, cancelled), "", cancelled)
        about = {"format": FORMAT, **source.about(reader), "seal": reader.seal(), "facts": reader.fact_count()}
        about |= {"seen": source.seen}
        checksum = draught.close(about)
    return MadeFolder("csv", draught, checksum, sum(files.values()), files)


def write_tables(draught: DraughtFolder, data: Data, below: str, cancelled: Stopped | None = None) -> dict[str, int]:
    """Write every table into a folder of the draught; returns the rows of each by its name. Raises Cancelled."""
    files: dict[str, int] = {}
    for name, table in _tables(data):
        if cancelled is not None and cancelled():
            raise Cancelled
        files[f"{below}{name}.csv"] = rows = len(table) - 1
        draught.write(f"{below}{name}.csv", _as_csv(table), rows=rows)
    return files


def _as_csv(table: Table) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(map(harmless, row) for row in table)
    return text.getvalue().encode("utf-8")


def _tables(data: Data) -> Iterator[tuple[str, Table]]:
    study, sight = data.source.study, data.source.sight
    yield "subjects", _subjects(data)
    yield "visits", _visits(data)
    for form in study.forms.values():
        seen = [(section, _seen(form, section, sight)) for section in form.sections]
        single = [item for section, items in seen if not section.layout.repeats for item in items]
        if single:
            yield _file_of(form), _form_table(study, form, single, data.records)
        for section, items in seen:
            if section.layout.repeats and items:
                yield _file_of(form, section), _rows_table(study, form, section, items, data.records)
    yield "queries", queries(data)
    yield "signatures", signatures(data)
    yield "people", people(data)
    yield "people_history", people_history(data)
    yield "codebook", _codebook(study, sight)


def _file_of(form: Form, section: Section | None = None) -> str:
    if section is not None and section.layout.repeats:
        return f"{form.id}__{section.id}"
    return f"form_{form.id}" if form.id in _OURS else form.id


def _seen(form: Form, section: Section, sight: Sight) -> list[Item]:
    return [item for item in section.items if sight.item(form.id, item.id)]


def _subjects(data: Data) -> Table:
    table = [["study", "site", "subject", "stage", "enrolled_at"]]
    for outline in data.outlines:
        stage = data.timeline(outline).stage.value
        study = data.source.study.facts.id
        table.append([study, outline.site, outline.label, stage, outline.enrolled_at])
    return table


def _visits(data: Data) -> Table:
    off = ["off_window_days", "off_window_minutes"]
    table = [["subject", "visit", "visit_number", "date", "state", "reason", "comment", *off]]
    for outline in data.outlines:
        for status in data.timeline(outline).visits:
            kept = _kept(status)
            if kept:
                table.append([outline.label, status.planned.id, str(status.place.repeat), *kept, *_off_window(status)])
    return table


def _kept(status: VisitStatus) -> tuple[str, ...]:
    """Date, state, reason and comment of a visit that was kept or missed, or does not apply any more."""
    held = status.held
    if held is not None:
        return str(held.date or ""), held.state, held.reason or "", held.comment or ""
    if status.not_applicable is not None:
        return "", "not_applicable", status.not_applicable.reason.value, ""
    return ()


def _off_window(status: VisitStatus) -> tuple[str, str]:
    """Windows by the day give days, windows by the hour minutes; the other column stays empty."""
    if status.opens is None or status.held is None or status.held.date is None:
        return "", ""
    if status.planned.by_the_hour:
        return "", str(round(status.off_window.total_seconds() / 60))
    return str(status.off_window.days), ""


_PLACE = ["subject", "visit", "visit_number", "page_number", "page_state", "study_version"]


def _form_table(study: Study, form: Form, items: list[Item], records: list[SubjectRecord]) -> Table:
    table = [[*_PLACE, *(name for item in items for name in _columns(item))]]
    for record, page in _pages_of(study, form, records):
        cells = [cell for item in items for cell in _cells(item, page, "")]
        table.append([*_where(record, page), *cells])
    return table


def _rows_table(study: Study, form: Form, section: Section, items: list[Item], records: list[SubjectRecord]) -> Table:
    table = [[*_PLACE, "row", *(name for item in items for name in _columns(item))]]
    for record, page in _pages_of(study, form, records):
        for row in _rows_of(section, page):
            cells = [cell for item in items for cell in _cells(item, page, row)]
            if any(cells):
                table.append([*_where(record, page), row, *cells])
    return table


def _pages_of(study: Study, form: Form, records: list[SubjectRecord]) -> Iterator[tuple[SubjectRecord, Page]]:
    order = {planned.id: n for n, planned in enumerate(study.schedule.visits)}

    def when(page: Page) -> tuple[int, int]:
        visit = page.place.visit
        return (order.get(visit.planned, 99), visit.repeat) if visit else (-1, page.place.repeat)

    for record in sorted(records, key=lambda each: each.label):
        pages = (page for page in record.pages.values() if page.place.form == form.id)
        for page in sorted(pages, key=when):
            yield record, page


def _rows_of(section: Section, page: Page) -> list[str]:
    if section.layout is Layout.LOG:
        return [row for of, row in page.rows if of == section.id]
    return [row.id for row in section.rows]


def _where(record: SubjectRecord, page: Page) -> list[str]:
    visit = page.place.visit
    return [
        record.label,
        visit.planned if visit else "",
        str(visit.repeat) if visit else "",
        str(page.place.repeat) if visit is None else "",
        page.state,
        page.study_version,
    ]


def _columns(item: Item) -> list[str]:
    columns = [item.id]
    if not item.is_derived:
        columns += [f"{item.id}__missing", f"{item.id}__unreadable"]
    if item.censored:
        columns += [f"{item.id}__operator", f"{item.id}__limit"]
    if item.other_units:
        columns.append(f"{item.id}__unit")
    return columns


def _cells(item: Item, page: Page, row: str) -> list[str]:
    entry = page.entries.get(EntryKey(item.id, row))
    stored: Stored = entry.stored if entry else {}
    value = stored.get("value", "")
    cells = [value]
    if not item.is_derived:
        reason = ": ".join(filter(None, (stored.get("missing"), stored.get("comment"))))
        cells += [reason if "missing" in stored else "", stored.get("unreadable", "")]
    if item.censored:
        beyond = value[:1] in ("<", ">")
        cells += [value[:1], value[1:]] if beyond else ["", ""]
    if item.other_units:
        unit = item.unit.label if item.unit else ""
        cells.append(stored.get("unit", unit) if value else "")
    return cells


def _codebook(study: Study, sight: Sight) -> Table:
    table = [
        [
            "file",
            "column",
            "form",
            "section",
            "label",
            "kind",
            "unit",
            "codes",
            "expected",
            "derived_by",
            "recorded_here",
        ]
    ]
    language = study.facts.languages[0]
    for form in study.forms.values():
        for section in form.sections:
            name = _file_of(form, section)
            table += [
                [
                    name,
                    item.id,
                    form.title.in_(language),
                    section.title.in_(language),
                    item.label.in_(language),
                    item.kind.value,
                    item.unit.label if item.unit else "",
                    _codes(study, item, language),
                    _range(item),
                    item.derive or "",
                    "yes" if form.is_recorded_here(item.id) else "",
                ]
                for item in _seen(form, section, sight)
            ]
    return table


def _codes(study: Study, item: Item, language: str) -> str:
    if item.codes is None:
        return "yes | no" if item.kind.value == "yes_no" else ""
    codes = study.codelists[item.codes]
    if codes.dictionary:
        return codes.dictionary
    return " | ".join(f"{code.code} = {code.label.in_(language)}" for code in codes.codes)


def _range(item: Item) -> str:
    if item.expected is None:
        return ""
    low, high = item.expected.low, item.expected.high
    return f"{'' if low is None else low} to {'' if high is None else high}"
