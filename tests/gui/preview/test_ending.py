"""An author closes the preview, or it ends otherwise, while the folder is read: who has gone is told nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from crf_app.gui.preview.window import PreviewWindow
from tests.gui.preview.author import Author

Ending = Callable[[PreviewWindow], object]


def _delete_later(window: PreviewWindow) -> None:
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


ENDINGS = {"closed": PreviewWindow.close, "deleted": delete, "deleted_later": _delete_later}


"""What may happen to a window. Only the first is asked of it; the others come from outside."""


@pytest.fixture
def heard(author: Author) -> list[object]:
    """What a window that is about to end hears of its folder from now on."""
    heard: list[object] = []
    checker = author.window._checker
    checker.read.connect(lambda study, _: heard.append(study))
    checker.played.connect(heard.append)
    return heard


def test_closing_while_the_folder_is_read_leaves_nothing_behind(author: Author, heard: list[object]) -> None:
    author.window.read()
    assert not gc.isenabled()
    author.window.close()
    assert gc.isenabled()
    QApplication.processEvents()
    assert heard == []


def test_a_window_that_is_closed_does_not_read_any_more(author: Author, heard: list[object]) -> None:
    author.window.close()
    author.window.read()
    QApplication.processEvents()
    assert gc.isenabled()
    assert heard == []


def test_a_save_after_closing_wakes_nobody(author: Author, authors: Callable[..., Author], heard: list[object]) -> None:
    author.window.close()
    other = authors().waits_until_played()
    other.changes("forms/consent.yaml", "label: Consented on", "label: Agreed on")
    other.waits_for(lambda: other.labels == ["Agreed on"])
    assert heard == []


def test_closing_as_soon_as_the_form_follows_plays_no_scenario(author: Author, heard: list[object]) -> None:
    author.window._checker.read.connect(lambda _study, _findings: author.window.close())
    author.window.read()
    author.waits_for(lambda: bool(heard))
    assert not author.window._checker._background.busy
    assert gc.isenabled()
    assert len(heard) == 1


@pytest.mark.parametrize("end", ENDINGS.values(), ids=ENDINGS)
def test_ten_windows_one_after_the_other(authors: Callable[..., Author], end: Ending) -> None:
    author = authors(opens=False)
    for _ in range(10):
        window = PreviewWindow(author.folder, author.switch)
        window.show()
        assert not gc.isenabled()  # the folder is being read
        end(window)
        assert gc.isenabled()
        QApplication.processEvents()
    author.opens_window().waits_until_played()
