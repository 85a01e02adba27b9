"""A report in the window: its sheets, the bar above them, and paper.

The PDF lies in memory alone: nothing about a subject is ever written as a plain file to be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QModelIndex,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtPdf import QPdfBookmarkModel, QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import Button, Hairline, IconButton, Kind, Run, TextLabel
from crf_app.gui.theme import Role, Theme, Themed

_STEP, _LEAST, _MOST = 1.25, 0.25, 5.0
_PRINT_DPI = 300


@dataclass(frozen=True)
class Bookmark:
    """One line of a report's contents: its words, its sheet (from 0), how deep it lies."""

    words: str
    page: int
    depth: int = 0


class ReportView(QWidget, Themed):
    """The sheets of a report, with a bar to walk, to zoom, to print and to save."""

    page_changed = Signal(int)
    """The sheet that is looked at, from 0."""
    save_wanted = Signal()
    printed = Signal(str)
    """The report went to this printer."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.pages = QPdfView(self)
        self.pages.setFrameShape(QFrame.Shape.NoFrame)
        self.pages.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setDocument(self.document)
        self.pages.setAccessibleName(say("Preview of the report"))
        self.pages.pageNavigator().currentPageChanged.connect(self._show_page)
        self.pages.viewport().installEventFilter(self)
        self._bar = QHBoxLayout()
        self.back = IconButton("chevron-up", say("Page before"), side=32)
        self.forward = IconButton("chevron-down", say("Next page", context="of a report"), side=32)
        self.place = TextLabel("", Role.BODY)
        self.smaller = IconButton("minus", say("Smaller"), side=32)
        self.larger = IconButton("plus", say("Larger"), side=32)
        self.zoom = TextLabel("", Role.BODY, "text-2")
        self.wide = Button(say("Width"), Kind.QUIET, icon="move-horizontal")
        self.print = Button(say("Print"), icon="printer")
        self.save = Button(say("Save PDF"), Kind.PRIMARY, icon="download")
        self._put_bar()
        self._down = QVBoxLayout(self)
        self._down.addLayout(self._bar)
        self._down.addWidget(Hairline())
        self._down.addWidget(self.pages, 1)
        self.theme_changed(Theme.of(self))

    def _put_bar(self) -> None:
        for part in (self.back, self.forward, self.place, self.smaller, self.zoom, self.larger, self.wide):
            self._bar.addWidget(part)
        self._bar.addStretch()
        self._bar.addWidget(self.print)
        self._bar.addWidget(self.save)
        self.back.clicked.connect(lambda: self.jump(self.page - 1))
        self.forward.clicked.connect(lambda: self.jump(self.page + 1))
        self.smaller.clicked.connect(lambda: self.scale(1 / _STEP))
        self.larger.clicked.connect(lambda: self.scale(_STEP))
        self.wide.clicked.connect(self.fit_width)
        self.save.clicked.connect(self.save_wanted)
        self.print.clicked.connect(self.ask_printer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say the zoom again where fitting sheets change their size with the room."""
        if event.type() is QEvent.Type.Resize and self.document.pageCount():
            self._show_zoom()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ what is shown

    def show_pdf(self, content: bytes) -> bool:
        """Show a report from its bytes; False when they are no PDF."""
        self.document.close()
        self._buffer.close()
        self._bytes = QByteArray(content)
        self._buffer.setBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.status() is not QPdfDocument.Status.Ready:
            return False
        self._show_page(self.page)
        return True

    def bookmarks(self) -> list[Bookmark]:
        """Return the report's contents: single places, and what the first tree of places holds."""
        model = QPdfBookmarkModel(self)
        model.setDocument(self.document)
        found: list[Bookmark] = []
        tree_seen = False
        for row in range(model.rowCount(QModelIndex())):
            index = model.index(row, 0, QModelIndex())
            children = model.rowCount(index)
            if not children:
                found.append(self._bookmark(model, index))
            elif not tree_seen:
                tree_seen = True
                found += [self._bookmark(model, model.index(n, 0, index)) for n in range(children)]
        model.deleteLater()
        return found

    def _bookmark(self, model: QPdfBookmarkModel, index: QModelIndex) -> Bookmark:
        role = QPdfBookmarkModel.Role
        words = str(model.data(index, role.Title.value))
        return Bookmark(words, int(model.data(index, role.Page.value)))

    # ------------------------------------------------------------------ walking and zooming

    @property
    def page(self) -> int:
        """The sheet that is looked at, from 0."""
        return self.pages.pageNavigator().currentPage()

    def jump(self, page: int) -> None:
        """Show a sheet from its top."""
        if 0 <= page < self.document.pageCount():
            self.pages.pageNavigator().jump(page, QPointF(), self.pages.pageNavigator().currentZoom())

    def fit_width(self) -> None:
        """Make the sheet as wide as there is room."""
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._show_zoom()

    def scale(self, by: float) -> None:
        """Show larger or smaller."""
        now = self._shown_zoom() * by
        self.pages.setZoomMode(QPdfView.ZoomMode.Custom)
        self.pages.setZoomFactor(min(_MOST, max(_LEAST, now)))
        self._show_zoom()

    def _shown_zoom(self) -> float:
        if self.pages.zoomMode() is QPdfView.ZoomMode.Custom or not self.document.pageCount():
            return self.pages.zoomFactor()
        margins = self.pages.documentMargins()
        room = self.pages.viewport().width() - margins.left() - margins.right()
        natural = self.document.pagePointSize(0).width() * self.logicalDpiX() / 72
        return max(_LEAST, room / natural)

    def _show_zoom(self) -> None:
        per_cent = round(self._shown_zoom() * 100)
        self.zoom.show_text(self._say("{n} %", n=per_cent))

    def _show_page(self, page: int) -> None:
        say, count = self._say, self.document.pageCount()
        self.back.setEnabled(page > 0)
        self.forward.setEnabled(page + 1 < count)
        number = Run(say("{n}", n=page + 1), strong=True)
        self.place.show_text([number, Run(" " + say("of {n}", n=count))] if count else "")
        self._show_zoom()
        self.page_changed.emit(page)

    # ------------------------------------------------------------------ paper

    def ask_printer(self) -> None:
        """Ask for a printer with the system's own dialog, then print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(_PRINT_DPI)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # a print dialog's own `open` wants a receiver

    def print_on(self, printer: QPrinter) -> None:
        """Print every sheet, as large as the paper allows."""
        with QPainter(printer) as painter:
            for page in range(self.document.pageCount()):
                if page:
                    printer.newPage()
                room = QRectF(painter.viewport())
                size = self.document.pagePointSize(page)
                share = min(room.width() / size.width(), room.height() / size.height())
                pixels = QSize(round(size.width() * share), round(size.height() * share))
                at = QPointF((room.width() - pixels.width()) / 2, (room.height() - pixels.height()) / 2)
                painter.drawImage(at, self.document.render(page, pixels))
        self.printed.emit(printer.printerName())

    def theme_changed(self, theme: Theme) -> None:
        """Lay the white sheets on the theme's ground."""
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        self._bar.setContentsMargins(theme.gap(16), theme.gap(7), theme.gap(16), theme.gap(7))
        self._bar.setSpacing(theme.gap(8))
        palette = self.pages.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, theme.colour("sunken"))
        self.pages.setPalette(palette)
        self.pages.setPageSpacing(theme.gap(14))
