"""Files that leave: written beside their place, noted in the audit trail, and only then put there whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from crf_app.base.problems import Fault
from crf_app.base.words import Say
from crf_app.capture.commands import NoteExported
from crf_app.services.desk import Desk

_AT_BEGIN = r"'*[ ]*[=+\-@＝＋－＠]|'*[\t\r]"
_WITHIN = r"[ '\"]*[=+\-@＝＋－＠][^;\t\r\n]*[(|!]"
"""Behind a line end, a tab or a semicolon only what could do harm: a call, a link to a program, another table."""
_FORMULA = re.compile(rf"^(?={_AT_BEGIN}|{_WITHIN})|(?<=[;\t\r\n])(?={_WITHIN})")
_APOSTROPHE = re.compile(rf"^'(?={_AT_BEGIN}|{_WITHIN})|(?<=[;\t\r\n])'(?={_WITHIN})")
_NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?|[+-][0-9]{2}:[0-9]{2}")
"""A number, or an offset from UTC."""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    What begins like one, and is no number, gets an apostrophe before it; what begins so with apostrophes already gets
    one more, so that taking one away always gives the text back (OWASP, CSV Injection). The same holds behind a line
    end, a tab or a semicolon inside of a cell: where the semicolon parts lists, as in Spain, a spreadsheet begins new
    cells there.
    """
    return cell if _NUMBER.fullmatch(cell) else _FORMULA.sub("'", cell)


def as_typed(cell: str) -> str:
    """Return what `harmless` was given."""
    return _APOSTROPHE.sub("", cell)


class Draught:
    """A file being written beside its place: it is kept when all went well, else it leaves no trace."""

    def __init__(self, out: Path, say: Say) -> None:
        """Begin; the folder must be there. Raises Fault."""
        self.out, self._say = out, say
        self.size = 0
        self._digest = hashlib.sha256()
        with told(out, say):
            handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
            self._path = Path(name)
            self._file: IO[bytes] = os.fdopen(handle, "wb")

    def write(self, content: bytes) -> None:
        """Write on. Raises Fault."""
        with told(self.out, self._say):
            self._file.write(content)
        self._digest.update(content)
        self.size += len(content)

    @property
    def sha256(self) -> str:
        """The checksum of what was written so far."""
        return self._digest.hexdigest()

    def finish(self) -> None:
        """Have everything on the disk, still under its hidden name. Raises Fault."""
        with told(self.out, self._say):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def put(self) -> None:
        """Give the file its name. Raises Fault."""
        with told(self.out, self._say):
            self._path.replace(self.out)

    def discard(self) -> None:
        """Take it away again."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def __enter__(self) -> Draught:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        else:
            self.discard()


@dataclass(frozen=True)
class Made:
    """What was made and waits to be kept: its name in the trail, how many records it holds, about whom it is."""

    name: str
    draught: Draught
    count: int
    withheld: int = 0
    subject: str | None = None

    def keep(self, desk: Desk) -> None:
        """Note the export, then let the file be found; without the fact there is no file. Raises Refusal and Fault."""
        try:
            out = self.draught.out
            desk.do(NoteExported(self.name, self.subject, self.draught.sha256, out.name, self.count))
            self.draught.put()
        except BaseException:
            self.draught.discard()
            raise


@contextlib.contextmanager
def told(out: Path, say: Say) -> Iterator[None]:
    """Say what the operating system has against a place. Raises Fault."""
    try:
        yield
    except OSError as error:
        said = say(
            "{folder} cannot be written ({why}). The study file is unchanged; choose another place.",
            folder=str(out),
            why=error.strerror or type(error).__name__,
        )
        raise Fault(said) from error
