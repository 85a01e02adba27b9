"""Folders that leave: made whole beside their place, with a manifest of every file, then noted and put there.

``manifest.json`` says of what, by whom, when, with which program, under which seal, and of each file its checksum and
how many records it holds. ``manifest.sha256`` has the checksums once more as ``sha256sum -c`` reads them. The fact in
the audit trail names the checksum of ``manifest.json``: whoever holds the file can tell whether a folder came from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from crf_app.base.problems import Refusal
from crf_app.base.words import Say
from crf_app.capture.commands import NoteExported
from crf_app.exchange.output import told
from crf_app.services.desk import Desk
from crf_app.verify_audit import CHECKSUMS, MANIFEST, checksum_of


class DraughtFolder:
    """A folder being filled beside its place: kept when all went well, else it leaves no trace."""

    def __init__(self, out: Path, say: Say) -> None:
        """Begin; `out` must not exist or be empty. Raises Refusal and Fault."""
        with told(out, say):
            if out.exists() and any(out.iterdir()):
                raise Refusal(
                    say("{folder} is not empty. Choose a new folder, so that exports never mix.", folder=str(out))
                )
            out.parent.mkdir(parents=True, exist_ok=True)
            self.path = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
            self.path.chmod(0o755 & ~_mask())
        self.out, self._say = out, say
        self._files: dict[str, dict[str, Any]] = {}

    def write(self, name: str, content: bytes, **counts: int) -> None:
        """Add a file by its name in the folder; `counts` say how many rows, facts or pages it holds. Raises Fault."""
        if name in self._files:
            raise ValueError(f"{name} is in the folder already")
        path = self.path / name
        with told(self.out / name, self._say):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self._files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), **counts}

    def unused(self, stem: str, ending: str) -> str:
        """Return a name that no file of the folder has, on disks that know no capitals either."""
        taken, name, number = {each.casefold() for each in self._files}, f"{stem}{ending}", 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{ending}"
        return name

    def add(self, name: str, **counts: int) -> None:
        """Take in a file that was written into the folder already. Raises Fault."""
        path = self.path / name
        with told(self.out / name, self._say):
            size, checksum = path.stat().st_size, checksum_of(path)
        self._files[name] = {"sha256": checksum, "bytes": size, **counts}

    def close(self, about: dict[str, Any]) -> str:
        """Write the manifest and have all of it on the disk; returns the manifest's checksum. Raises Fault."""
        files = [{"name": name, **told_} for name, told_ in sorted(self._files.items())]
        content = json.dumps({**about, "files": files}, ensure_ascii=False, indent=1).encode() + b"\n"
        checksum = hashlib.sha256(content).hexdigest()
        sums = {**{name: each["sha256"] for name, each in self._files.items()}, MANIFEST: checksum}
        with told(self.out, self._say):
            (self.path / MANIFEST).write_bytes(content)
            lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
            (self.path / CHECKSUMS).write_bytes(lines.encode())
            for path in self.path.rglob("*"):
                if path.is_file():
                    with path.open("rb+") as file:
                        os.fsync(file.fileno())
        return checksum

    @property
    def counts(self) -> dict[str, int]:
        """How many rows, facts or pages each file holds that has any."""
        known = ("rows", "facts", "pages")
        return {name: told_[each] for name, told_ in self._files.items() for each in known if each in told_}

    def put(self) -> None:
        """Give the folder its name. Raises Fault."""
        with told(self.out, self._say):
            if self.out.exists():
                self.out.rmdir()
            self.path.rename(self.out)

    def discard(self) -> None:
        """Take it away again."""
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> DraughtFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()


@dataclass(frozen=True)
class MadeFolder:
    """A folder that is complete and waits to be kept: its name in the trail, its checksum, what it holds."""

    name: str
    draught: DraughtFolder
    sha256: str
    count: int
    files: dict[str, int] = field(default_factory=dict)

    def keep(self, desk: Desk) -> None:
        """Note the export, then let the folder be found; without the fact there is none. Raises Refusal and Fault."""
        try:
            out = self.draught.out
            desk.do(NoteExported(self.name, None, self.sha256, out.name, self.count))
            self.draught.put()
        except BaseException:
            self.draught.discard()
            raise


def _mask() -> int:
    """Return this process's mask for new files: a folder that leaves has the rights of any new folder."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
