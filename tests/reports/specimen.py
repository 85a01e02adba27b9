"""Specimen pages with invented data: cover, contents, a visit in three languages, the key.

Run as ``python -m tests.reports.specimen FOLDER`` to write one PDF per language and look at them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from crf_app.reports import blocks
from crf_app.reports.blocks import (
    Change,
    Lines,
    Mark,
    MatrixCell,
    MatrixVisit,
    Message,
    Space,
    Thread,
    changes,
    contents_lines,
    contents_matrix,
    facts_strip,
    form_head,
    form_note,
    key_figures,
    key_list,
    label_line,
    label_list,
    mark_legend,
    query_threads,
    signature,
    standing,
    statement,
    title_line,
    two_columns,
)  # fmt: skip
from crf_app.reports.document import Anchor, DocumentFacts, HeaderVisit, OutlineEntry, build
from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Content, Gap, InlineMark, Run, island
from crf_app.reports.marks import MATRIX_R, MarkKind
from crf_app.reports.number import Number, digits, persian_digits
from crf_app.reports.sheet import PREV, RED, SOFT, StyleSheet, style_sheet
from crf_app.reports.table import Cell, CellLike, Column, Row, RuledTable, table
from crf_app.reports.tag import TagBox, status_tag
from crf_app.reports.text import Text

SB = Weight.SEMIBOLD


def facts(language: str) -> DocumentFacts:
    """Return the facts of the specimen in a language."""
    site = {"fa": "بیمارستان سینا، تهران", "zh": "德黑兰西娜医院"}.get(language, "Sina Hospital, Tehran")
    return DocumentFacts(
        study="SPMS-PLMSC",
        registration="NCT06360861",
        site="01",
        site_name=site,
        report={"fa": "پروندهٔ آزمودنی", "zh": "病例报告册"}.get(language, "Casebook"),
        tag=status_tag("interim", language),
        printed_at=datetime.fromisoformat("2025-01-19T09:42:00+03:30"),
        printed_by={
            "fa": "م. کریمی، هماهنگ‌کنندهٔ مرکز",
            "zh": "M. Karimi，中心协调员",
        }.get(language, "M. Karimi, site coordinator"),
        program_version="0.4.0",
        study_version="2.1",
        language=language,
        subject="12" if language == "fa" else "A-03",
        subject_code="A-03" if language == "fa" else None,
        seal="7F3A 91C2 0B6E D4A8",
        fact=4127,
        remark={"fa": "دادهٔ ساختگی", "zh": "模拟数据"}.get(language, "Synthetic data"),
    )


@dataclass(frozen=True)
class Words:
    """The words of the visit page in one language."""

    title: str
    signed: str
    strip: Sequence[tuple[str, Content]]
    note: Sequence[Content]
    heads: Sequence[str]
    items: Sequence[tuple[str, str, Content, str, bool]]
    systems: Sequence[str]
    rated: tuple[str, str]
    more: Sequence[tuple[str, str, Content, str, bool]]
    vitals: Sequence[str]
    measures: Sequence[str]
    times: Sequence[Content]
    not_done: str
    expected: Sequence[Content]
    cytokines: Sequence[str]
    specimen: Sequence[tuple[str, Content]]
    below: str
    to: str
    queries: str
    threads: Sequence[Thread]
    signature: Sequence[str]
    signature_facts: Sequence[tuple[str, Content]]
    changes: Sequence[str]
    change_rows: Sequence[Change]


def _date(jalali: str, iso: str) -> list[Run | Gap | str]:
    return [island(persian_digits(jalali), weight=SB), Gap(), island(iso, weight=Weight.REGULAR,
            colour=SOFT)]  # fmt: skip


ENGLISH = Words(
    title="Day 0, before infusion",
    signed="Signed",
    strip=[("Visit date", "2024-04-07"), ("Planned", "2024-04-07, exact day"),
           ("Kept", "in window"), ("Forms", "3 of 3 complete"), ("Queries", "1 open, 1 closed")],
    note=[form_note("form edss 3", "entered under study version 2.0"),
          form_note("form vitals 2", "entered under study version 2.0"),
          form_note("form cytokines 4", "entered under study version 2.1")],
    heads=["Item", "Value", "Expected", "Verified"],
    items=[("1", "Assessed", "Yes", "", True),
           ("3", "Date and time", "2024-04-07 08:20 +03:30", "", True),
           ("4", "Rater", "Dr P. Sharifi", "", True),
           ("5", "Certificate to", "2025-09-30", "", False)],
    systems=["Functional systems", "Visual", "Brain stem", "Pyramidal", "Cerebellar", "Sensory",
             "Bowel,\nbladder", "Cerebral", "Ambulation"],
    rated=("As rated", "Converted"),
    more=[("8", "Walking distance", [Run("40"), " ", Run("m", weight=Weight.REGULAR, colour=SOFT)],
           "0 to 500", True),
          ("9", "Walking aid", "one side", "", True),
          ("10", "EDSS step, rater", [Run("6.5"), Run("a", raised=True, link="change-a")],
           "0 to 10 by 0.5", True),
          ("", "EDSS step, calculated",
           [Run("6.5", weight=Weight.REGULAR), Gap(),
            Run("derived: edss_step 2, agrees with the rater", weight=Weight.REGULAR, size=7.8,
                colour=SOFT)], "", False)],
    vitals=["Vital signs", "Time to infusion"],
    measures=["Systolic\nmmHg", "Diastolic\nmmHg", "Pulse\nbeats/min", "Temperature\n°C",
              "SpO₂\n%"],
    times=["−15 min", "−5 min", "0 min", "Expected"],
    not_done="not done: device failure",
    expected=["90 to 180", "50 to 110", "50 to 120", "< 38.0", "≥ 94"],
    cytokines=["Cytokines, serum", "Analyte", "Result", "Unit", "Flag",
               "Quantified range of this run", "CV %"],
    specimen=[("Specimen", "S-0307, drawn 2024-04-07 08:45 +03:30"),
              ("Assay run", "2024-04-15, kit lot K24-0311, duplicate")],
    below="below quantification",
    to="to",
    queries="Queries on this visit",
    threads=[
        Thread("Q12", "IL-17A, duplicate CV", MarkKind.QUERY_OPEN, "open 3 days",
               [Message("2025-01-16 11:20", "S. Amini, monitor",
                        "CV 22.4 % is above 20 %. Was the specimen run again?")], "q12"),
        Thread("Q03", "Pulse, −15 min", MarkKind.QUERY_CLOSED, "closed after 1 day",
               [Message("2024-04-07 10:44", "check pulse_alert 1",
                        "Pulse 124 is above 120 (pulse = 124)."),
                Message("2024-04-07 11:02", "N. Rahimi, coordinator",
                        "Subject had walked up the stairs. Measured again after 10 min of rest: "
                        "96. Both readings kept."),
                Message("2024-04-08 09:15", "S. Amini, monitor", "Accepted.")], "q03"),
    ],
    signature=["Signature", "valid, nothing changed since"],
    signature_facts=[("Meaning", "I have reviewed these forms; they are complete and agree with the "
                      "source."), ("Signed by", "Dr H. Moradi, investigator"),
                     ("Date and time", "2024-04-08 16:31 +03:30"),
                     ("Holds for", "facts 298 to 341")],
    changes=["Changes", "From → to", "When", "Who", "Reason", "Fact"],
    change_rows=[
        Change("a", "EDSS step, rater", "6.0 → 6.5", "2024-04-07 08:52 +03:30",
               "Dr P. Sharifi, rater", "ambulation score read wrongly", "307", "change-a"),
        Change("b", "Pulse, −15 min", "12.4 → 124", "2024-04-07 10:43 +03:30",
               "N. Rahimi, coordinator", "typing error", "319", "change-b"),
    ],
)  # fmt: skip


def _when(jalali: str, clock: str) -> list[Run | Gap | str]:
    return [island(persian_digits(jalali)), Gap(), island(persian_digits(clock))]


PERSIAN = Words(
    title="روز ۰، پیش از تزریق",
    signed="امضاشده",
    strip=[("تاریخ ویزیت", _date("1403/01/19", "2024-04-07")), ("برنامه", "همان روز"),
           ("زمان‌بندی", "در بازه"), ("فرم‌ها", "۳ از ۳ کامل"), ("پرسش‌ها", "۱ باز، ۱ بسته")],
    note=[form_note("فرم edss ۳", "نسخهٔ مطالعه ۲٫۰"), form_note("فرم vitals ۲", "نسخهٔ مطالعه ۲٫۰"),
          form_note("فرم cytokines ۴", "نسخهٔ مطالعه ۲٫۱")],
    heads=["قلم", "مقدار", "مورد انتظار", "تأییدشده"],
    items=[("۱", "ارزیابی انجام شد", "بله", "", True),
           ("۳", "تاریخ و ساعت",
            [island("۱۴۰۳/۰۱/۱۹"), Gap(), island("۰۸:۲۰ +۰۳:۳۰"), Gap(),
             island("2024-04-07", weight=Weight.REGULAR, colour=SOFT)], "", True),
           ("۴", "ارزیاب", "دکتر پ. شریفی", "", True),
           ("۵", "گواهی تا", _date("1404/07/08", "2025-09-30"), "", False)],
    systems=["سامانه‌های کارکردی", "بینایی", "ساقهٔ مغز", "هرمی", "مخچه‌ای", "حسی", "روده و مثانه", "مغزی",
             "راه رفتن"],
    rated=("امتیاز ارزیاب", "تبدیل‌شده"),
    more=[("۸", "مسافت راه رفتن", [island("۴۰"), " ", Run("متر", weight=Weight.REGULAR, colour=SOFT)],
           "۰ تا ۵۰۰", True),
          ("۹", "وسیلهٔ کمکی", "یک‌طرفه", "", True),
          ("۱۰", "نمرهٔ EDSS، ارزیاب", [island("۶٫۵"), Run("الف", raised=True, link="change-a")],
           "۰ تا ۱۰، با گام ۰٫۵", True),
          ("", "نمرهٔ EDSS، محاسبه‌شده",
           [island("۶٫۵", weight=Weight.REGULAR), Gap(),
            Run("محاسبه با edss_step ۲؛ با نظر ارزیاب یکسان است", weight=Weight.REGULAR, size=7.8,
                colour=SOFT)], "", False)],
    vitals=["علائم حیاتی", "زمان نسبت به تزریق"],
    measures=["سیستولیک\nmmHg", "دیاستولیک\nmmHg", "نبض\nدر دقیقه", "دما\n°C", "SpO₂\n٪"],
    times=["−۱۵ دقیقه", "−۵ دقیقه", "۰ دقیقه", "مورد انتظار"],
    not_done="انجام نشد: خرابی دستگاه",
    expected=["۹۰ تا ۱۸۰", "۵۰ تا ۱۱۰", "۵۰ تا ۱۲۰", "< ۳۸٫۰", "≥ ۹۴"],
    cytokines=["سیتوکین‌ها، سرم", "آنالیت", "نتیجه", "واحد", "نشانه", "گسترهٔ کمّی این اجرا", "CV ٪"],
    specimen=[("نمونه", ["S-0307،", " ", island("۱۴۰۳/۰۱/۱۹"), " ", island("۰۸:۴۵ +۰۳:۳۰")]),
              ("اجرای آزمایش", [island("۱۴۰۳/۰۱/۲۷"), "، سری کیت K24-0311، دوتایی"])],
    below="کمتر از حد کمّی",
    to="تا",
    queries="پرسش‌های این ویزیت",
    threads=[
        Thread("Q12", "IL-17A، ضریب تغییر دوتایی", MarkKind.QUERY_OPEN, "باز، ۳ روز",
               [Message(_when("1403/10/27", "11:20"), "س. امینی، ناظر",
                        "ضریب تغییر ۲۲٫۴٪ بیش از ۲۰٪ است. آیا نمونه دوباره آزمایش شد؟")], "q12"),
        Thread("Q03", "نبض، −۱۵ دقیقه", MarkKind.QUERY_CLOSED, "پس از ۱ روز بسته شد",
               [Message(_when("1403/01/19", "10:44"), "قاعدهٔ pulse_alert ۱",
                        ["نبض ۱۲۴ بیش از ۱۲۰ است (", island("pulse = 124"), ")."]),
                Message(_when("1403/01/19", "11:02"), "ن. رحیمی، هماهنگ‌کننده",
                        "آزمودنی از پله بالا آمده بود. پس از ۱۰ دقیقه استراحت دوباره اندازه‌گیری شد: ۹۶. هر دو "
                        "مقدار نگه داشته شد."),
                Message(_when("1403/01/20", "09:15"), "س. امینی، ناظر", "پذیرفته شد.")], "q03"),
    ],
    signature=["امضا", "معتبر؛ از آن پس تغییری نکرده است"],
    signature_facts=[("معنا", "این فرم‌ها را بازبینی کردم؛ کامل‌اند و با سند منبع همخوانی دارند."),
                     ("امضاکننده", "دکتر ح. مرادی، پژوهشگر"),
                     ("تاریخ و ساعت", _when("1403/01/20", "16:31 +03:30")),
                     ("دربرگیرندهٔ", "ثبت‌های ۲۹۸ تا ۳۴۱")],
    changes=["تغییرها", "از ← به", "زمان", "فرد", "دلیل", "ثبت"],
    change_rows=[
        Change("الف", "نمرهٔ EDSS، ارزیاب", "۶٫۰ ← ۶٫۵", _when("1403/01/19", "08:52 +03:30"),
               "دکتر پ. شریفی، ارزیاب", "خواندن نادرست امتیاز راه رفتن", "۳۰۷", "change-a"),
        Change("ب", "نبض، −۱۵ دقیقه", "۱۲٫۴ ← ۱۲۴", _when("1403/01/19", "10:43 +03:30"),
               "ن. رحیمی، هماهنگ‌کننده", "خطای تایپ", "۳۱۹", "change-b"),
    ],
)  # fmt: skip

CHINESE = Words(
    title="第 0 天，输注前",
    signed="已签名",
    strip=[("访视日期", "2024-04-07"), ("计划", "2024-04-07，当日"), ("按时", "在窗口内"),
           ("表单", "3/3 已完成"), ("质疑", "1 条未关闭，1 条已关闭")],
    note=["表单 edss 3 · 按研究版本 2.0 录入", "表单 vitals 2 · 按研究版本 2.0 录入",
          "表单 cytokines 4 · 按研究版本 2.1 录入"],
    heads=["项目", "数值", "预期", "已核查"],
    items=[("1", "是否评估", "是", "", True),
           ("3", "日期和时间", "2024-04-07 08:20 +03:30", "", True),
           ("4", "评估者", "P. Sharifi 医生", "", True),
           ("5", "证书有效期至", "2025-09-30", "", False)],
    systems=["功能系统", "视觉", "脑干", "锥体", "小脑", "感觉", "肠道和膀胱", "大脑", "行走"],
    rated=("评分", "换算后"),
    more=[("8", "行走距离", [Run("40"), " ", Run("m", weight=Weight.REGULAR, colour=SOFT)],
           "0 至 500", True),
          ("9", "助行器", "单侧", "", True),
          ("10", "EDSS 分级，评估者", [Run("6.5"), Run("a", raised=True, link="change-a")],
           "0 至 10，间隔 0.5", True),
          ("", "EDSS 分级，计算值",
           [Run("6.5", weight=Weight.REGULAR), Gap(),
            Run("由 edss_step 2 推导，与评估者一致", weight=Weight.REGULAR, size=7.8, colour=SOFT)],
           "", False)],
    vitals=["生命体征", "相对输注时间"],
    measures=["收缩压\nmmHg", "舒张压\nmmHg", "脉搏\n次/分钟", "体温\n°C", "SpO₂\n%"],
    times=["−15 分钟", "−5 分钟", "0 分钟", "预期"],
    not_done="未做：设备故障",
    expected=["90 至 180", "50 至 110", "50 至 120", "< 38.0", "≥ 94"],
    cytokines=["细胞因子，血清", "分析物", "结果", "单位", "标记", "本批次定量范围", "CV %"],
    specimen=[("标本", "S-0307，采集于 2024-04-07 08:45 +03:30"),
              ("检测批次", "2024-04-15，试剂盒批号 K24-0311，双份")],
    below="低于定量下限",
    to="至",
    queries="本次访视的质疑",
    threads=[
        Thread("Q12", "IL-17A，双份 CV", MarkKind.QUERY_OPEN, "未关闭 3 天",
               [Message("2025-01-16 11:20", "S. Amini，监查员",
                        "CV 22.4 % 高于 20 %。该标本是否重新检测？")], "q12"),
        Thread("Q03", "脉搏，−15 分钟", MarkKind.QUERY_CLOSED, "1 天后关闭",
               [Message("2024-04-07 10:44", "核查 pulse_alert 1", "脉搏 124 高于 120（pulse = 124）。"),
                Message("2024-04-07 11:02", "N. Rahimi，协调员",
                        "受试者刚走上楼梯。休息 10 分钟后重新测量：96。两次读数均保留。"),
                Message("2024-04-08 09:15", "S. Amini，监查员", "接受。")], "q03"),
    ],
    signature=["签名", "有效，此后无更改"],
    signature_facts=[("含义", "我已审阅这些表单；内容完整，与源文件一致。"),
                     ("签名人", "H. Moradi 医生，研究者"),
                     ("日期和时间", "2024-04-08 16:31 +03:30"), ("涵盖", "记录 298 至 341")],
    changes=["更改", "原值 → 新值", "时间", "人员", "原因", "记录"],
    change_rows=[
        Change("a", "EDSS 分级，评估者", "6.0 → 6.5", "2024-04-07 08:52 +03:30",
               "P. Sharifi 医生，评估者", "行走评分读错", "307", "change-a"),
        Change("b", "脉搏，−15 分钟", "12.4 → 124", "2024-04-07 10:43 +03:30",
               "N. Rahimi，协调员", "输入错误", "319", "change-b"),
    ],
)  # fmt: skip

STRIP, STRIP_RTL = (31, 40, 31, 34, 38), (45, 29, 30, 36, 34)
WORDS = {"en": ENGLISH, "fa": PERSIAN, "zh": CHINESE}


def visit_page(language: str) -> list[Flowable]:
    """Return the flowables of one visit's page."""
    s, w = style_sheet(language), WORDS[language]
    story: list[Flowable] = [
        HeaderVisit(w.title),
        Anchor("visit-day-0"),
        title_line(s, w.title, mark=MarkKind.SIGNED, state=w.signed),
        facts_strip(s, w.strip, widths=[n * mm for n in (STRIP_RTL if s.rtl else STRIP)]),
    ]
    story += _edss(s, w)
    story += _vitals(s, w)
    story += _cytokines(s, w)
    story.append(query_threads(s, w.queries, w.threads))
    story.append(
        signature(s, w.signature[0], mark=MarkKind.SIGNED, state=w.signature[1],
                  facts=w.signature_facts)
    )  # fmt: skip
    story.append(changes(s, w.changes, w.change_rows))
    return story


def _verified(s: StyleSheet, yes: bool) -> Mark | None:
    return Mark(MarkKind.VERIFIED, s.body, align="end") if yes else None


def _item_row(s: StyleSheet, item: tuple[str, str, Content, str, bool]) -> list[CellLike]:
    number, label, value, expected, verified = item
    return [
        number, label, Text(value, s.value, source="person"), expected, _verified(s, verified)
    ]  # fmt: skip


def _edss(s: StyleSheet, w: Words) -> list[Flowable]:
    columns = [
        Column(7 * mm, style=s.row_note), Column(55 * mm), Column(68 * mm),
        Column(30 * mm, style=s.row_note), Column(14 * mm, "end"),
    ]  # fmt: skip
    items = table(s, columns, [_item_row(s, item) for item in w.items], head=[[None, *w.heads]])
    strip_columns = [
        Column(7 * mm, style=s.row_note), Column(31 * mm), *[Column(17 * mm, "center")] * 8
    ]  # fmt: skip
    number = digits("6, 7", s.language) if not s.rtl else "۶، ۷"
    rated = [persian_digits(n) if s.rtl else n for n in "11432328"]
    converted = [persian_digits(n) if s.rtl else n for n in "1143232"]
    strip = table(
        s, strip_columns,
        [
            [number, w.rated[0], *(Cell(Text(n, s.value, align="center"), end=0) for n in rated)],
            [None, Text(w.rated[1], s.soft),
             *(Cell(Text(n, s.soft, align="center"), end=0) for n in converted)],
        ],
        head=[[None, w.systems[0],
               *(Cell(Text(n, s.column_head, align="center"), end=0, bottom=True)
                 for n in w.systems[1:])]],
    )  # fmt: skip
    more = table(s, columns, [_item_row(s, item) for item in w.more])
    head = form_head(s, "EDSS", w.note[0])
    return standing(head, items, strip, more)


def _vitals(s: StyleSheet, w: Words) -> list[Flowable]:
    widths = (7, 29, 16, 9.5, 16, 9.5, 16, 19, 19, 9.5, 16, 7.5)
    columns = [Column(n * mm) for n in widths]
    columns[0] = Column(7 * mm, style=s.row_note)
    columns[-1] = Column(7.5 * mm, "end")

    def head(words: str) -> Cell:
        return Cell(Text(words, s.column_head, align="num"), bottom=True)

    heads: list[CellLike] = [None, w.vitals[1]]
    for number, words in enumerate(w.measures):
        heads.append(head(words))
        if number < 4:
            heads.append(None)
    strong = s.value
    local = s.language

    def n(text: str, raised: str | None = None) -> Number:
        return Number(digits(text, local), strong, raised=raised,
                      decimals=1 if "." in text else 0)  # fmt: skip

    flag = Text(
        [Gap(4.0), Run("H", weight=SB, colour=RED), Gap(2.2), InlineMark(MarkKind.QUERY_CLOSED), Gap(3.0),
         Run("Q03", colour=SOFT, link="q03")], s.body, nowrap=True,
    )  # fmt: skip
    missing = Number(w.not_done, s.body.but(weight=Weight.ITALIC, size=8), source="person")
    rows: list[Row | list[CellLike]] = [
        [digits("1", local), w.times[0], n("128"), None, n("82"), None,
         n("124", w.change_rows[1].letter), flag, n("36.8"), None, n("97"), _verified(s, True)],
        [digits("2", local), w.times[1], n("126"), None, n("80"), None, n("96"), None, n("36.8"),
         None, n("98"), _verified(s, True)],
        [digits("3", local), w.times[2], n("124"), None, n("80"), None, n("92"), None, missing,
         None, n("98"), None],
    ]  # fmt: skip
    expected: list[CellLike] = [None, Text(w.times[3], s.row_note)]
    for number, limits in enumerate(w.expected):
        expected.append(Text(limits, s.row_note, align="num", nowrap=True))
        if number < 4:
            expected.append(None)
    rows.append(expected)
    return standing(form_head(s, w.vitals[0], w.note[1]), table(s, columns, rows, head=[heads]))


def _cytokines(s: StyleSheet, w: Words) -> list[Flowable]:
    widths = (7, 29, 16, 16, 44, 38, 12, 12)
    columns = [Column(n * mm) for n in widths]
    columns[0] = Column(7 * mm, style=s.row_note)
    columns[3] = Column(16 * mm, style=s.soft)
    columns[5] = Column(38 * mm, style=s.soft)
    local = s.language
    heads: list[CellLike] = [None, w.cytokines[1],
                             Cell(Text(w.cytokines[2], s.column_head, align="num"), bottom=True),
                             *w.cytokines[3:6],
                             Cell(Text(w.cytokines[6], s.column_head, align="num"), bottom=True),
                             None]  # fmt: skip
    query = Text([InlineMark(MarkKind.QUERY_OPEN), Gap(3.0), Run("Q12", weight=SB, colour=RED,
                 size=8, link="q12")], s.body, nowrap=True)  # fmt: skip
    flag = Text([Run("BLQ", weight=SB), Gap(), Run(w.below, size=7.8, colour=SOFT)], s.body)
    data = (("IL-10", "<2.0", "2.0", ""), ("IL-6", "7.1", "1.5", "4.1"),
            ("IL-17A", "41.2", "3.0", "22.4"), ("TNF-α", "21.0", "1.0", "3.0"))  # fmt: skip
    rows: list[list[CellLike]] = []
    for index, (analyte, result, low, cv) in enumerate(data, start=1):
        red = s.value.but(colour=RED) if cv == "22.4" else s.body
        rows.append([
            digits(str(index), local), analyte,
            Number(digits(result, local), s.value, decimals=1), "pg/mL",
            flag if index == 1 else None,
            f"{digits(low, local)} {w.to} {digits('1,000', local)}",
            Number(digits(cv, local), red, decimals=1) if cv else None,
            query if cv == "22.4" else None,
        ])  # fmt: skip
    return standing(
        form_head(s, w.cytokines[0], w.note[2]),
        label_line(s, w.specimen, widths=[n * mm for n in (20, 64, 20, 70)]),
        table(s, columns, rows, head=[heads]),
    )


def cover(s: StyleSheet) -> list[Flowable]:
    """Return the cover of a casebook."""
    left = label_list(s, [
        ("Study", "SPMS-PLMSC"), ("Registration", Lines(["NCT06360861", "IRCT20210614051576N1"])),
        ("Sponsor", "Tehran University of Medical Sciences"),
        ("Site", ("01", Gap(), "Sina Hospital, Tehran")),
        ("Investigator", "Dr H. Moradi"),
        ("Study versions", Lines(["2.0 from 2024-01-02", "2.1 from 2024-04-10"])),
    ])  # fmt: skip
    right = label_list(s, [
        ("Subject", "M, 29 years at consent"), ("Consent", "2024-03-17"),
        ("Infusion", "2024-04-07, 217.2 × 10⁶ cells"), ("State", "on study, day 287"),
        ("Covers", "2024-03-17 to 2025-01-19"), ("Language", "English; dates Gregorian"),
    ])  # fmt: skip
    return [
        HeaderVisit(None),
        Anchor("cover"),
        *blocks.cover_title(
            s, "Casebook", "A-03",
            "Cell therapy with placenta-derived mesenchymal stem cells for secondary progressive "
            "multiple sclerosis patients, phase 1",
        ),
        Space(36),
        two_columns(s, [left], [right]),
        key_figures(
            s,
            [("6 of 6", "visits due were kept"), ("412", "values"), ("9", "changed later"),
             ("11", "left out with a reason"), ("1", "query open, 11 closed"),
             ("6", "signatures, all valid")],
            space_before=30,
        ),
        statement(
            s, "Seal", Run("7F3A 91C2 0B6E D4A8", weight=SB, size=11),
            "The first sixteen digits of the audit trail’s hash at fact 4,127. The study file shows "
            "the same seal for that fact; if it does not, this paper and the file differ.",
            space_before=42,
        ),
        statement(
            s, "Whole casebook",
            Mark(MarkKind.WINDOW_OPEN, s.body.but(leading=13), words="not yet signed"),
            "An investigator signs the whole casebook when every page is complete and every query "
            "is closed.",
            space_before=16,
        ),
    ]  # fmt: skip


def contents(s: StyleSheet) -> list[Flowable]:
    """Return the contents of a casebook."""
    signed, day0, n = MarkKind.SIGNED, "visit-day-0", None
    opened, later = MarkKind.WINDOW_OPEN, MarkKind.LATER
    visits = [
        MatrixVisit("Scr", "03-17", signed), MatrixVisit("D0 before", "04-07", signed),
        MatrixVisit("Infusion", "04-07", signed), MatrixVisit("+24 h", "04-08", signed),
        MatrixVisit("M1", "05-07", signed), MatrixVisit("M3", "07-07", signed),
        MatrixVisit("M6", "10-04", MarkKind.COMPLETE), MatrixVisit("M9", "to 01-23", opened),
        MatrixVisit("Y1", "from 03-08", later),
    ]  # fmt: skip
    groups: list[tuple[str, list[tuple[str, list[MatrixCell]]]]] = [
        ("Enrolment", [("Consent and eligibility", [day0]), ("Demography", [day0]),
                       ("MS history, earlier EDSS", [day0]), ("Virology", [day0])]),
        ("Treatment and safety", [
            ("Infusion record", [n, n, day0]), ("Early reactions, 24 h", [n, n, day0, day0]),
            ("Vital signs", [n, day0, day0, day0]), ("Blood count", [n, day0, n, n, day0, day0]),
            ("Pain, hypersensitivity", [n, day0, n, n, day0, day0, day0, opened])]),
        ("Efficacy", [
            ("EDSS", [day0, day0, n, n, day0, day0, day0, opened]),
            ("Cytokines", [n, day0, n, n, day0, day0]), ("CD19, CD20", [n, day0, n, n, day0, day0]),
            ("MACFIMS", [n, day0, n, n, n, day0, day0]), ("FSS", [n, day0, n, n, n, day0, day0]),
            ("SCL-90-R", [n, day0, n, n, n, day0, day0]),
            ("MRI, T2 lesions", [n, day0, n, n, n, day0, day0, opened]),
            ("DTI, resting fMRI", [n, day0, n, n, n, day0, MarkKind.MISSED]),
            ("Status by telephone", [n, n, n, n, n, n, n, n, later])]),
    ]  # fmt: skip
    return [
        title_line(s, "Contents", state="numbers are pages; each is a link"),
        contents_matrix(s, visits, groups, date_words="Date in 2024, 2025", state_words="State"),
        Space(4.5),
        mark_legend(s, [(signed, "signed"), (MarkKind.COMPLETE, "complete"),
                        (opened, "window open"), (MarkKind.MISSED, "not done, with a reason"),
                        (later, "later")]),
        Space(14),
        two_columns(
            s,
            [contents_lines(s, "Logs", [("Adverse events, 4", day0), ("Drugs, 5", day0),
                                        ("Deviations, 1", day0)])],
            [contents_lines(s, "Trail", [("Queries, 12", day0), ("Signatures, 6", day0),
                                         ("Changes after first saving, 9", day0),
                                         ("Audit trail", day0), ("Key to marks and codes", "key")])],
        ),
    ]  # fmt: skip


def key(s: StyleSheet) -> list[Flowable]:
    """Return the key to marks."""

    def m(kind: MarkKind) -> Mark:
        return Mark(kind, s.body, r=MATRIX_R)

    strong = s.value
    marks: list[tuple[Flowable, str]] = [
        (m(MarkKind.SIGNED), "complete and signed, nothing changed since"),
        (m(MarkKind.COMPLETE), "complete"), (m(MarkKind.BEGUN), "begun"),
        (m(MarkKind.WINDOW_OPEN), "window open, nothing entered"),
        (m(MarkKind.OVERDUE), "window over, nothing entered, not yet called missed"),
        (m(MarkKind.MISSED), "missed, or not done with a reason"),
        (m(MarkKind.OFF_WINDOW), "kept outside its window"),
        (m(MarkKind.LATER), "window not yet open"), (m(MarkKind.NOT_PLANNED), "not planned"),
    ]  # fmt: skip
    queries: list[tuple[Flowable, str]] = [
        (m(MarkKind.QUERY_OPEN), "open, waits for the site"),
        (m(MarkKind.QUERY_ANSWERED), "answered, waits for the monitor"),
        (m(MarkKind.QUERY_CLOSED), "closed"),
    ]
    plain = Weight.REGULAR
    values: list[tuple[Flowable, str]] = [
        (Text("6.5", strong), "as captured"),
        (Text(["6.5", Gap(), Run("derived", size=7.8, colour=SOFT)], s.body),
         "worked out by a rule of the study"),
        (Text(["6.5", Run("a", raised=True)], strong),
         "changed after first saving; see the note of that letter"),
        (Text(["124", Gap(), Run("H", colour=RED)], strong), "above (L: below) the expected range"),
        (Text(["<2.0", Gap(), Run("BLQ", weight=plain)], strong),
         "below the quantified range of that run, kept as reported"),
        (Text(Run("not done: refused", weight=Weight.ITALIC), s.body), "no value, and why"),
        (Text("2024-10", strong), "the rest of the date is not known"),
        (Text(Run("6.0", colour=PREV), s.body), "what was found last time (worksheets only)"),
    ]  # fmt: skip
    tags: list[tuple[Flowable, str]] = [
        (TagBox(status_tag("interim", "en"), s), "printed before everything is signed"),
        (TagBox(status_tag("final", "en"), s), "complete, signed and locked"),
        (TagBox(status_tag("changed", "en"), s),
         "a signed value has changed; a new signature is due"),
        (TagBox(status_tag("blank", "en"), s), "a form to fill by hand"),
        (TagBox(status_tag("exercise", "en"), s), "training; not part of the study"),
    ]  # fmt: skip
    left = [
        *key_list(s, "Visits and pages", marks),
        *key_list(s, "Queries", queries, space_before=9.7),
        *key_list(s, "Checks against source", [
            (m(MarkKind.VERIFIED),
             "verified against source; the mark goes when the value changes")], space_before=9.7),
    ]  # fmt: skip
    right = [
        *key_list(s, "Values", values, mark_width=34 * mm),
        *key_list(s, "The document", tags, mark_width=44 * mm, space_before=9.7),
    ]
    return [
        Anchor("key"),
        title_line(s, "Key to marks and codes"),
        Space(5),
        two_columns(s, left, right),
    ]


def story(language: str) -> list[Flowable]:
    """Return the specimen: in English the whole casebook's frame, elsewhere the visit page."""
    if language != "en":
        return visit_page(language)
    s = style_sheet(language)
    return [
        *cover(s), PageBreak(), *contents(s), PageBreak(), *visit_page(language), PageBreak(),
        HeaderVisit(None), *key(s),
    ]  # fmt: skip


def outline(language: str) -> list[OutlineEntry]:
    """Return the two trees of bookmarks."""
    title = WORDS[language].title
    page = OutlineEntry(title, "visit-day-0")
    return [OutlineEntry("By visit", "visit-day-0", (page,)),
            OutlineEntry("By form", "visit-day-0", (OutlineEntry("EDSS", "visit-day-0", (page,)),))
            ]  # fmt: skip


def write(language: str, target: Path) -> int:
    """Write the specimen in a language."""
    return build(target, facts(language), story(language), outline=outline(language))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for code in WORDS:
        write(code, folder / f"specimen-{code}.pdf")


__all__ = ["RuledTable", "facts", "outline", "story", "visit_page", "write"]
