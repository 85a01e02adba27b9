"""The tables of a file: the audit trail, what it adds up to, and the little that is kept beside it."""

from __future__ import annotations

from crf_app.store.connection import APPLICATION_ID, FORMAT, Connection

AUDIT_TRAIL = """
CREATE TABLE fact (
  n INTEGER PRIMARY KEY,
  station TEXT NOT NULL,
  seq INTEGER NOT NULL,
  lamport INTEGER NOT NULL,
  at TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  program TEXT NOT NULL,
  study_version TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_version INTEGER NOT NULL,
  subject TEXT,
  visit TEXT,
  page TEXT,
  "row" TEXT,
  item TEXT,
  "old" TEXT,
  "new" TEXT,
  reason TEXT,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (station, seq)
) STRICT;
CREATE INDEX fact_by_subject ON fact (subject) WHERE subject IS NOT NULL;
CREATE INDEX fact_of_the_file ON fact (kind) WHERE subject IS NULL;
CREATE TRIGGER fact_is_never_updated BEFORE UPDATE ON fact
BEGIN SELECT raise(ABORT, 'the audit trail is never changed'); END;
CREATE TRIGGER fact_is_never_deleted BEFORE DELETE ON fact
BEGIN SELECT raise(ABORT, 'the audit trail is never shortened'); END;
"""

CURRENT = """
CREATE TABLE file_info (
  study TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  version TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  program TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE definition (
  station TEXT NOT NULL,
  seq INTEGER NOT NULL,
  version TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  stored_at TEXT NOT NULL,
  PRIMARY KEY (station, seq)
) STRICT;
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  username TEXT NOT NULL,
  role TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
  must_change INTEGER NOT NULL CHECK (must_change IN (0, 1))
) STRICT;
CREATE TABLE sign_in (
  fact INTEGER PRIMARY KEY,
  person TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('in', 'out', 'failed', 'signing_failed', 'locked_out', 'released')),
  at TEXT NOT NULL,
  "offset" INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_by_person ON sign_in (person);
CREATE TABLE subject (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  site TEXT NOT NULL,
  enrolled_at TEXT NOT NULL
) STRICT;
CREATE INDEX subject_by_label ON subject (label);
CREATE TABLE visit (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL REFERENCES subject,
  planned TEXT NOT NULL,
  repeat INTEGER NOT NULL,
  date TEXT,
  state TEXT NOT NULL CHECK (state IN ('started', 'complete', 'missed')),
  reason TEXT,
  comment TEXT
) STRICT;
CREATE INDEX visit_by_subject ON visit (subject);
CREATE TABLE page (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL REFERENCES subject,
  visit TEXT,
  form TEXT NOT NULL,
  repeat INTEGER NOT NULL,
  form_version INTEGER NOT NULL,
  study_version TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('begun', 'complete', 'not_done')),
  reason TEXT,
  comment TEXT
) STRICT;
CREATE INDEX page_by_subject ON page (subject);
CREATE INDEX page_by_form ON page (form);
CREATE TABLE page_row (
  page TEXT NOT NULL REFERENCES page,
  "row" TEXT NOT NULL,
  section TEXT NOT NULL,
  PRIMARY KEY (page, "row")
) STRICT;
CREATE TABLE entry (
  page TEXT NOT NULL REFERENCES page,
  item TEXT NOT NULL,
  "row" TEXT NOT NULL,
  value TEXT,
  missing TEXT,
  unreadable TEXT,
  typed TEXT,
  comment TEXT,
  unit TEXT,
  derived INTEGER NOT NULL CHECK (derived IN (0, 1)),
  relevant INTEGER NOT NULL CHECK (relevant IN (0, 1)),
  fact INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  verified INTEGER,
  PRIMARY KEY (page, item, "row")
) STRICT, WITHOUT ROWID;
CREATE TABLE query (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL,
  subject TEXT,
  visit TEXT,
  page TEXT,
  "row" TEXT,
  item TEXT,
  "check" TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed', 'cancelled'))
) STRICT;
CREATE INDEX query_by_subject ON query (subject);
CREATE INDEX query_by_number ON query (number);
CREATE TABLE query_message (
  query TEXT NOT NULL REFERENCES query,
  fact INTEGER NOT NULL,
  at TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('raised', 'answered', 'closed', 'reopened', 'cancelled')),
  text TEXT NOT NULL,
  PRIMARY KEY (query, fact)
) STRICT;
CREATE TABLE signature (
  id TEXT PRIMARY KEY,
  subject TEXT,
  visit TEXT,
  page TEXT,
  meaning TEXT NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  at TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  content TEXT NOT NULL,
  first_fact INTEGER NOT NULL,
  last_fact INTEGER NOT NULL,
  broken_by INTEGER,
  withheld TEXT
) STRICT;
CREATE INDEX signature_by_subject ON signature (subject);
CREATE TABLE signature_page (
  signature TEXT NOT NULL REFERENCES signature,
  position INTEGER NOT NULL,
  page TEXT NOT NULL,
  PRIMARY KEY (signature, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX signature_page_by_page ON signature_page (page);
CREATE TABLE hold (
  scope TEXT PRIMARY KEY,
  subject TEXT,
  level TEXT NOT NULL CHECK (level IN ('frozen', 'locked')),
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  "offset" INTEGER NOT NULL,
  fact INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_by_subject ON hold (subject);
"""

BESIDE = """
CREATE TABLE credential (
  person TEXT PRIMARY KEY,
  hash TEXT NOT NULL
) STRICT;
CREATE TABLE station (
  id TEXT PRIMARY KEY,
  machine TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT;
"""

CURRENT_TABLES = (
    "file_info", "definition", "person", "sign_in", "subject", "visit", "page", "page_row", "entry", "query",
    "query_message", "signature", "signature_page", "hold",
)  # fmt: skip
"""The tables that facts add up to, in the order in which they may be filled."""


def create(connection: Connection) -> None:
    """Make every table of a new file, inside the caller's transaction, and mark the file as ours."""
    run(connection, AUDIT_TRAIL + CURRENT + BESIDE)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")


def create_current(connection: Connection) -> None:
    """Make the tables that facts add up to, to fold a trail afresh."""
    run(connection, CURRENT)


def run(connection: Connection, script: str) -> None:
    """Run statements one by one; `executescript` would commit the transaction they belong to."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        finished = statement.rstrip().endswith(";")
        if finished and ("TRIGGER" not in statement or statement.rstrip().endswith("END;")):
            connection.execute(statement)
            statement = ""
