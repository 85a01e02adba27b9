"""One part of the window's figures, in a process of its own; prints what it found as JSON.

The platform plugin draws into memory: what a screen and its driver add is not in the figures.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crf_app.capture.places import PagePlace
    from crf_app.gui.main_window import MainWindow
    from crf_app.gui.navigation import Form, Place
    from crf_app.gui.workroom import Workroom
    from tests.bench.measuring import Taken

SIZE: Final = (1366, 768)
KEYS: Final = 120
LEAVINGS: Final = 42
SUBJECTS: Final = 60
A_MOMENT: Final = 1_000
"""Milliseconds after which a page has all its sections, also on a slow machine."""


def main(what: str, path: Path, began: float) -> None:
    """Measure `what` on a file. `began` is this clock's time when the process was asked for."""
    from crf_app.services.demo import PASSPHRASE, PASSWORD

    os.environ.update(CRF_PASSPHRASE=PASSPHRASE, CRF_USER="rahimi", CRF_PASSWORD=PASSWORD)
    own = tempfile.mkdtemp(prefix="crf-bench-")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = own
    window = started(path)
    took = (perf_counter() - began) * 1000
    from tests.bench.measuring import resident

    found: dict[str, Any] = {"start": took, "resident": resident()}
    if what != "start":
        found["figures"] = list(PARTS[what](window))
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    window.close()


def started(path: Path) -> MainWindow:
    """Start as the program does; returns when the first page is painted."""
    from crf_app.app import application, begin, make_window
    from crf_app.base.clock import SetClock
    from tests.demonstration import NOW

    window = make_window(application(), SetClock(NOW))
    window.resize(*SIZE)
    window.show()
    begin(window, path)
    assert window.room is not None, "nobody is signed in"
    painted(window.room)
    return window


def painted(widget: QWidget) -> int:
    """Let everything happen that is under way; returns how many widgets were painted inside `widget` for it."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject
    from PySide6.QtWidgets import QWidget

    class Watch(QObject):
        count = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and widget.isAncestorOf(watched):
                self.count += 1
            return False

    app, watch = QCoreApplication.instance(), Watch()
    assert app is not None
    app.installEventFilter(watch)
    QCoreApplication.processEvents()
    app.removeEventFilter(watch)
    return watch.count


def _room(window: MainWindow) -> Workroom:
    assert window.room is not None
    return window.room


def _going(room: Workroom, places: Sequence[Place]) -> tuple[Taken, ...]:
    """Go to places one after the other; returns how long each took until nothing was left to paint."""
    from PySide6.QtCore import QCoreApplication

    from tests.bench.measuring import taken

    def go(place: Place) -> None:
        room.go(place)
        QCoreApplication.processEvents()

    return tuple(taken(partial(go, place)) for place in places)


def _both(measured: Sequence[Taken]) -> dict[str, Any]:
    return {"times": [each.wall for each in measured], "cpu": [each.cpu for each in measured]}


def of_five_hundred(window: MainWindow) -> Iterator[dict[str, Any]]:
    """Open the matrix, and subjects nobody looked at before; leave a field."""
    from crf_app.gui import navigation as to
    from tests.bench.record import begun, largest_page

    room = _room(window)
    yield from _subjects(room, "500 subjects")
    yield _next_days(room)
    if room.can_show(to.Form):
        field = _field_of(room, begun(room.desk, largest_page(room.desk)))
        yield {**_leaving(room, field), "name": "500 subjects: leave a field, painted"}


def of_two_thousand(window: MainWindow) -> Iterator[dict[str, Any]]:
    """Open the matrix and subjects of the largest file."""
    yield from _subjects(_room(window), "2,000 subjects")


def _subjects(room: Workroom, name: str) -> Iterator[dict[str, Any]]:
    from crf_app.gui import navigation as to

    subjects = room.desk.file.subject_ids()
    matrix = _going(room, [to.Subjects()])
    yield {"name": f"{name}: open the matrix, painted", **_both(matrix), "note": "for the first time"}
    if not room.can_show(to.Subject):
        return
    first, *others = _going(room, [to.Subject(each) for each in subjects[: SUBJECTS + 1]])
    yield {
        "name": f"{name}: open a subject, painted",
        **_both(others),
        "bar": "<= 50 ms",
        "note": f"each for the first time; the very first one {first.wall:.0f} ms",
    }


def _next_days(room: Workroom) -> dict[str, Any]:
    from crf_app.gui import navigation as to

    times = _going(room, [to.Today(), to.Subjects()] * 10)
    return {"name": "500 subjects: between Today and Subjects", **_both(times[2:])}


def of_demonstration(window: MainWindow) -> Iterator[dict[str, Any]]:
    """Open pages of a subject, and type into the largest."""
    from crf_app.gui import navigation as to
    from tests.bench.record import begun, largest_page

    room = _room(window)
    if not room.can_show(to.Form):
        return
    desk = room.desk
    largest = begun(desk, largest_page(desk))
    record = desk.record(largest.subject)
    pages = [to.Form(page.place) for page in record.pages.values() if page.place.visit]
    first, *others = _going(room, [*pages, *pages])
    yield {
        "name": "open a form page, painted",
        **_both(others),
        "bar": "<= 50 ms",
        "note": f"all pages of a subject, twice; the very first one {first.wall:.0f} ms",
    }
    yield _first_times(pages, others)
    again = [each for _ in range(10) for each in (pages[0], to.Form(largest))]
    times = _going(room, again)[1::2]
    yield {"name": "  the largest form", **_both(times), "bar": "<= 50 ms", "note": largest.form}
    yield from _typing(room, largest)


def _first_times(pages: Sequence[Form], times: Sequence[Taken]) -> dict[str, Any]:
    """Pick what it took to open each form for the first time; `times` begin with the second page."""
    forms = [page.page.form for page in pages]
    taken = {form: times[forms.index(form) - 1] for form in dict.fromkeys(forms) if forms.index(form)}
    slowest = max(taken, key=lambda form: taken[form].wall)
    note = f"what is seen at once; the slowest is {slowest}"
    return {"name": "  each form for the first time", **_both(tuple(taken.values())), "bar": "<= 50 ms", "note": note}


def _field_of(room: Workroom, largest: PagePlace) -> QWidget:
    """Show a page and put the cursor into its first field for numbers."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from crf_app.gui import navigation as to
    from crf_app.gui.parts.text_field import TextField
    from tests.bench.record import number_field

    room.window().activateWindow()
    QCoreApplication.processEvents()
    room.go(to.Form(largest, number_field(room.desk.session(largest))))
    # Sections further down are made a moment later than what is seen at once; the cursor finds its field then.
    QTest.qWait(A_MOMENT)
    page, field = room.navigator.page, QApplication.focusWidget()
    assert page is not None
    assert isinstance(field, TextField), f"the cursor is in {type(field).__name__}"
    assert page.isAncestorOf(field), "the cursor is not on the page"
    return field


def _typing(room: Workroom, largest: PagePlace) -> Iterator[dict[str, Any]]:
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest

    field, page = _field_of(room, largest), room.navigator.page
    assert page is not None
    keys = [Qt.Key.Key_7, Qt.Key.Key_Backspace]
    times, counts = [], []
    for n in range(KEYS):
        before = perf_counter()
        QTest.keyClick(field, keys[n % 2])
        if n % 10:
            QCoreApplication.processEvents()
            times.append((perf_counter() - before) * 1000)
        else:
            counts.append(painted(page))
    assert all(counts), "a key changed no picture"
    note = f"{largest.form}, {type(field).__name__}; {min(counts)} to {max(counts)} widgets painted anew"
    yield {"name": "key press to repaint, largest form", "times": times, "bar": "<= 8 ms p95", "note": note}
    yield _leaving(room, field)


def _leaving(room: Workroom, field: QWidget) -> dict[str, Any]:
    """Type a value and press Tab: rules, facts and tables on the disk, and the page painted."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest

    file, times = room.desk.file, []
    for n in range(LEAVINGS):
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(field, str(100 + n % 30))
        QCoreApplication.processEvents()
        held = file.fact_count()
        before = perf_counter()
        QTest.keyClick(field, Qt.Key.Key_Tab)
        QCoreApplication.processEvents()
        times.append((perf_counter() - before) * 1000)
        assert file.fact_count() > held, "nothing was saved"
    note = "Tab: rules, durable facts and tables, next field focused"
    return {"name": "  leave a field, painted", "times": times[2:], "note": note}


PARTS: Final[dict[str, Callable[[MainWindow], Iterator[dict[str, Any]]]]] = {
    "five-hundred": of_five_hundred,
    "two-thousand": of_two_thousand,
    "demonstration": of_demonstration,
}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
