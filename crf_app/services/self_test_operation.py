"""What is tried of the program's work: a made-up trial in an encrypted file, from its first entry to its backup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from crf_app.base.clock import SystemClock
from crf_app.base.files import bundled
from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.base.values import to_text
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor, FactKind
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file, open_file, restore_file
from crf_app.services.passwords import hash_password, is_right
from crf_app.services.self_test import OPERATION, Bench, Check, listed, must
from crf_app.services.synthetic import Steps
from crf_app.services.synthetic_run import SyntheticRun
from crf_app.services.synthetic_stories import set_a
from crf_app.store import self_check
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR, INVESTIGATOR, MONITOR

STUDY, SITE, LABEL = "spms-plmsc", "01", "A-01"
PEOPLE = (("admin", ADMINISTRATOR), ("entering", COORDINATOR), ("signing", INVESTIGATOR), ("reading", MONITOR))
"""The made-up people, each named by what they do here."""

_LABELS = ("A-01", "A-02", "A-03", "A-04", "A-05")

SCORES = ("visual", "brainstem", "pyramidal", "cerebellar", "sensory", "bowel_bladder", "cerebral", "ambulation")
VECTORS = (
    ("0 0 0 0 0 0 0 0", "0.0"), ("0 1 0 0 0 0 0 0", "1.0"), ("1 1 0 0 0 0 0 0", "1.5"), ("3 0 0 0 0 0 0 0", "2.0"),
    ("0 0 2 2 1 0 0 0", "2.5"), ("0 0 3 1 1 0 0 0", "3.0"), ("0 0 3 2 2 0 0 0", "3.5"), ("0 2 2 2 2 2 2 0", "4.0"),
    ("6 0 0 0 0 0 0 0", "4.0"), ("0 0 4 3 0 0 0 0", "4.5"), ("0 0 4 4 0 0 0 0", "5.0"), ("0 0 0 0 0 0 0 1", "2.0"),
    ("0 0 2 0 0 0 0 2", "4.5"), ("0 0 3 2 2 3 1 4", "5.5"), ("1 1 3 3 2 3 2 6", "6.0"), ("1 1 4 3 2 3 2 8", "6.5"),
    ("0 0 5 3 3 5 2 10", "7.0"), ("0 0 0 0 0 0 0 16", "10.0"),
)  # fmt: skip
"""Grades in the order of `SCORES` and the EDSS step, where both public calculators agree (see `expressions.edss`).

They are a part of those the program was tested with; these here show that the installed program works them out alike.
"""


def encrypted_file(bench: Bench) -> str:
    """Make a file and people in it, and look at it from outside."""
    desk = make_file(bench.file, bench.passphrase, load_whole(bundled("forms", STUDY)), SITE)
    bench.desk = desk
    for username, role in PEOPLE:
        command = c.AddPerson(username, username.capitalize(), role, bench.password, temporary=False)
        if desk.file.people():
            desk.do(command)
        else:
            add_first_person(desk, command)
            desk.sign_in(username, bench.password)
    bench.people = {person.username: Actor(person.id, person.name, person.role) for person in desk.file.people()}
    must(self_check.looks_encrypted(bench.file), "the file begins like a database that is not encrypted")
    log = bench.file.with_name(f"{bench.file.name}-wal")
    words = b"entering"
    must(words not in bench.file.read_bytes() + log.read_bytes(), "a user name stands readable in the file")
    return f"SQLCipher {self_check.cipher(bench.file, bench.passphrase)}; nothing readable in file and log"


def settings(bench: Bench) -> str:
    """Compare the settings of a connection with those the description of the file promises."""
    other = self_check.other_settings(bench.at_work.file.path, bench.passphrase)
    must(not other, f"not as described: {', '.join(f'{name} is {value!r}' for name, value in other.items())}")
    return ", ".join(f"{name} {value}" for name, value in self_check.IN_FORCE.items())


def passwords(bench: Bench) -> str:
    """Hash a password, and let in who has it and nobody else."""
    stored = hash_password(bench.password)
    must(stored.startswith("$argon2id$"), "passwords are not hashed with argon2id")
    must(is_right(stored, bench.password), "the right password is refused")
    must(not is_right(stored, f"{bench.password}x"), "a wrong password is taken")
    must(_refused(lambda: bench.at_work.sign_in("entering", f"{bench.password}x")), "a wrong password lets in")
    return stored.rsplit("$", 2)[0].removeprefix("$")


def entries(bench: Bench) -> str:
    """Enter a whole visit as a coordinator, through the same commands as the window."""
    desk = as_person(bench, "entering")
    today = desk.clock.now().date()
    stories = set_a(dict.fromkeys(_LABELS, today + timedelta(days=16)))
    story = next(each for each in stories if each.label == LABEL)
    steps = Steps(story)
    for _ in SyntheticRun(desk, bench.password).run((*steps.enrolment(), *steps.visit("screening"))):
        pass
    found = desk.file.find_subject(LABEL)
    must(found is not None, "the subject is not in the file")
    bench.subject = found or ""
    pages = desk.record(bench.subject).pages.values()
    held = sum(len(page.entries) for page in pages)
    must(held > 0, "no entry is in the file")
    return f"{len(pages)} pages with {held} entries"


def derived_values(bench: Bench) -> str:
    """Enter the grades of each vector, and read from the file what the program derived from them."""
    desk = as_person(bench, "entering")
    visit = _visit(bench, "unscheduled")
    desk.do(c.StartVisit(visit, PartialDate.of(desk.clock.now().date())))
    place = PagePlace(bench.subject, visit, "edss")
    wrong = [said for grades, step in VECTORS if (said := _derived_otherwise(desk, place, grades, step))]
    must(not wrong, f"{len(wrong)} of {len(VECTORS)} EDSS steps are wrong: {listed(wrong)}")
    return f"{len(VECTORS)} EDSS steps as published, read back from the file"


def _derived_otherwise(desk: Desk, place: PagePlace, grades: str, step: str) -> str:
    session = desk.session(place)
    session.edit(EntryKey("assessed"), "yes")
    for item, grade in zip(SCORES, grades.split(), strict=True):
        session.edit(EntryKey(item), grade)
    desk.do(c.RecordEntries(place, session.pending()))
    held = desk.record(place.subject).entry(place.id, EntryKey("calculated"))
    found = (held.stored if held else {}).get("value", "nothing")
    return "" if found == step else f"{grades} gives {found}, not {step}"


def reasons(bench: Bench) -> str:
    """Change an entry of a completed page, without a reason and with one."""
    desk = as_person(bench, "entering")
    place = PagePlace(bench.subject, _visit(bench, "screening"), "demographics")
    key = EntryKey("height")
    session = desk.session(place)
    before = session.answer(key)
    session.edit(key, "171")
    pending = session.pending()
    must(_refused(lambda: desk.do(c.RecordEntries(place, pending))), "a completed page is changed without a reason")
    reason = next(iter(desk.study.codelists[desk.study.facts.reasons_for_change].codes)).code
    changes = desk.do(c.RecordEntries(place, pending, reason))
    fact = next(each for each in changes.facts if each.item == key.item)
    must(bool(fact.old and fact.new and fact.reason), "the trail lacks the old value, the new one or the reason")
    was = to_text(before.value) if before is not None and before.value is not None else ""
    return f"refused without a reason; with one the trail holds {was} → {(fact.new or {}).get('value')}, {reason}"


def rights(bench: Bench) -> str:
    """Have people try what their role does not allow."""
    desk = bench.at_work
    place = PagePlace(bench.subject, _visit(bench, "screening"), "demographics")
    for username in ("admin", "reading"):
        as_person(bench, username)
        must(_refused(lambda: desk.do(c.ReopenPage(place, "try"))), f"the role of “{username}” may change data")
    as_person(bench, "signing")
    refused = _refused(lambda: desk.do(c.AddPerson("other", "Other", COORDINATOR, bench.password)))
    must(refused, "an investigator may add people")
    return "administrator and monitor cannot change data, the investigator cannot add people"


def signature(bench: Bench) -> str:
    """Sign a visit, change what was signed, and see that the signature is broken."""
    desk = as_person(bench, "signing")
    visit = _visit(bench, "screening")
    meaning = "I have reviewed these pages."
    wrong = c.Sign(meaning, f"{bench.password}x", visit, username="signing")
    must(_refused(lambda: desk.do(wrong)), "a wrong password signs")
    desk.do(c.Sign(meaning, bench.password, visit, username="signing"))
    made = list(desk.record(bench.subject).signatures.values())
    must(len(made) == 1 and made[0].broken_by is None, "the signature does not hold")
    as_person(bench, "entering")
    place = PagePlace(bench.subject, visit, "demographics")
    session = desk.session(place)
    session.edit(EntryKey("height"), "172")
    reason = next(iter(desk.study.codelists[desk.study.facts.reasons_for_change].codes)).code
    desk.do(c.RecordEntries(place, session.pending(), reason))
    must(desk.record(bench.subject).signatures[made[0].id].broken_by is not None, "a change leaves the signature whole")
    return "refused with a wrong password; holds with the right one; broken by a change"


def verified(bench: Bench) -> str:
    """Walk the chain and fold all tables anew."""
    result = bench.at_work.file.verify()
    must(result.sound, result.discrepancies[0].text if result.discrepancies else "the verification did not end")
    return f"{result.facts} facts, seal {result.seal}"


def guarded(bench: Bench) -> str:
    """Go at the audit trail with the key in hand: in the file, and in a copy whose guards were taken away."""
    path = bench.file
    bench.close()
    not_refused = self_check.unguarded(path, bench.passphrase)
    altered = path.with_name("altered.crf")
    self_check.make_altered_copy(path, altered, bench.passphrase)
    bench.desk = open_file(path, bench.passphrase)
    must(not not_refused, f"the trail took: {listed(not_refused)}")
    copy = open_file(altered, bench.passphrase, read_only=True)
    try:
        result = copy.file.verify()
    finally:
        copy.file.close()
    must(not result.sound, "a fact that was altered is not found")
    return f"update, delete and replace are refused; an altered copy is found out: {result.discrepancies[0].text}"


def restored(bench: Bench) -> str:
    """Make a backup, restore it, and verify what came of it."""
    desk = bench.at_work
    folder = bench.folder
    made = desk.file.backup(folder / "backup.crf")
    must(made.seal == desk.file.seal(), "the backup does not hold what the file holds")
    restore_file(folder / "backup.crf", folder / "restored.crf", bench.passphrase)
    back = open_file(folder / "restored.crf", bench.passphrase, read_only=True)
    try:
        result = back.file.verify()
        told = [fact for fact in back.file.facts() if fact.kind is FactKind.FILE_RESTORED]
    finally:
        back.file.close()
    must(result.sound, "the restored file is not sound")
    must(len(told) == 1, "the restored file does not say that it was restored")
    return f"{made.facts} facts in the backup; restored, verified, and the restore is in the trail"


def clock(bench: Bench) -> str:
    """Look whether moments carry their offset and go forward."""
    moments = [fact.at for fact in bench.at_work.file.facts()]
    must(moments == sorted(moments), "moments in the trail go backwards")
    now = SystemClock().now()
    must(now.tzinfo is not None, "this machine does not know its time zone")
    return f"{moments[0]} to {moments[-1]}, here it is {now:%Y-%m-%d %H:%M %z}"


def as_person(bench: Bench, username: str) -> Desk:
    """Return the desk with one of the made-up people at it; signing in was tried before and takes its time."""
    desk = bench.at_work
    must(username in bench.people, "not tried: the people were not added")
    desk.actor = bench.people[username]
    return desk


def _visit(bench: Bench, planned: str) -> VisitPlace:
    must(bool(bench.subject), "not tried: no visit was entered")
    return VisitPlace(bench.subject, planned, 1)


def _refused(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except Refusal:
        return True
    return False


OPERATION_CHECKS = (
    Check("encrypted_file", OPERATION, "A file is made, encrypted from its first byte", encrypted_file),
    Check("settings", OPERATION, "The file is worked under the settings that are described", settings),
    Check("passwords", OPERATION, "Passwords are hashed with argon2id and compared", passwords),
    Check("entries", OPERATION, "A visit is entered and kept", entries),
    Check("derived_values", OPERATION, "Derived values are those of the published tables", derived_values),
    Check("reasons", OPERATION, "A completed page wants a reason for a change", reasons),
    Check("rights", OPERATION, "Nobody does what the role does not allow", rights),
    Check("signature", OPERATION, "A signature holds for its content and no longer", signature),
    Check("verified", OPERATION, "The file verifies: chain and tables", verified),
    Check("guarded", OPERATION, "The audit trail resists, and what was altered shows", guarded),
    Check("clock", OPERATION, "Moments are kept in UTC and go forward", clock),
    Check("restored", OPERATION, "A backup is made and restored", restored),
)
