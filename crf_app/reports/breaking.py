"""Where lines end: at blanks, between Han, and inside a word only as a last resort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crf_app.reports.fonts import Family, face
from crf_app.reports.inline import Bit, Cluster
from crf_app.reports.shaping import em_width
from crf_app.reports.sheet import TextStyle


class Line(NamedTuple):
    """One line: plain Latin in one string, or clusters still in reading order."""

    width: float
    plain: str
    clusters: Sequence[Cluster]


def widest(clusters: list[Cluster]) -> float:
    """Return the width of the longest line as it was typed."""
    widest = width = 0.0
    for cluster in clusters:
        width = cluster.width if cluster.new_line else (
            width + cluster.width + (cluster.space if width else 0.0)
        )  # fmt: skip
        widest = max(widest, width)
    return widest


def break_plain(words: str, style: TextStyle, limit: float) -> list[Line] | None:
    """Break plain Latin at blanks; None when a single word is wider than the line."""
    font = face(Family.LATIN, style.weight)
    blank = font.width(" ") * style.size
    lines: list[Line] = []
    line: list[str] = []
    width = 0.0
    for word in words.split(" "):
        word_width = em_width(word, style.weight, False) * style.size
        if word_width > limit:
            return None
        if line and width + blank + word_width > limit + 0.01:
            lines.append(Line(width, " ".join(line), ()))
            line, width = [word], word_width
        else:
            width += word_width + (blank if line else 0.0)
            line.append(word)
    lines.append(Line(width, " ".join(line), ()))
    return lines


def break_clusters(clusters: list[Cluster], limit: float) -> list[Line]:
    """Break clusters into lines no wider than the limit."""
    lines: list[Line] = []
    line: list[Cluster] = []
    width = 0.0

    def close() -> None:
        nonlocal line, width
        lines.append(Line(width, "", tuple(line)))
        line, width = [], 0.0

    for whole in clusters:
        pieces = [whole] if whole.width <= limit else _cut(whole, limit)
        for cluster in pieces:
            space = cluster.space if line else 0.0
            if (cluster.new_line and (line or lines or cluster is not clusters[0])) or (
                line and width + space + cluster.width > limit + 0.01
            ):
                close()
                space = 0.0
            line.append(cluster)
            width += space + cluster.width
    close()
    return lines


def _cut(cluster: Cluster, limit: float) -> list[Cluster]:
    """Cut a cluster wider than a line wherever it must be cut; a last resort."""
    pieces: list[Cluster] = []
    current = Cluster([], cluster.space, cluster.new_line)

    def add(bit: Bit) -> None:
        nonlocal current
        if current.bits and current.width + bit.gap + bit.width > limit:
            pieces.append(current)
            current = Cluster([])
        current.bits.append(bit)
        current.width += bit.gap + bit.width

    for bit in cluster.bits:
        if bit.width <= limit or bit.mark is not None:
            add(bit)
            continue
        start = 0
        while start < len(bit.text):
            end, width = start, 0.0
            while end < len(bit.text):
                more = em_width(bit.text[end], bit.weight, bit.chinese) * bit.size
                if width + more > limit and end > start:
                    break
                width += more
                end += 1
            if end < len(bit.text):
                # A name of parts, such as a check's, is parted between them.
                end = bit.text.rfind("_", start, end) + 1 or end
            text = bit.text[start:end]
            exact = em_width(text, bit.weight, bit.chinese) * bit.size
            add(
                Bit(text, exact, bit.size, bit.weight, bit.colour, bit.rise, 0.0, bit.chinese,
                    bit.island, bit.link)
            )  # fmt: skip
            start = end
    pieces.append(current)
    return pieces
