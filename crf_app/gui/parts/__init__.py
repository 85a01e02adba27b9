"""The parts screens are made of; each is painted, themed and usable from the keyboard."""

from crf_app.gui.parts.avatar import Avatar, initials
from crf_app.gui.parts.band import Band, ProgressBar
from crf_app.gui.parts.buttons import Button, IconButton, Kind, Size
from crf_app.gui.parts.card import Card, Hairline
from crf_app.gui.parts.check_rows import CheckRow, RadioRow
from crf_app.gui.parts.chip import Chip, LabFlag, Tone, paint_flag
from crf_app.gui.parts.choice_strip import Option, StripPhrases
from crf_app.gui.parts.code_row import CodeRow, RadioLine
from crf_app.gui.parts.combo import ComboField
from crf_app.gui.parts.empty_state import EmptyState, GhostRows
from crf_app.gui.parts.field_block import FieldBlock
from crf_app.gui.parts.field_look import PLAIN, Access, FieldLook
from crf_app.gui.parts.filter_pill import FilterPill
from crf_app.gui.parts.key_cap import KeyCap, key_cap_size, paint_key_cap
from crf_app.gui.parts.labels import Run, TextLabel, lay_out
from crf_app.gui.parts.marks import PRECEDENCE, Mark, MarkView, mark_pixmap, paint_mark
from crf_app.gui.parts.page_pips import PagePips, Pip, paint_pips, pips_width
from crf_app.gui.parts.question_box import ProblemLine, QuestionBox
from crf_app.gui.parts.segments import Segments
from crf_app.gui.parts.status_text import StatusText
from crf_app.gui.parts.text_area import TextArea
from crf_app.gui.parts.text_field import TextField
from crf_app.gui.parts.window_bar import WindowBar, WindowSpan, paint_window_bar

__all__ = [
    "PLAIN",
    "PRECEDENCE",
    "Access",
    "Avatar",
    "Band",
    "Button",
    "Card",
    "CheckRow",
    "Chip",
    "CodeRow",
    "ComboField",
    "EmptyState",
    "FieldBlock",
    "FieldLook",
    "FilterPill",
    "GhostRows",
    "Hairline",
    "IconButton",
    "KeyCap",
    "Kind",
    "LabFlag",
    "Mark",
    "MarkView",
    "Option",
    "PagePips",
    "Pip",
    "ProblemLine",
    "ProgressBar",
    "QuestionBox",
    "RadioLine",
    "RadioRow",
    "Run",
    "Segments",
    "Size",
    "StatusText",
    "StripPhrases",
    "TextArea",
    "TextField",
    "TextLabel",
    "Tone",
    "WindowBar",
    "WindowSpan",
    "initials",
    "key_cap_size",
    "lay_out",
    "mark_pixmap",
    "paint_flag",
    "paint_key_cap",
    "paint_mark",
    "paint_pips",
    "paint_window_bar",
    "pips_width",
]
