"""Tidy CSV: one file per form (and one per repeating section), subjects, visits, and a codebook.

RFC 4180, UTF-8, one row per page or per row of a group. Each item gives one column with its value as stored and,
beside it, ``{item}__missing`` with the reason when there is none. Results beyond a limit of quantification stay as
reported (``<2.0``) and add ``{item}__operator`` and ``{item}__limit``; nothing is imputed (SDTMIG 3.4: LBSTRESN stays
empty for them). Text that could not be read is given in ``{item}__unreadable``.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from crf_app.base.problems import Fault, Refusal
from crf_app.capture.commands import NoteOutput
from crf_app.capture.places import EntryKey
from crf_app.capture.record import Page, Stored, SubjectRecord
from crf_app.capture.timeline import VisitStatus
from crf_app.services.desk import Desk
from crf_app.study.form import Form, Layout, Section
from crf_app.study.item import Item
from crf_app.study.study import Study

Table = list[list[str]]


def export_csv(desk: Desk, folder: Path) -> list[tuple[Path, int]]:
    """Write the folder, which must not exist or be empty; returns each file and its count of rows.

    The export is a fact, with a checksum over all files. Raises Refusal and Fault.
    """
    if folder.exists() and any(folder.iterdir()):
        said = desk.say("{folder} is not empty. Choose a new folder, so that exports never mix.", folder=str(folder))
        raise Refusal(said)
    records = [desk.record(subject) for subject in desk.file.subject_ids()]
    tables = dict(_tables(desk, records))
    written = {folder / f"{name}.csv": _as_csv(table) for name, table in tables.items()}
    checksum = hashlib.sha256(b"".join(written.values())).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in written.items():
            path.write_bytes(content)
        desk.do(NoteOutput("export", "csv", None, checksum, folder.name))
    except OSError as error:
        _take_back(written)
        said = desk.say(
            "{folder} cannot be written ({why}). The study file is unchanged; choose another place.",
            folder=str(folder),
            why=error.strerror or str(error),
        )
        raise Fault(said) from error
    except (Refusal, Fault):
        _take_back(written)  # an export nobody knows of must not lie about
        raise
    return [(path, len(table) - 1) for path, table in zip(written, tables.values(), strict=True)]


def _take_back(files: Iterable[Path]) -> None:
    for path in files:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _as_csv(table: Table) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode("utf-8")


def _tables(desk: Desk, records: list[SubjectRecord]) -> Iterator[tuple[str, Table]]:
    study = desk.study
    yield "subjects", _subjects(desk)
    yield "visits", _visits(desk)
    for form in study.forms.values():
        single = [s for s in form.sections if not s.layout.repeats]
        if single:
            yield form.id, _form_table(study, form, single, records)
        for section in form.sections:
            if section.layout.repeats:
                yield f"{form.id}__{section.id}", _rows_table(study, form, section, records)
    yield "codebook", _codebook(study)


def _subjects(desk: Desk) -> Table:
    table = [["study", "site", "subject", "stage", "enrolled_at"]]
    for outline in desk.outlines():
        stage = desk.timeline(outline).stage.value
        study = desk.study.facts.id
        table.append([study, outline.site, outline.label, stage, outline.enrolled_at])
    return table


def _visits(desk: Desk) -> Table:
    off = ["off_window_days", "off_window_minutes"]
    table = [["subject", "visit", "visit_number", "date", "state", "reason", "comment", *off]]
    for outline in desk.outlines():
        for status in desk.timeline(outline).visits:
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


def _form_table(study: Study, form: Form, sections: list[Section], records: list[SubjectRecord]) -> Table:
    items = [item for section in sections for item in section.items]
    table = [[*_PLACE, *(name for item in items for name in _columns(item))]]
    for record, page in _pages_of(study, form, records):
        cells = [cell for item in items for cell in _cells(item, page, "")]
        table.append([*_where(record, page), *cells])
    return table


def _rows_table(study: Study, form: Form, section: Section, records: list[SubjectRecord]) -> Table:
    table = [[*_PLACE, "row", *(name for item in section.items for name in _columns(item))]]
    for record, page in _pages_of(study, form, records):
        for row in _rows_of(section, page):
            cells = [cell for item in section.items for cell in _cells(item, page, row)]
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


def _codebook(study: Study) -> Table:
    table = [["file", "column", "form", "section", "label", "kind", "unit", "codes", "expected", "derived_by"]]
    language = study.facts.languages[0]
    for form in study.forms.values():
        for section in form.sections:
            name = f"{form.id}__{section.id}" if section.layout.repeats else form.id
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
                ]
                for item in section.items
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
