"""The bar over a preview: that nothing is kept, of which study, how current it is; language and look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from crf_app.base.words import LANGUAGE_NAMES, Say
from crf_app.gui.models.phrases import clock_second
from crf_app.gui.parts import ComboField, IconButton, Option, StatusText, Tone
from crf_app.gui.preview.strip import Strip
from crf_app.gui.theme import Theme
from crf_app.gui.theme.fonts import load_for_text
from crf_app.study.study import Study


class TopBar(Strip):
    """The bar."""

    language_chosen = Signal(str)
    look_changed = Signal()
    read_again = Signal()

    def __init__(self, say: Say, languages: Sequence[str], language: str) -> None:
        super().__init__("eye", Tone.ACCENT, name="preview_bar")
        self._say = say
        self.state = StatusText()
        self.state.setObjectName("preview_state")
        self.state.setToolTip(say("Read the folder again (F5)"))
        self.state.clicked.connect(self.read_again)
        options = [Option(each, LANGUAGE_NAMES.get(each, each)) for each in languages]
        app = QApplication.instance()
        if isinstance(app, QApplication):
            load_for_text(app, "".join(option.words for option in options))
        self.language = ComboField(say("Language of the study"), options, height=32, width=132)
        self.language.setObjectName("preview_language")
        self.language.show_choice(language)
        self.language.edited.connect(self.language_chosen)
        self.look = IconButton("moon", "", side=32)
        self.look.setObjectName("preview_look")
        self.look.clicked.connect(self.look_changed)
        for part in (self.state, self.language, self.look):
            self.add(part)
        self.language.setVisible(len(options) > 1)
        self.show_study(None)
        self._show_look()

    def show_study(self, study: Study | None) -> None:
        """Say which study is looked at."""
        more = []
        if study is not None:
            version = self._say("version {version}", version=study.facts.version)
            more = [self._say.joined((study.facts.short, version), " · ")]
        self.show_words(self._say("Preview – nothing is kept"), more)

    def show_reading(self) -> None:
        """Say that the folder is being read."""
        self.state.show_state(self._say("Reading…"))

    def show_current(self, at: datetime) -> None:
        """Say that the form is as the folder is."""
        time = clock_second(at, self._say.language)
        self.state.show_state(self._say("Current {time}", time=time), "check", "ok")

    def show_behind(self) -> None:
        """Say that the folder has errors."""
        self.state.show_state(self._say("Not current"), "triangle-alert", "danger")

    def theme_changed(self, theme: Theme) -> None:
        """Offer the other look."""
        super().theme_changed(theme)
        if hasattr(self, "look"):
            self._show_look()

    def _show_look(self) -> None:
        dark = Theme.of(self).dark
        self.look.show_icon("sun" if dark else "moon", self._say("Light") if dark else self._say("Dark"))
