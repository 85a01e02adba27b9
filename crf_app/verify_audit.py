"""Checks an exported audit trail, or a certified copy, against itself and against a seal printed on paper.

It needs Python 3.9 or later and nothing else: no other part of the program, no library. This one file may be taken
away, read from top to bottom, and run on any machine::

    python verify_audit.py AUDIT.jsonl --seal "BDEA 2B4C 0D92 FAFC"
    python verify_audit.py --copy FOLDER --seal "BDEA 2B4C 0D92 FAFC"

How an audit trail is kept. Each fact is one line of JSON. Its ``hash`` is SHA-256 over all other columns, written as
canonical JSON: keys sorted, no blanks, UTF-8 as it is. One of these columns, ``previous``, is the hash of the fact
before; the first fact holds 64 zeros. So nothing can be changed, left out or put in without every later hash being
another one. The first 16 digits of a hash are the seal that reports print.

What this proves. The hashes show that the file hangs together. Somebody who makes up a whole chain can make that hang
together too; but not so that it leads to a seal that was on paper before. So give the seal of a signed report.

Exit codes: 0 all is well, 1 something does not agree, 2 usage, 4 the file cannot be read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

FINDINGS, UNREADABLE = 1, 4

FORMAT = "crf-audit 1"
COPY_FORMATS = ("crf-copy 1", "crf-data 1")
AUDIT, MANIFEST, CHECKSUMS = "audit.jsonl", "manifest.json", "manifest.sha256"
"""What the files of a certified copy are called."""

FIRST = "0" * 64
_HASH = re.compile("[0-9a-f]{64}")
_MOST = 256 * 1024 * 1024
"""Bytes of the longest line that is read: a study's definition stands in one. More is no audit trail."""
_NAMED = 20
"""Findings that are told one by one; how many more there are is told in one line."""


# ---------------------------------------------------------------------------------------- the chain


def canonical(parts: Any) -> bytes:
    """Return the one JSON text of something: keys in order, no blanks, UTF-8 as it is."""
    return json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(fact: dict[str, Any]) -> str:
    """Work out what a fact's hash must be: that of all its other columns."""
    return hashlib.sha256(canonical({name: part for name, part in fact.items() if name != "hash"})).hexdigest()


def seal_of(hash_: str) -> str:
    """Shorten a hash to what is printed: four groups of four."""
    digits = hash_[:16].upper()
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4))


def seal_digits(text: str) -> str:
    """Read a seal as somebody types it off paper. Raises ValueError."""
    digits = re.sub(r"[\s\-]", "", text).lower()
    if not re.fullmatch("[0-9a-f]{16,64}", digits):
        raise ValueError("a seal has 16 digits, 0 to 9 and A to F, such as BDEA 2B4C 0D92 FAFC")
    return digits


@dataclass
class Walk:
    """Where the way along the chain stands, and what was found on it."""

    wanted: str | None = None
    part: bool = False
    findings: list[str] = field(default_factory=list)
    count: int = 0
    withheld: int = 0
    failed: int = 0
    clock_back: int = 0
    hash: str = FIRST
    matched: tuple[int, str] | None = None
    kinds: dict[str, int] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    _last_at: str = ""
    _lamport: int = 0
    _labels: dict[str, str] = field(default_factory=dict)

    def step(self, fact: dict[str, Any]) -> None:
        """Look at the next fact of the chain."""
        self.count += 1
        hash_, previous = fact.get("hash"), fact.get("previous")
        hidden = fact.get("withheld") is True
        if not (isinstance(hash_, str) and _HASH.fullmatch(hash_)):
            self._fail(fact, "it has no hash")
            return
        if hidden and set(fact) != {"hash", "previous", "withheld"}:
            self._fail(fact, "it is called withheld and yet tells something")
        elif not hidden and hash_of(fact) != hash_:
            self._fail(fact, "it was changed after it was recorded: its hash does not match")
        elif previous != self.hash and not self.part:
            self._fail(fact, "it does not hold on to the fact before it: something was left out, put in or moved")
        elif not hidden:
            self._follow(fact)
        self.withheld += hidden
        self.hash = hash_
        if self.wanted is not None and self.matched is None and hash_.startswith(self.wanted):
            self.matched = (self.count, moment_of(fact))

    def _follow(self, fact: dict[str, Any]) -> None:
        """Note what a sound fact says about the file as a whole."""
        at, lamport, kind = str(fact.get("at")), fact.get("lamport"), str(fact.get("kind"))
        if isinstance(lamport, int):
            if lamport <= self._lamport:
                self._fail(fact, "its logical clock runs backwards")
            self._lamport = lamport
        self.clock_back += at < self._last_at
        self._last_at = at
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        new = fact.get("new")
        if not isinstance(new, dict):
            return
        if kind == "subject.enrolled":
            self._labels[str(fact.get("subject"))] = str(new.get("label"))
        if kind == "file.created":
            self.claims = {name: str(new.get(name)) for name in ("study", "site")}

    def _fail(self, fact: dict[str, Any], what: str) -> None:
        self.failed += 1
        if len(self.findings) < _NAMED:
            self.findings.append(f"fact {self.count:,}{self._place(fact)}: {what}")

    def _place(self, fact: dict[str, Any]) -> str:
        """Name a fact by what it says of itself: kind, subject, visit, page, row, item."""
        subject = fact.get("subject")
        parts = [("", fact.get("kind")), ("subject ", self._labels.get(str(subject), subject) if subject else None)]
        page = str(fact.get("page") or "")
        names = [name for name in page.split("/")[1:] if name != "-"] or [
            str(fact.get("visit") or "").partition("/")[2]
        ]
        parts += [("", name) for name in names]
        parts += [("row ", fact.get("row")), ("item ", fact.get("item"))]
        told = ", ".join(f"{word}{plain(part)}" for word, part in parts if part)
        return f" ({told})" if told else ""


def moment_of(fact: dict[str, Any]) -> str:
    """Return when a fact was recorded, in UTC and by the clock on the wall."""
    at, offset = fact.get("at"), fact.get("offset")
    if not isinstance(at, str) or not isinstance(offset, int):
        return "a time that is withheld"
    sign, (hours, minutes) = "-" if offset < 0 else "+", divmod(abs(offset), 60)
    return f"{plain(at)} (clock of the site: UTC{sign}{hours:02d}:{minutes:02d})"


def plain(part: Any) -> str:
    """Show something of the file on one line: nothing in it may move the cursor or turn the text round."""
    text = str(part)
    shown = "".join(c if c.isprintable() else "?" for c in text[:200])
    return shown + ("…" if len(text) > 200 else "")


# ---------------------------------------------------------------------------------------- an exported audit trail


@dataclass
class Audit:
    """What an exported audit trail came to."""

    header: dict[str, Any]
    walk: Walk
    findings: list[str]

    @property
    def seal(self) -> str:
        """The seal of the last fact."""
        return seal_of(self.walk.hash)


def check_audit(file: BinaryIO, wanted: str | None = None) -> Audit:
    """Walk an exported trail from its first fact to its last; `wanted` is a seal's digits.

    Memory does not grow with the trail.
    """
    walk, findings = Walk(wanted), []
    lines = _lines(file)
    header, problem = _read(next(lines, b""))
    if problem or header.get("format") != FORMAT:
        return Audit(header, walk, [f"line 1: this is no audit trail of the form {FORMAT!r}"])
    walk.part = header.get("whole") is not True
    end: dict[str, Any] | None = None
    for number, line in enumerate(lines, start=2):
        parts, problem = _read(line)
        if end is not None:
            findings.append(f"line {number:,}: something stands behind the end")
            break
        if problem:
            findings.append(f"line {number:,}: {problem}; here the file was damaged or changed")
            break
        if "end" in parts:
            end = parts
        else:
            walk.step(parts)
    findings += walk.findings
    if walk.failed > len(walk.findings):
        findings.append(f"{walk.failed - len(walk.findings):,} further facts fail")
    findings += _claims(header, end, walk)
    return Audit(header, walk, findings)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(_MOST):
        yield line.rstrip(b"\r\n")


def _read(line: bytes) -> tuple[dict[str, Any], str]:
    """Read a line; the second part says what is wrong with it."""
    try:
        parts = json.loads(line.decode("utf-8"))
        if not isinstance(parts, dict):
            return {}, "it is not a JSON object"
        # A key that stands twice, or a blank, shows here: what is read must be all there is to read.
        if canonical(parts) != line:
            return parts, "it is not canonical JSON"
    except (ValueError, RecursionError):
        return {}, "it cannot be read as JSON"
    return parts, ""


def _claims(header: dict[str, Any], end: dict[str, Any] | None, walk: Walk) -> Iterator[str]:
    """Compare what first and last line say with what lies between them."""
    if walk.part:
        yield (
            "this export holds only a part of the trail, as somebody chose it: each fact was checked by itself, but "
            "nothing here can show whether one was left out. Ask for the whole trail"
        )
    elif header.get("facts") != walk.count:
        yield f"the first line speaks of {plain(header.get('facts'))} facts, the file holds {walk.count:,}"
    elif header.get("seal") != seal_of(walk.hash):
        yield f"the first line bears the seal {plain(header.get('seal'))}, the last fact {seal_of(walk.hash)}"
    for name, told in walk.claims.items():
        if header.get(name) != told:
            yield f"the first line names the {name} {plain(header.get(name))}, the first fact {plain(told)}"
    if end is None:
        yield "the last line is missing: the file was cut short"
    elif end != {"end": walk.count, "head": walk.hash, "kinds": walk.kinds, "withheld": walk.withheld}:
        yield "the last line does not agree with the facts before it"


# ---------------------------------------------------------------------------------------- a certified copy


@dataclass
class Copy:
    """What a certified copy came to; `audit` is None where the folder holds no audit trail."""

    manifest: dict[str, Any]
    checksum: str
    files: int
    findings: list[str]
    audit: Audit | None = None


def check_copy(folder: Path, wanted: str | None = None) -> Copy:
    """Compare every file of a copy with its manifest, and walk the audit trail in it. Raises OSError."""
    content = (folder / MANIFEST).read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    try:
        manifest = json.loads(content.decode("utf-8"))
        listed = {str(each["name"]): each for each in manifest["files"]}
        known = manifest["format"] in COPY_FORMATS
    except (ValueError, RecursionError, KeyError, TypeError):
        return Copy({}, checksum, 0, [f"{MANIFEST} cannot be read"])
    if not known:
        return Copy(manifest, checksum, 0, [f"{MANIFEST} is of a form this check does not know"])
    findings = list(_wrong_files(folder, listed))
    findings += _wrong_sums(folder, checksum, listed)
    made = Copy(manifest, checksum, len(listed), findings)
    if AUDIT in listed and (folder / AUDIT).is_file():
        with (folder / AUDIT).open("rb") as file:
            made.audit = check_audit(file, wanted)
        findings += [f"{AUDIT}: {each}" for each in made.audit.findings]
        if manifest.get("seal") != made.audit.seal:
            findings.append(f"{MANIFEST} bears the seal {plain(manifest.get('seal'))}, {AUDIT} {made.audit.seal}")
        if listed[AUDIT].get("facts") != made.audit.walk.count:
            findings.append(f"{AUDIT} holds {made.audit.walk.count:,} facts, not {plain(listed[AUDIT].get('facts'))}")
    return made


def _wrong_files(folder: Path, listed: dict[str, Any]) -> Iterator[str]:
    """Name the files that are not what the manifest says, that are missing, and that nobody listed."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
    for name, told in listed.items():
        path = found.get(name)
        if path is None or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            yield f"{plain(name)} is missing"
        elif path.is_symlink() or not path.is_file():
            yield f"{plain(name)} is no file of its own"
        elif checksum_of(path) != told.get("sha256"):
            yield f"{plain(name)} was changed: its checksum does not match"
        elif "rows" in told and (rows := rows_of(path)) != told["rows"]:
            yield f"{plain(name)} has {rows:,} rows, not {plain(told['rows'])}"
    for name in sorted(set(found) - set(listed) - {MANIFEST, CHECKSUMS}):
        yield f"{plain(name)} is not in the manifest: it came in later"


def _wrong_sums(folder: Path, checksum: str, listed: dict[str, Any]) -> Iterator[str]:
    """Compare the list that other programs (sha256sum -c) read with the manifest."""
    told = {name: each.get("sha256") for name, each in listed.items()} | {MANIFEST: checksum}
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        yield f"{CHECKSUMS} cannot be read"
        return
    kept = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
    for name in sorted(set(told) | set(kept)):
        if told.get(name) != kept.get(name):
            yield f"{CHECKSUMS} and {MANIFEST} do not agree on {plain(name)}"


def checksum_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while portion := file.read(1024 * 1024):
            digest.update(portion)
    return digest.hexdigest()


def rows_of(path: Path) -> int:
    """Count the rows of a CSV below its head; -1 for what is no CSV. Raises OSError."""
    csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(1 for _ in csv.reader(file)) - 1
    except (csv.Error, UnicodeDecodeError):
        return -1


# ---------------------------------------------------------------------------------------- telling


def told_audit(audit: Audit, wanted: str | None) -> Iterator[str]:
    """Say in sentences what a trail came to."""
    walk, header = audit.walk, audit.header
    if not walk.count:
        return
    yield (
        f"Audit trail of study {plain(header.get('study'))}, site {plain(header.get('site'))}, exported "
        f"{plain(header.get('exported_at'))} by {plain(header.get('exported_by'))} with {plain(header.get('program'))}."
    )
    checked = walk.count - walk.withheld
    if walk.part:
        yield f"{walk.count:,} facts of a part of the trail."
    elif audit.findings:
        yield f"{walk.count:,} facts. They do NOT hold together; what is wrong is named above."
    else:
        yield f"{walk.count:,} facts, {checked:,} of them checked: each is as recorded and holds on to the one before."
    if walk.withheld:
        yield (
            f"{walk.withheld:,} facts were withheld from whoever exported the trail (blinding): their place in the "
            "chain was checked, what they say was not."
        )
    if walk.clock_back:
        times = "once" if walk.clock_back == 1 else f"{walk.clock_back:,} times"
        yield f"The clock of the computer was moved back {times}; the order of the facts holds."
    if not walk.part:
        yield f"Seal of the last fact: {audit.seal}"
    if wanted is None:
        yield "Compare it with a seal on paper: --seal. Without that, a chain made up as a whole does not show."
    elif walk.matched is not None:
        number, moment = walk.matched
        followed = walk.count - number
        yield (
            f"The seal given is that of fact {number:,}: the report was made after fact {number:,} at {moment}; "
            f"{followed:,} {'fact' if followed == 1 else 'facts'} followed."
        )


def told_copy(copy: Copy) -> Iterator[str]:
    """Say in sentences what a copy came to."""
    manifest = copy.manifest
    if not copy.files:
        return
    yield (
        f"Copy of study {plain(manifest.get('study'))}, site {plain(manifest.get('site'))}, version "
        f"{plain(manifest.get('study_version'))}, made {plain(manifest.get('exported_at'))} by "
        f"{plain(manifest.get('exported_by'))} with {plain(manifest.get('program'))}: {copy.files:,} files."
    )
    yield f"Checksum of the manifest, which the study file names in its fact of the export: {copy.checksum}"


def _seal_finding(audit: Audit | None, wanted: str | None) -> list[str]:
    if wanted is None:
        return []
    if audit is None:
        return ["there is no audit trail to compare the seal with"]
    if audit.walk.matched is None:
        return ["the seal given belongs to no fact of this trail: the report was not made from this file as it is here"]
    return []


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="verify_audit", description="Check an exported audit trail, or a certified copy, without the program."
    )
    parser.add_argument("audit", nargs="?", type=Path, metavar="AUDIT.jsonl", help="an exported audit trail")
    parser.add_argument("--copy", type=Path, metavar="FOLDER", help="a certified copy, or a folder of exported data")
    parser.add_argument("--seal", metavar='"XXXX XXXX XXXX XXXX"', help="the seal on a printed report")
    given = parser.parse_args(arguments)
    if (given.audit is None) == (given.copy is None):
        parser.error("name either AUDIT.jsonl or --copy FOLDER")
    try:
        wanted = seal_digits(given.seal) if given.seal is not None else None
    except ValueError as error:
        parser.error(str(error))
    try:
        return _copy(given.copy, wanted) if given.copy is not None else _audit(given.audit, wanted)
    except OSError as error:
        _say(sys.stderr, [f"{plain(error.filename)} cannot be read ({error.strerror})"])
        return UNREADABLE


def _audit(path: Path, wanted: str | None) -> int:
    with path.open("rb") as file:
        audit = check_audit(file, wanted)
    findings = [*audit.findings, *_seal_finding(audit, wanted)]
    _say(sys.stdout, findings)
    _say(sys.stdout, told_audit(audit, wanted))
    return _end(findings, part=audit.walk.part)


def _copy(folder: Path, wanted: str | None) -> int:
    copy = check_copy(folder, wanted)
    findings = [*copy.findings, *_seal_finding(copy.audit, wanted)]
    _say(sys.stdout, findings)
    _say(sys.stdout, told_copy(copy))
    if copy.audit is not None:
        _say(sys.stdout, told_audit(copy.audit, wanted))
    return _end(findings)


def _end(findings: Sequence[str], *, part: bool = False) -> int:
    _say(sys.stdout, ["A PART ONLY" if part and len(findings) == 1 else "NOT SOUND" if findings else "SOUND"])
    return FINDINGS if findings else 0


def _say(stream: Any, lines: Iterable[str]) -> None:
    """Write lines; a terminal that lacks a letter shows a question mark and does not end the check."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    for line in lines:
        stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
