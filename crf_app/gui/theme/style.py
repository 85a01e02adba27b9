"""Fusion with the desk's own focus ring, fields, scroll bars and popups."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFocusFrame,
    QFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QStyleOptionTab,
    QWidget,
)

from crf_app.gui.theme.paint import RING_REACH, field_box, focus_ring, rounded_box, text_line
from crf_app.gui.theme.theme import Theme
from crf_app.gui.theme.tokens import Token
from crf_app.gui.theme.type_scale import Role

_Primitive = QStyle.PrimitiveElement
_Control = QStyle.ControlElement
_Metric = QStyle.PixelMetric
_State = QStyle.StateFlag
SCROLL_BAR: Final = 12


class OwnFocus:
    """A widget that shows its focus in its own outline and wants no ring around it."""


class OwnFrame:
    """A scroll area that paints its own frame and ground."""

    def paint_frame(self, painter: QPainter) -> None:
        """Paint the frame."""
        raise NotImplementedError


class RingShape:
    """A widget whose focus ring goes round a part of it."""

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the shape (in the widget's own coordinates) and its corner radius."""
        raise NotImplementedError


class DeskStyle(QProxyStyle):
    """The application's style; reads the theme whenever it paints."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:  # fmt: skip
        """Give the few sizes that differ from Fusion's."""
        if metric in (_Metric.PM_FocusFrameHMargin, _Metric.PM_FocusFrameVMargin):
            return Theme.of().px(RING_REACH)
        if metric is _Metric.PM_ScrollBarExtent:
            return SCROLL_BAR
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self, hint: QStyle.StyleHint, option: QStyleOption | None = None,
        widget: QWidget | None = None, returned: QStyleHintReturn | None = None,
    ) -> int:  # fmt: skip
        """Let the ring lie above its neighbours; no motion where content is concerned."""
        if hint is QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint in (
            QStyle.StyleHint.SH_FocusFrame_Mask,  # the ring may go round a part of a widget
            QStyle.StyleHint.SH_Widget_Animation_Duration,
        ):
            return 0
        if hint is QStyle.StyleHint.SH_Table_GridLineColor:
            # A C int carries the colour: its upper half is negative.
            return Theme.of().colour("line").rgb() - (1 << 32)
        return super().styleHint(hint, option, widget, returned)

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Paint field boxes, popups and the focus of table cells."""
        theme = Theme.of()
        box = QRectF(option.rect)
        if element is _Primitive.PE_PanelLineEdit:
            self._line_edit(option, painter, theme, widget)
        elif element is _Primitive.PE_FrameFocusRect:
            if isinstance(widget, QAbstractItemView):
                rounded_box(painter, box, theme.px(4), None, theme.colour("accent"), theme.px(2))
        elif element is _Primitive.PE_PanelMenu:
            rounded_box(painter, box, 0, theme.colour("surface"), theme.colour("line-btn"))
        elif element is _Primitive.PE_FrameMenu:
            rounded_box(painter, box, 0, None, theme.colour("line-btn"))
        elif element is _Primitive.PE_PanelButtonCommand:
            down = bool(option.state & (_State.State_Sunken | _State.State_MouseOver))
            ground = theme.colour("hover" if down else "surface")
            rounded_box(painter, box, theme.px(6), ground, theme.colour("line-btn"))
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Paint the one focus ring and the grounds of table headers."""
        theme = Theme.of()
        if element is _Control.CE_FocusFrame:
            self._focus_frame(painter, theme, widget)
        elif element is _Control.CE_ShapedFrame and isinstance(widget, OwnFrame):
            widget.paint_frame(painter)
        elif element is _Control.CE_ShapedFrame and isinstance(widget, QFrame):
            if widget.frameShape() is QFrame.Shape.StyledPanel:
                rounded_box(painter, QRectF(option.rect), 0, None, theme.colour("line-btn"))
            else:
                super().drawControl(element, option, painter, widget)
        elif element is _Control.CE_TabBarTabShape:
            self._tab(option, painter, theme)
        elif element is _Control.CE_TabBarTabLabel and isinstance(option, QStyleOptionTab):
            chosen = bool(option.state & _State.State_Selected)
            font = theme.font(Role.BUTTON if chosen else Role.BODY)
            words = option.text.replace("&", "")
            colour: Token = "accent" if chosen else "text-2"
            text_line(painter, QRectF(option.rect), words, font, theme.colour(colour))
        elif element is _Control.CE_HeaderSection or element is _Control.CE_HeaderEmptyArea:
            painter.fillRect(option.rect, theme.colour("sunken"))
            painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0),
                             theme.colour("line"))  # fmt: skip
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self, control: QStyle.ComplexControl, option: QStyleOptionComplex, painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Paint scroll bars as a plain thumb without buttons."""
        if control is QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            self._scroll_bar(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _tab(self, option: QStyleOption, painter: QPainter, theme: Theme) -> None:
        rect = option.rect
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), theme.colour("line"))
        if option.state & _State.State_Selected:
            bar = rect.adjusted(0, rect.height() - theme.px(2), 0, 0)
            painter.fillRect(bar, theme.colour("accent"))
        if option.state & _State.State_HasFocus:
            box = QRectF(rect).adjusted(2, 2, -2, -4)
            rounded_box(painter, box, theme.px(6), None, theme.colour("accent"), theme.px(2))

    def _line_edit(self, option: QStyleOption, painter: QPainter, theme: Theme, widget: QWidget | None) -> None:
        if isinstance(widget, OwnFocus):
            return
        if isinstance(widget, QWidget) and widget.property("bare"):
            return
        enabled = bool(option.state & _State.State_Enabled)
        focused = bool(option.state & _State.State_HasFocus)
        writable = enabled and not bool(option.state & _State.State_ReadOnly)
        field_box(
            painter,
            QRectF(option.rect),
            theme,
            "surface" if writable else "sunken",
            "accent" if focused else "line-strong" if writable else "line",
            2 if focused else 1,
        )

    def _focus_frame(self, painter: QPainter, theme: Theme, frame: QWidget | None) -> None:
        target = frame.widget() if isinstance(frame, QFocusFrame) else None
        if target is None:
            return
        reach = theme.px(RING_REACH)
        if isinstance(target, RingShape):
            shape, radius = target.focus_shape()
        else:
            shape, radius = QRectF(target.rect()), float(theme.px(6))
        focus_ring(painter, shape.translated(reach, reach), radius, theme)

    def _scroll_bar(self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
        theme = Theme.of()
        thumb = QRectF(
            self.subControlRect(
                QStyle.ComplexControl.CC_ScrollBar,
                option,
                QStyle.SubControl.SC_ScrollBarSlider,
                widget,  # type: ignore[arg-type]  # None is what Qt itself passes
            )
        )
        if option.minimum == option.maximum:
            return
        inset = 3.0
        if option.orientation is Qt.Orientation.Horizontal:
            thumb.adjust(2, inset, -2, -inset)
        else:
            thumb.adjust(inset, 2, -inset, -2)
        pressed = bool(option.state & (_State.State_MouseOver | _State.State_Sunken))
        colour = theme.colour("line-strong" if pressed else "line-btn")
        rounded_box(painter, thumb, min(thumb.width(), thumb.height()) / 2, colour)


class FocusFollower(QObject):
    """Moves the one focus frame to whatever has the focus."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: QFocusFrame | None = None
        app.focusChanged.connect(self._move)

    def _move(self, _old: QWidget | None, now: QWidget | None) -> None:
        wanted = now if isinstance(now, QAbstractButton | RingShape) else None
        if wanted is None and self._frame is None:
            return
        if self._frame is None or not _alive(self._frame):
            self._frame = QFocusFrame(wanted)
        self._frame.setWidget(wanted)  # type: ignore[arg-type]

    def repaint_ring(self) -> None:
        """Paint the ring again after a part moved it from one of its shapes to another."""
        if self._frame is not None and _alive(self._frame):
            self._frame.update()


def _alive(frame: QFocusFrame) -> bool:
    from shiboken6 import isValid

    return isValid(frame)


def ring_moved() -> None:
    """Tell the focus ring that the shape it goes round is another one now."""
    app = QApplication.instance()
    follower = app.findChild(FocusFollower) if app is not None else None
    if isinstance(follower, FocusFollower):
        follower.repaint_ring()


def follow_focus(app: QApplication) -> None:
    """Start the focus ring of an application."""
    if app.findChild(FocusFollower) is None:
        FocusFollower(app)
