"""The author: writes a study in some editor, saves, and looks at the preview; clicks and types in it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from crf_app.base.clock import SetClock
from crf_app.capture.places import EntryKey
from crf_app.gui.editors import Editor
from crf_app.gui.editors.choices import ComboEditor, StripEditor
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.pages.cell import Cell
from crf_app.gui.preview.bench import Spot
from crf_app.gui.preview.form import PreviewForm
from crf_app.gui.preview.rows import Row, RowList
from crf_app.gui.preview.window import PreviewWindow
from crf_app.gui.theme import Scheme
from crf_app.gui.theme.switch import ThemeSwitch
from tests.gui.clerk import click
from tests.study.small_study import TEXTS

NOW = datetime(2026, 5, 12, 10, 52, 41, tzinfo=UTC)
WAIT = 10_000
"""Milliseconds a busy machine may take to follow a save."""

WALKS = """\
- name: a short walk without an aid is noted
  given:
    visit: month_1
    entries: {treatment.walk.metres: "100"}
  enter: {walk.done: yes, walk.metres: "15", walk.aid: none}
  expect: {queries: [walk_aid], values: {walk.more: "-85"}}
- name: a walk that was not done asks nothing
  given: {visit: screening}
  enter: {walk.done: no}
  expect: {no_queries: [walk_aid], hidden: [walk.metres], values: {walk.more: ""}}
"""
OTHERS = """\
- name: a rise is asked about
  given: {visit: treatment}
  enter: {vitals.before.systolic: "120", vitals.after.systolic: "160"}
  expect: {queries: [vitals_rise], values: {vitals.highest: "160", vitals.after.high: no}}
- name: a steady pressure is not
  given: {visit: treatment}
  enter: {vitals.after.systolic: "121"}
  expect: {no_queries: [vitals_rise], values: {vitals.before.high: ""}, hidden: [vitals.highest]}
- name: an event that ended before it began
  enter: {event.onset: 2026-05-02, event.ended: 2026-05-01}
  expect: {queries: [event_order]}
- name: an event in order
  enter: {event.onset: 2026-05-01, event.ended: 2026-05-02}
  expect: {no_queries: [event_order]}
"""


def lay_small_study(folder: Path) -> Path:
    """Write the small study into a folder, with scenarios that hold."""
    for name, text in (TEXTS | {"scenarios/walk.yaml": WALKS, "scenarios/others.yaml": OTHERS}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Author:
    """Somebody who writes a study, and the window that follows."""

    def __init__(self, bot: QtBot, folder: Path, *, opens: bool = True, size: tuple[int, int] = (1280, 800)) -> None:
        """Lay the small study into `folder`, with scenarios that hold; open the window on it."""
        self._bot, self.folder, self._size = bot, lay_small_study(folder), size
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.switch = ThemeSwitch(app, scheme=Scheme.LIGHT, language="en")
        if opens:
            self.opens_window()

    def opens_window(self) -> Author:
        self.window = PreviewWindow(self.folder, self.switch, SetClock(NOW))
        self.window.resize(*self._size)
        self._bot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        return self

    # In the editor

    def saves(self, name: str, text: str, *, by_replacing: bool = False) -> Author:
        """Save a file as editors do: in place, or by putting another file in its place."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if by_replacing:
            other = path.with_name(f".{path.name}.new")
            other.write_text(text, encoding="utf-8")
            os.replace(other, path)  # noqa: PTH105 - the very call editors make
        else:
            path.write_text(text, encoding="utf-8")
        return self

    def changes(self, name: str, old: str, new: str, *, by_replacing: bool = False) -> Author:
        """Change a passage of a file and save it."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        return self.saves(name, text.replace(old, new, 1), by_replacing=by_replacing)

    # At the window

    @property
    def form(self) -> PreviewForm:
        form = self.window.room.form
        assert form is not None, "no form is shown"
        return form

    @property
    def title(self) -> str:
        return self.form.head.title.text()

    def goes_to(self, form: str, visit: str | None = None) -> Author:
        """Choose a form in the list by clicking it."""
        rows = self.window.room.contents.list
        self._clicks_row(rows, Spot(form, visit))
        return self

    def clicks_scenario(self, name: str) -> Author:
        self.window.room.side.tabs.setCurrentIndex(1)
        self._clicks_row(self.window.room.side.scenarios.list, name)
        return self

    def _clicks_row(self, rows: RowList, key: object) -> None:
        place = next(n for n, row in enumerate(rows.rows) if row.key == key)
        index = rows.model_.index(place)
        rows.scrollTo(index)
        at = rows.visualRect(index).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def cell(self, name: str) -> Cell:
        row, _, item = name.rpartition(".")
        view = self.form.view
        found = view.cell(EntryKey(item, row)) if view is not None else None
        assert found is not None, f"the form asks no {name!r}"
        return found

    def asks(self, name: str) -> bool:
        """Whether an item is asked now."""
        return self.cell(name).visible

    def types(self, name: str, text: str, *, leaves: bool = True) -> Author:
        """Answer an item with the keyboard, or by clicking its choice."""
        editor = self.editor(name)
        if isinstance(editor, StripEditor):
            options = [option.code for option in editor.field.options]
            at = editor.field.cell(options.index(text)).center().toPoint()
            QTest.mouseClick(editor.field, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
            return self
        assert isinstance(editor, LineEditor), f"{name!r} is not typed"
        click(editor.field)
        editor.field.selectAll()
        QTest.keyClicks(editor.field, text)
        if leaves:
            QTest.keyClick(editor.field, Qt.Key.Key_Tab)
        return self

    def editor(self, name: str) -> Editor:
        cell = self.cell(name)
        assert cell.visible, f"{name!r} is hidden"
        return cell.editor

    def sees(self, name: str) -> str:
        """Return what stands in an editor."""
        editor = self.editor(name)
        if isinstance(editor, StripEditor | ComboEditor):
            return editor.field.choice or ""
        assert isinstance(editor, LineEditor)
        return editor.field.text()

    def questions(self, name: str) -> list[str]:
        return [asked.announced for asked in self.cell(name).asked]

    def presses(self, name: str) -> Author:
        """Press a button by its name."""
        button = self.window.findChild(QAbstractButton, name)
        assert button is not None, f"there is no button {name!r}"
        assert button.isVisible(), f"{name!r} is not to be seen"
        click(button)
        return self

    # What is seen

    @property
    def labels(self) -> list[str]:
        """The labels of the form that is shown."""
        view = self.form.view
        assert view is not None
        return [cell.label.text() for cell in view.cells() if cell.visible]

    @property
    def findings(self) -> list[str]:
        """Each finding with its place, as it can be read."""
        return [_read(row) for row in self.window.room.side.findings.list.rows]

    @property
    def failed(self) -> list[str]:
        """The scenarios that came out otherwise, with how."""
        rows = self.window.room.side.scenarios.list.rows
        heads = [n for n, row in enumerate(rows) if row.is_head] + [len(rows)]
        if not rows or rows[0].words != "Came out otherwise":
            return []
        return [_read(row) for row in rows[1 : heads[1]]]

    @property
    def forms(self) -> list[str]:
        """The list of forms, heads included."""
        return [row.words for row in self.window.room.contents.list.rows]

    @property
    def is_current(self) -> bool:
        room = self.window.room
        return room.behind.isHidden() and room.bar.state.text().startswith("Current")

    def waits_for(self, what: object) -> Author:
        """Wait until something holds; what it is, is called again and again."""
        assert callable(what)
        self._bot.waitUntil(what, timeout=WAIT)
        return self

    def waits_until_played(self) -> Author:
        """Wait until the folder was read and its scenarios played."""
        return self.waits_for(lambda: self.window.standing.check is not None and self.is_current)

    def focus(self) -> QWidget:
        """Return what has the keyboard."""
        now = QApplication.focusWidget()
        assert now is not None, "nothing has the keyboard"
        return now


def _read(row: Row) -> str:
    text = " ".join((row.words, *row.more))
    return text.replace("\u2066", "").replace("\u2069", "")
