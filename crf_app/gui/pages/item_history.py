"""What an item, or a page, went through: who wrote what, when and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from crf_app.base.words import mark
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.shown import show_stored
from crf_app.gui.models.phrases import clock_second, day_month_year, from_utc
from crf_app.gui.navigation import Frame
from crf_app.gui.overlay import Overlay
from crf_app.gui.pages.header import Scroll
from crf_app.gui.parts import Button, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.study.study import Study

KINDS = {
    FactKind.PAGE_STARTED: mark("page started"),
    FactKind.PAGE_COMPLETED: mark("page completed"),
    FactKind.PAGE_REOPENED: mark("page reopened"),
    FactKind.PAGE_NOT_DONE: mark("page declared not done"),
    FactKind.ROW_ADDED: mark("row added"),
    FactKind.ROW_REMOVED: mark("row removed"),
    FactKind.ENTRY_RELEVANCE: mark("applies or not"),
    FactKind.QUERY_RAISED: mark("question asked"),
    FactKind.QUERY_ANSWERED: mark("question answered"),
    FactKind.QUERY_CLOSED: mark("question closed"),
    FactKind.QUERY_REOPENED: mark("question asked again"),
    FactKind.SIGNATURE_MADE: mark("signed"),
    FactKind.SIGNATURE_BROKEN: mark("signature taken off"),
}


def item_facts(frame: Frame, page: PagePlace, key: EntryKey | None) -> list[Fact]:
    """Read the facts of an entry, or of a page as a whole, newest first."""
    file = frame.desk.file
    if key is None:
        return list(file.facts(page=page.id, newest_first=True, limit=200))
    found = file.facts(page=page.id, item=key.item, row=key.row or None, newest_first=True, limit=200)
    return [fact for fact in found if (fact.row or "") == key.row]


class ItemHistory(Overlay):
    """The facts as lines: when, who, what, why."""

    def __init__(self, window: QWidget, frame: Frame, page: PagePlace, key: EntryKey | None, title: str) -> None:
        super().__init__(window, title, width=680)
        say, study = frame.say, frame.desk.study
        self.body.addWidget(TextLabel(title, Role.SECTION))
        names = {person.id: person.name for person in frame.desk.file.people()}
        facts = item_facts(frame, page, key)
        inner = QWidget()
        grid = QGridLayout(inner)
        theme = Theme.of(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.gap(14))
        grid.setVerticalSpacing(theme.gap(6))
        grid.setColumnStretch(2, 1)
        if not facts:
            grid.addWidget(TextLabel(say("Nothing was recorded here yet."), Role.SMALL, "text-2"), 0, 0)
        for row, fact in enumerate(facts):
            local = from_utc(fact.at, fact.offset)
            language = say.language
            when = f"{day_month_year(local.date(), language)} {clock_second(local, language)}"
            what = fact_words(fact, study, frame)
            why = say("because: {reason}", reason=fact.reason) if fact.reason else ""
            for column, (text, colour) in enumerate(
                ((when, "text-2"), (names.get(fact.person, say("program")), "text-2"), (what, "text"))
            ):
                label = TextLabel(text, Role.SMALL, colour, wrap=column == 2)  # type: ignore[arg-type]
                grid.addWidget(label, 2 * row, column, Qt.AlignmentFlag.AlignTop)
            if why:
                grid.addWidget(TextLabel(why, Role.CAPTION, "text-3", wrap=True), 2 * row + 1, 2)
        scroll = Scroll(inner)
        scroll.setMinimumHeight(min(theme.px(360), max(theme.px(60), inner.sizeHint().height() + 8)))
        self.body.addWidget(scroll)
        close = Button(say("Close"))
        close.clicked.connect(self.dismiss)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        self.body.addLayout(foot)
        self.closes_with = close


def fact_words(fact: Fact, study: Study, frame: Frame) -> str:
    """Say what a fact did to an entry or a page."""
    say = frame.say
    label, new, old = "", fact.new or {}, fact.old or {}
    if fact.item and fact.page:
        form = study.forms.get(PagePlace.parse(fact.page).form)
        if form is not None and form.has(fact.item):
            item = form.item(fact.item)
            label = item.label.in_(say.language)
            codes = study.codes_of(item) if item.codes or item.kind.value == "yes_no" else None
            reasons = study.codelists[study.facts.missing_reasons]
            if fact.kind in (FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED):
                parts = [show_stored(item, each, codes, say.language, with_unit=True, reasons=reasons)
                         for each in (old, new)]  # fmt: skip
                empty = say("empty")
                if old:
                    return say("{item}: {old} → {new}", item=label, old=parts[0] or empty, new=parts[1] or empty)
                return say("{item}: {new}", item=label, new=parts[1] or empty)
    text = str(new.get("text", new.get("comment", "")))
    kind = say(KINDS[fact.kind]) if fact.kind in KINDS else fact.kind.value
    said = f"{kind}: {text}" if text else kind
    return f"{label}: {said}" if label else said
