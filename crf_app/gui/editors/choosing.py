"""Which editor an item gets: by its kind, the length of its list, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QFileDialog

from crf_app.base.values import Kind
from crf_app.gui.editors.choices import ComboEditor, StripEditor, is_graded, options_of
from crf_app.gui.editors.codes import CodesEditor
from crf_app.gui.editors.editor import Editor, Setting, codes_of
from crf_app.gui.editors.lines import DateEditor, LineEditor, LongTextEditor, MeasuredEditor, width_of_number
from crf_app.gui.editors.quiet import DerivedEditor, DerivedText, NoteEditor
from crf_app.gui.editors.term import TermEditor
from crf_app.gui.parts import Option
from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import text_width
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item

SEGMENTS_AT_MOST: Final = 5
SEGMENTS_WIDTH: Final = {False: 250, True: 380}
"""How wide a row of segments may get before a list is the better choice: in field rows, in grids."""
CELLS_AT_MOST: Final = 7


def make_editor(item: Item, label: str, setting: Setting, *, strip: str = "") -> Editor:
    """Return the editor of an item; `strip` asks for ``radios`` where a grid has the words above."""
    if item.is_derived:
        return DerivedText(item, label, setting) if setting.grid else _derived(item, label, setting)
    codes = codes_of(setting, item)
    if item.kind is Kind.CODES and codes is not None:
        return CodesEditor(item, label, setting, codes)
    if codes is not None:
        return _choice(item, label, setting, codes, strip)
    match item.kind:
        case Kind.LONG_TEXT:
            return LongTextEditor(item, label, setting)
        case Kind.DATE | Kind.DATE_TIME:
            return DateEditor(item, label, setting)
        case Kind.TIME:
            return LineEditor(item, label, setting, width=76)
        case Kind.DURATION:
            return LineEditor(item, label, setting, width=120, unit=False)
        case Kind.INTEGER | Kind.DECIMAL | Kind.MEASURED:
            return _number(item, label, setting)
        case Kind.FILE:
            return _file(item, label, setting)
        case Kind.NOTE:
            return NoteEditor(item, label, setting)
        case _:
            return LineEditor(item, label, setting, width=150)


def _derived(item: Item, label: str, setting: Setting) -> Editor:
    codes = codes_of(setting, item)
    if codes is not None:
        many = codes.dictionary is not None
        width = 330 if many else min(330, max(152, _longest(options_of(codes, setting.language)) + 28))
    elif item.kind.is_number:
        width = width_of_number(item, setting.language)
    else:
        width = 186 if item.kind is Kind.DATE_TIME else 152
    return DerivedEditor(item, label, setting, width=width)


def _longest(options: Sequence[Option]) -> int:
    """Return how wide the longest words of a list are, before the window's factor."""
    theme = Theme.of()
    return round(max((text_width(each.label, theme.font(Role.BODY)) for each in options), default=0) / theme.factor)


def _choice(item: Item, label: str, setting: Setting, codes: CodeList, strip: str) -> Editor:
    if codes.dictionary is not None:
        return TermEditor(item, label, setting, codes, width=336)
    if strip:
        return StripEditor(item, label, setting, codes, strip)
    many = len(codes.codes)
    if is_graded(codes):
        if many <= CELLS_AT_MOST:
            return StripEditor(item, label, setting, codes, "cells" if setting.grid else "segments")
        return ComboEditor(item, label, setting, codes, width=330)
    options = options_of(codes, setting.language)
    font = Theme.of().font(Role.SMALL_STRONG)
    wide = sum(text_width(each.label, font) for each in options) / Theme.of().factor + 24 * many
    if many <= SEGMENTS_AT_MOST and wide <= SEGMENTS_WIDTH[setting.grid]:
        return StripEditor(item, label, setting, codes)
    field = min(330, max(196, _longest(options) + 58))
    return ComboEditor(item, label, setting, codes, width=None if setting.grid else field)


def _number(item: Item, label: str, setting: Setting) -> Editor:
    if item.kind is Kind.MEASURED and item.reference is not None:
        return MeasuredEditor(item, label, setting)
    if item.role == "edss.step":
        return LineEditor(item, label, Setting(setting.study, setting.say, setting.today, height=54), role=Role.HERO)
    if setting.table:
        return LineEditor(item, label, setting, figures=True, unit=False)
    return LineEditor(item, label, setting, width=width_of_number(item, setting.language))


def _file(item: Item, label: str, setting: Setting) -> Editor:
    editor = LineEditor(item, label, setting, width=290, icon="folder-open")

    def choose() -> None:
        dialog = QFileDialog(editor, label)
        dialog.fileSelected.connect(editor.edited)
        dialog.open()

    editor.field.icon_pressed.connect(choose)
    return editor
