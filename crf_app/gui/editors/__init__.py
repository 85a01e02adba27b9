"""Editors: one for each kind of item. Each has one setter, `show_state`, and one signal, `edited`."""

from crf_app.gui.editors.choosing import make_editor
from crf_app.gui.editors.editor import Editor, Setting

__all__ = ["Editor", "Setting", "make_editor"]
