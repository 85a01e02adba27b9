"""What runs over several sheets in one piece: a form with its sections, and what must never stand alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import ActionFlowable, CondPageBreak, Flowable, FrameBreak

from crf_app.reports.sheet import FRAME_HEIGHT, FRAME_WIDTH
from crf_app.reports.table import RuledTable

_TAIL_ROWS = 3
"""So many rows go over the page with what must not stand alone there, a signature or one last row."""

_KEPT = (190 * mm, 150 * mm, 115 * mm, 85 * mm, 55 * mm, 0.0)
"""Forms up to so high stay on one sheet: the first of these that costs no sheet more and leaves little blank."""
_FIRST_ROWS = 5
"""So many rows of a form stand below its head before it is parted."""
_MOST_BLANK = 90 * mm
"""What may stay blank at the foot of a sheet so that the next form is not parted."""
_AGAIN = 26.0
"""A repeated form head, in points."""


class Flow(Flowable):
    """Blocks one below the other that break between and inside tables.

    On each further sheet `again` makes their head anew. A head never ends a sheet, a table begins with two rows at
    least, and the last blocks, as many as are `tied`, go over the page together, with some rows of the block before.
    """

    def __init__(
        self,
        blocks: Sequence[Flowable],
        again: Callable[[], RuledTable] | None = None,
        *,
        heads: int = 0,
        tied: int = 0,
    ) -> None:
        """Keep blocks in order; the first `heads` of them are the head."""
        super().__init__()
        self.blocks = list(blocks)
        self._again = again
        self._heads = heads
        self._tied = tied
        self.spaceBefore = blocks[0].getSpaceBefore() if blocks else 0.0

    def followed_by(self, block: Flowable) -> Flow:
        """Return the same blocks and one more, which never stands on a sheet without the rows before it."""
        return Flow([*self.blocks, block], self._again, heads=self._heads, tied=self._tied + 1)

    def under(self, title: RuledTable) -> Flow:
        """Return the same blocks below a title, which never ends a sheet without them."""
        return Flow([title, *self.blocks], self._again, heads=self._heads + 1, tied=self._tied)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Add the heights, and the space before all but the first."""
        self.width = available_width
        self.height = 0.0
        for number, block in enumerate(self.blocks):
            if number:
                self.height += block.getSpaceBefore()
            self.height += block.wrap(available_width, 1e6)[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draw each at its place."""
        top = self.height
        for number, block in enumerate(self.blocks):
            if number:
                top -= block.getSpaceBefore()
            top -= block.wrap(self.width, 1e6)[1]
            block.drawOn(self.canv, 0, top)

    def room_wanted(self, kept: float) -> float:
        """Return the room below which this begins on the next sheet: all of it up to `kept`, else its first rows."""
        whole = float(self.wrap(FRAME_WIDTH, 1e6)[1] + self.getSpaceBefore())
        if whole <= kept:
            return whole
        room, wanted = self.getSpaceBefore(), _FIRST_ROWS
        for number, block in enumerate(self.blocks):
            room += block.getSpaceBefore() if number else 0.0
            if isinstance(block, RuledTable) and not block.is_title:
                if block.row_count >= wanted:
                    return float(room + block.start_height(wanted))
                wanted -= block.row_count
            room += block.wrap(FRAME_WIDTH, 1e6)[1]
        return whole

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Give what fits, and the rest under the same head on the next sheet."""
        here, rest = self._parted(available_width, available_height)
        if len(here) <= self._heads or not rest:
            return []
        # What is tied is not the form itself: alone on a sheet it does not go on under the form's title.
        again, tied = (self._again, self._tied) if len(rest) > self._tied else (None, 0)
        if again is not None:
            rest = [again(), *rest]
        # ReportLab marks what once moved to a next page; the second pass must not find that.
        self.__dict__.pop("_postponed", None)
        heads = 1 if again is not None else 0
        return [
            Flow(here, self._again, heads=self._heads),
            FrameBreak(),
            Flow(rest, again, heads=heads, tied=tied),
        ]

    def _parted(self, width: float, room: float) -> tuple[list[Flowable], list[Flowable]]:
        here: list[Flowable] = []
        for number, block in enumerate(self.blocks):
            room -= block.getSpaceBefore() if number else 0.0
            height = block.wrap(width, 1e6)[1]
            if height <= room + 0.01:
                here.append(block)
                room -= height
                continue
            rest = self.blocks[number:]
            if len(rest) <= self._tied:
                return self._tail_over(here, rest)
            parts = _parts_of(block, width, room)
            if parts:
                return [*here, parts[0]], [parts[1], *rest[1:]]
            return self._without_titles(here, rest)
        return here, []

    def _tail_over(self, here: list[Flowable], rest: list[Flowable]) -> tuple[list[Flowable], list[Flowable]]:
        """Take all that is tied over the page with some rows; where it fills a sheet, part it."""
        first = len(self.blocks) - self._tied
        parts = self._with_rows(here[:first], self.blocks[first:])
        if len(parts[0]) <= self._heads and len(here) > first:
            return here, rest
        return parts

    def _with_rows(self, here: list[Flowable], rest: list[Flowable]) -> tuple[list[Flowable], list[Flowable]]:
        """Take the last rows over the page; a small table goes as a whole."""
        last = here.pop() if len(here) > self._heads else None
        if last is None:
            return here, rest
        parts = last.last_rows(_TAIL_ROWS) if isinstance(last, RuledTable) else None
        if parts is not None:
            return [*here, parts[0]], [parts[1], *rest]
        return self._without_titles(here, [last, *rest])

    def _without_titles(self, here: list[Flowable], rest: list[Flowable]) -> tuple[list[Flowable], list[Flowable]]:
        """A title over a table goes with its table."""
        while len(here) > self._heads and isinstance(here[-1], RuledTable) and here[-1].is_title:
            rest.insert(0, here.pop())
        return here, rest


def standing(story: Sequence[Flowable]) -> list[Flowable]:
    """Return a story in which a form is kept whole on one sheet where that costs no sheet and leaves little blank.

    Else the forms are parted, each at five rows at least, and say their title again.
    """
    found = [(_sheets(story, kept), kept) for kept in _KEPT]
    fewest = min(sheets for (sheets, _), _ in found)
    kept = next(kept for (sheets, blank), kept in found if sheets == fewest and (blank <= _MOST_BLANK or not kept))
    made: list[Flowable] = []
    for block in story:
        if isinstance(block, Flow):
            made.append(CondPageBreak(block.room_wanted(kept)))
        made.append(block)
    return made


def _sheets(story: Sequence[Flowable], kept: float) -> tuple[int, float]:
    """Return, near enough, the sheets a story takes, and the most that is left blank on one but the last."""
    sheets, room, blank = 1, FRAME_HEIGHT, 0.0
    for block in story:
        height = block.wrap(FRAME_WIDTH, 1e6)[1] + block.getSpaceBefore()
        wanted = block.room_wanted(kept) if isinstance(block, Flow) else height
        if wanted > room:
            sheets, room, blank = sheets + 1, FRAME_HEIGHT, max(blank, room)
        while height > room:
            sheets, height, room = sheets + 1, height - room + _AGAIN, FRAME_HEIGHT
        room -= height
    return sheets, blank


def _parts_of(block: Flowable, width: float, room: float) -> tuple[Flowable, Flowable] | None:
    """Return a block in two, unless less than two of its rows would stand here."""
    if isinstance(block, RuledTable) and not block.may_start_in(room):
        return None
    parts = [part for part in block.split(width, room) if not isinstance(part, ActionFlowable)] if room > 0 else []
    return (parts[0], parts[1]) if len(parts) == 2 else None
