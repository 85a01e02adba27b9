"""What stands round every page: header, status tag, footer, page number, seal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from persiantools.jdatetime import JalaliDate
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Content, Gap, Part, Run, island
from crf_app.reports.number import number_text, persian_digits
from crf_app.reports.sheet import HEAD_RULE, INK, RULE, SOFT, StyleSheet
from crf_app.reports.tag import HEIGHT, Tag, TagBox
from crf_app.reports.text import Text

#: Between the parts of the footer's second line.
_FOOTER_GAP = 9.0


@dataclass(frozen=True)
class PageShape:
    """One kind of sheet: size, margins and body frame, all in points; x for a left-bound page."""

    name: str
    size: tuple[float, float]
    top: float
    bottom: float
    binding: float
    edge: float
    body_top: float
    body_width: float
    body_height: float


PORTRAIT = PageShape("portrait", A4, 12 * mm, 10 * mm, 20 * mm, 16 * mm, 26.5 * mm, 174 * mm, 249.9 * mm)
LANDSCAPE = PageShape(
    "landscape", (A4[1], A4[0]), 20 * mm, 12 * mm, 16 * mm, 16 * mm, 34.5 * mm, 265 * mm,
    152.9 * mm,
)  # fmt: skip


@dataclass(frozen=True)
class DocumentFacts:
    """What a document says about itself on every page; the same facts give the same bytes.

    `seal` is four groups of four hex digits; `definition` replaces it on forms that hold no facts.
    `subject` None prints "All subjects" unless `subject_words` says otherwise. All words are as the
    reader shall see them; `printed_at` must be aware.
    """

    study: str
    registration: str
    site: str
    site_name: str
    report: str
    tag: Tag
    printed_at: datetime
    printed_by: str
    program_version: str
    study_version: str
    language: str = "en"
    subject: str | None = None
    subject_code: str | None = None
    subject_words: str | None = None
    seal: str | None = None
    fact: int | None = None
    definition: str | None = None
    remark: str = ""
    title: str = ""
    program: str = "crf-app"
    extra_footer: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class _Words:
    """The words of header and footer in one language."""

    site: str
    all_sites: str
    subject: str
    all_subjects: str
    version: str
    seal: str
    definition: str


_WORDS = {
    "en": _Words("Site", "All sites", "Subject", "All subjects", "Study version", "Seal",
                 "Definition"),
    "es": _Words("Centro", "Todos los centros", "Sujeto", "Todos los sujetos", "Versión del estudio",
                 "Sello", "Definición"),
    "fa": _Words("مرکز", "همهٔ مراکز", "آزمودنی", "همهٔ آزمودنی‌ها", "نسخهٔ مطالعه", "مُهر", "تعریف"),
    "zh": _Words("中心", "所有中心", "受试者", "全部受试者", "研究版本", "封签", "定义"),
}  # fmt: skip


def words_of(language: str) -> _Words:
    """Return the frame's words in a language, English where it has none."""
    return _WORDS.get(language, _WORDS["en"])


def moment_text(moment: datetime) -> str:
    """Return a moment as ISO date, 24-hour time and offset: ``2025-01-19 09:42 +03:30``."""
    offset = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:5]}"


def jalali_text(day: date) -> str:
    """Return a day in the Jalali calendar, Latin digits: ``1403/10/30``."""
    jalali = JalaliDate.to_jalali(day.year, day.month, day.day)  # type: ignore[no-untyped-call]
    return f"{jalali.year:04d}/{jalali.month:02d}/{jalali.day:02d}"


def moment_parts(moment: datetime, language: str) -> list[Part]:
    """Return a moment as the pages of a language show it; Persian shows both calendars."""
    if language != "fa":
        return [Run(moment_text(moment), island=True)]
    jalali = jalali_text(moment.date())
    clock = moment_text(moment)[11:].replace(" ", "\u00a0")
    return [
        island(persian_digits(jalali)), Gap(), island(f"{moment:%Y-%m-%d}"), Gap(),
        island(persian_digits(clock)),
    ]  # fmt: skip


def page_words(page: int, pages: int, language: str) -> Content:
    """Return "Page n of m" in a language."""
    if language == "fa":
        return f"صفحهٔ {persian_digits(str(page))} از {persian_digits(str(pages))}"
    if language == "zh":
        return f"第 {page} 页，共 {pages} 页"
    if language == "es":
        return f"Página {page} de {pages}"
    return f"Page {page} of {pages}"


def local_id(text: str, language: str) -> str:
    """Return an identifier; one made of digits alone takes the digits of the language."""
    return persian_digits(text) if language == "fa" and text.isdigit() else text


def draw_frame(canvas: Any, shape: PageShape, facts: DocumentFacts, sheet: StyleSheet, visit: str | None) -> None:
    """Draw header and footer on the present page."""
    width, height = shape.size
    left = shape.edge if sheet.rtl else shape.binding
    right = width - (shape.binding if sheet.rtl else shape.edge)
    _draw_header(canvas, facts, sheet, visit, left, right, height - shape.top)
    _draw_footer(canvas, facts, sheet, left, right, shape.bottom)


def _draw_header(
    canvas: Any, facts: DocumentFacts, sheet: StyleSheet, visit: str | None,
    left: float, right: float, top: float,
) -> None:  # fmt: skip
    words, language = words_of(sheet.language), sheet.language
    strong = Weight.SEMIBOLD
    first = top - 8
    second = first - 13.5
    study: list[Part] = [Run(facts.study, weight=strong, size=9.0, colour=INK), Gap(9.0)]
    _line(canvas, [*study, Run(facts.registration)], sheet.frame_soft, sheet, left, right, first)
    box = TagBox(facts.tag, sheet)
    box.draw_at(canvas, left if sheet.rtl else right - box.box_width, first - (HEIGHT - 8))
    report = Text(facts.report, sheet.frame_soft)
    _end(canvas, report, sheet, left, right, second)
    subject = facts.subject_words or (
        f"{words.subject} {local_id(facts.subject, language)}" if facts.subject
        else words.all_subjects
    )  # fmt: skip
    tail: list[Part] = [Gap(12.0), Run(subject, weight=strong, size=9.0)]
    if facts.subject_code:
        tail += [Gap(12.0), Run(facts.subject_code, colour=SOFT)]
    if visit:
        tail += [Gap(12.0), Run(visit)]
    site: list[Part] = [words.all_sites]
    if facts.site:
        site = [f"{words.site} {local_id(facts.site, language)}", Gap(3.4)]
        room = right - left - report.natural_width() - 12
        room -= Text([*site, *tail], sheet.frame, source="person").natural_width()
        site.append(_shortened(facts.site_name, sheet, room))
    _line(canvas, [*site, *tail], sheet.frame, sheet, left, right, second)
    _rule(canvas, left, right, second - 6, HEAD_RULE.weight, INK)


def _shortened(name: str, sheet: StyleSheet, room: float) -> Run:
    """Return the site's name, shortened with "…" where the line would be too long."""
    shown = name
    while shown and Text(shown, sheet.frame, source="person").natural_width() > room:
        shown = shown.rstrip("…")[:-1].rstrip() + "…"
        if shown == "…":
            break
    return Run(shown)


def _draw_footer(
    canvas: Any, facts: DocumentFacts, sheet: StyleSheet, left: float, right: float, bottom: float
) -> None:
    words, language = words_of(sheet.language), sheet.language
    _rule(canvas, left, right, bottom + 21.5, 0.4, RULE)
    _line(canvas, _printed(facts, language), sheet.footer, sheet, left, right, bottom + 10.5)
    page = Text(
        page_words(canvas.getPageNumber(), canvas.page_count, language),
        sheet.value.but(size=9.0),
    )
    _end(canvas, page, sheet, left, right, bottom + 10.5)
    gap = Gap(_FOOTER_GAP)
    line: list[Part] = [Run(f"{facts.program} {facts.program_version}"), gap]
    if facts.study_version:
        version = persian_digits(facts.study_version) if sheet.rtl else facts.study_version
        line += [f"{words.version} ", island(version.replace(".", "٫") if sheet.rtl else version)]
    for extra in facts.extra_footer:
        line += [gap, extra]
    if facts.definition:
        line += [gap, f"{words.definition} ", island(facts.definition)]
    elif facts.seal:
        line += [gap, f"{words.seal} ", island(facts.seal), *_at_fact(facts, language)]
    _line(canvas, line, sheet.footer, sheet, left, right, bottom + 0.5)
    if facts.remark:
        remark = Text(facts.remark, sheet.footer, source="person")
        _end(canvas, remark, sheet, left, right, bottom + 0.5)


def _printed(facts: DocumentFacts, language: str) -> list[Part]:
    when = moment_parts(facts.printed_at, language)
    if language == "fa":
        return ["چاپ: ", *when, Gap(), facts.printed_by]
    if language == "zh":
        return ["打印 ", *when, "，", facts.printed_by]
    if language == "es":
        return ["Impreso el ", *when, " por ", facts.printed_by]
    return ["Printed ", *when, " by ", facts.printed_by]


def _at_fact(facts: DocumentFacts, language: str) -> list[Part]:
    if facts.fact is None:
        return []
    number = number_text(facts.fact, language)
    if language == "fa":
        return [Gap(_FOOTER_GAP), "ثبت ", island(number)]
    if language == "zh":
        return [f"，记录 {number}"]
    if language == "es":
        return [f" en la anotación {number}"]
    return [f" at fact {number}"]


def _line(
    canvas: Any, content: Content, style: Any, sheet: StyleSheet, left: float, right: float,
    baseline: float,
) -> None:  # fmt: skip
    """Draw one line from the start edge."""
    text = Text(content, style, source="person")
    text.rtl = sheet.rtl
    x = right - text.natural_width() if sheet.rtl else left
    text.draw_line(canvas, x, baseline)


def _end(canvas: Any, text: Text, sheet: StyleSheet, left: float, right: float, baseline: float) -> None:
    """Draw one line up to the end edge."""
    text.draw_line(canvas, left if sheet.rtl else right - text.natural_width(), baseline)


def _rule(canvas: Any, left: float, right: float, y: float, weight: float, colour: Any) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(weight)
    canvas.line(left, y, right, y)
