-- The tables, in steps that are only ever added. Each begins at a line like the next one.
-- step 1
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE repository (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  github_id INTEGER NOT NULL,
  default_branch TEXT NOT NULL,
  filter TEXT NOT NULL,
  window_start INTEGER NOT NULL,
  scanned_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE run_page (
  repository TEXT NOT NULL REFERENCES repository (key),
  page INTEGER NOT NULL CHECK (page >= 1),
  etag TEXT NOT NULL,
  oldest_created INTEGER NOT NULL,
  has_next INTEGER NOT NULL CHECK (has_next IN (0, 1)),
  bound INTEGER NOT NULL,
  PRIMARY KEY (repository, page)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  repository TEXT NOT NULL REFERENCES repository (key),
  run_id INTEGER NOT NULL,
  attempt_done INTEGER NOT NULL,
  in_progress INTEGER NOT NULL CHECK (in_progress IN (0, 1)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (repository, run_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_in_progress ON run (repository) WHERE in_progress = 1;

CREATE TABLE last_success (
  repository TEXT NOT NULL REFERENCES repository (key),
  workflow_path TEXT NOT NULL,
  branch TEXT NOT NULL,
  run_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  PRIMARY KEY (repository, workflow_path, branch)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  repository TEXT NOT NULL REFERENCES repository (key),
  signature TEXT NOT NULL CHECK (length(signature) = 64),
  lines_digest TEXT NOT NULL,
  generation INTEGER NOT NULL CHECK (generation >= 1),
  state TEXT NOT NULL,
  over INTEGER NOT NULL DEFAULT 0 CHECK (over IN (0, 1)),
  action TEXT,
  workflow TEXT NOT NULL,
  workflow_path TEXT NOT NULL,
  job TEXT NOT NULL,
  branch TEXT NOT NULL,
  occurrences INTEGER NOT NULL CHECK (occurrences >= 1),
  attempts INTEGER NOT NULL DEFAULT 0,
  opened_at INTEGER NOT NULL,
  last_failed_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  resolved_at INTEGER
) STRICT;
CREATE UNIQUE INDEX incident_open ON incident (repository, signature) WHERE over = 0;
CREATE INDEX incident_state ON incident (state);
CREATE INDEX incident_lines ON incident (lines_digest, last_failed_at);

CREATE TABLE failure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  repository TEXT NOT NULL REFERENCES repository (key),
  github_id INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  job_id INTEGER NOT NULL,
  workflow TEXT NOT NULL,
  workflow_path TEXT NOT NULL,
  job TEXT NOT NULL,
  branch TEXT NOT NULL,
  head_sha TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  event TEXT NOT NULL,
  from_fork INTEGER NOT NULL CHECK (from_fork IN (0, 1)),
  author TEXT NOT NULL,
  url TEXT NOT NULL,
  steps TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  failed_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  incident INTEGER REFERENCES incident (id),
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  UNIQUE (repository, run_id, attempt, job_id)
) STRICT;
CREATE INDEX failure_unanalysed ON failure (failed_at) WHERE incident IS NULL;
CREATE INDEX failure_incident ON failure (incident);
CREATE INDEX failure_seen ON failure (seen_at);

CREATE TABLE excerpt (
  incident INTEGER PRIMARY KEY REFERENCES incident (id),
  content TEXT NOT NULL
) STRICT;

CREATE TABLE diagnosis (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident INTEGER NOT NULL REFERENCES incident (id),
  at INTEGER NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('DEVOPS', 'DEVELOPER')),
  category TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  transient INTEGER NOT NULL CHECK (transient IN (0, 1)),
  analyzer TEXT NOT NULL CHECK (analyzer IN ('RULES', 'LLM')),
  model TEXT,
  cost_usd REAL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX diagnosis_incident ON diagnosis (incident, id);

CREATE TABLE kept_answer (
  repository TEXT NOT NULL,
  signature TEXT NOT NULL,
  at INTEGER NOT NULL,
  category TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  transient INTEGER NOT NULL CHECK (transient IN (0, 1)),
  analyzer TEXT NOT NULL,
  model TEXT,
  cost_usd REAL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (repository, signature)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_call (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident INTEGER REFERENCES incident (id),
  at INTEGER NOT NULL,
  reserved_usd REAL NOT NULL CHECK (reserved_usd >= 0),
  outcome TEXT,
  model TEXT,
  prompt_tokens INTEGER,
  completion_tokens INTEGER,
  cost_usd REAL
) STRICT;
CREATE INDEX model_call_at ON model_call (at);

CREATE TABLE proposal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident INTEGER NOT NULL REFERENCES incident (id),
  at INTEGER NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  decision TEXT NOT NULL,
  risk INTEGER NOT NULL CHECK (risk BETWEEN 0 AND 10)
) STRICT;
CREATE INDEX proposal_incident ON proposal (incident, id);

CREATE TABLE approval (
  proposal INTEGER PRIMARY KEY REFERENCES proposal (id),
  incident INTEGER NOT NULL REFERENCES incident (id),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  requested_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('waiting', 'approved', 'rejected', 'expired', 'stale', 'blocked')),
  decided_at INTEGER,
  decided_by TEXT,
  reason TEXT
) STRICT;
CREATE INDEX approval_incident ON approval (incident);

CREATE TABLE effect (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  incident INTEGER REFERENCES incident (id),
  repository TEXT,
  state TEXT NOT NULL CHECK (state IN ('PLANNED', 'SENDING', 'DONE', 'UNKNOWN', 'REFUSED')),
  attempts INTEGER NOT NULL DEFAULT 0,
  payload TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  result TEXT,
  planned_at INTEGER NOT NULL,
  sent_at INTEGER,
  settled_at INTEGER
) STRICT;
CREATE INDEX effect_open ON effect (id) WHERE state IN ('PLANNED', 'SENDING', 'UNKNOWN');
CREATE INDEX effect_incident ON effect (incident);

CREATE TABLE pull_request (
  repository TEXT NOT NULL REFERENCES repository (key),
  number INTEGER NOT NULL,
  incident INTEGER NOT NULL REFERENCES incident (id),
  url TEXT NOT NULL,
  branch TEXT NOT NULL,
  head_sha TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'merged', 'closed', 'handed_over', 'withdrawn')),
  checks TEXT NOT NULL DEFAULT 'none',
  opened_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (repository, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX pull_request_incident ON pull_request (incident);

CREATE TABLE rerun (
  repository TEXT NOT NULL REFERENCES repository (key),
  run_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  incident INTEGER NOT NULL REFERENCES incident (id),
  requested_at INTEGER NOT NULL,
  outcome TEXT CHECK (outcome IN ('recovered', 'failed', 'gone')),
  settled_at INTEGER,
  PRIMARY KEY (repository, run_id, attempt, incident)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident INTEGER NOT NULL REFERENCES incident (id),
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  at INTEGER NOT NULL,
  handled_at INTEGER,
  UNIQUE (incident, kind, detail)
) STRICT;
CREATE INDEX outcome_open ON outcome (id) WHERE handled_at IS NULL;

CREATE TABLE answer (
  url TEXT PRIMARY KEY,
  etag TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pinned_commit (
  repository TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  reach TEXT NOT NULL CHECK (reach IN ('TAG', 'BRANCH', 'NONE')),
  at INTEGER NOT NULL,
  PRIMARY KEY (repository, commit_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tick (
  command TEXT PRIMARY KEY,
  finished_at INTEGER NOT NULL,
  exit_code INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  event TEXT NOT NULL,
  incident INTEGER,
  repository TEXT,
  actor TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
-- step 2
ALTER TABLE incident ADD COLUMN waits_for TEXT;
ALTER TABLE effect ADD COLUMN held_until INTEGER;
ALTER TABLE effect ADD COLUMN held_mark TEXT;
ALTER TABLE proposal ADD COLUMN failed_at INTEGER;
-- step 3
CREATE TABLE trouble (
  subject TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  lasting INTEGER NOT NULL CHECK (lasting IN (0, 1)),
  why TEXT NOT NULL,
  next TEXT NOT NULL,
  printed_at INTEGER,
  told_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE model_price (
  model TEXT PRIMARY KEY,
  input_usd REAL NOT NULL CHECK (input_usd >= 0),
  output_usd REAL NOT NULL CHECK (output_usd >= 0),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE tick ADD COLUMN good_at INTEGER;
UPDATE tick SET good_at = finished_at WHERE exit_code IN (0, 1);
ALTER TABLE pull_request ADD COLUMN unlabelled INTEGER NOT NULL DEFAULT 0;
-- step 4
CREATE TABLE mute (
  repository TEXT NOT NULL REFERENCES repository (key),
  signature TEXT NOT NULL CHECK (length(signature) = 64),
  incident INTEGER NOT NULL,
  until INTEGER NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (repository, signature)
) STRICT, WITHOUT ROWID;
-- step 5
CREATE TABLE green_log (
  repository TEXT NOT NULL REFERENCES repository (key),
  workflow_path TEXT NOT NULL,
  job TEXT NOT NULL,
  run_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  keys BLOB NOT NULL,
  PRIMARY KEY (repository, workflow_path, job)
) STRICT;
-- step 6
CREATE TABLE model_manner (
  gateway TEXT NOT NULL,
  model TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('SCHEMA', 'JSON_OBJECT', 'PLAIN')),
  completion_tokens INTEGER NOT NULL CHECK (completion_tokens IN (0, 1)),
  temperature INTEGER NOT NULL CHECK (temperature IN (0, 1)),
  at INTEGER NOT NULL,
  PRIMARY KEY (gateway, model)
) STRICT, WITHOUT ROWID;

DROP TABLE kept_answer;
CREATE TABLE model_answer (
  key TEXT PRIMARY KEY CHECK (length(key) = 64),
  fingerprint TEXT NOT NULL,
  at INTEGER NOT NULL,
  category TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  transient INTEGER NOT NULL CHECK (transient IN (0, 1)),
  analyzer TEXT NOT NULL,
  model TEXT,
  cost_usd REAL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX model_answer_fingerprint ON model_answer (fingerprint, at);
CREATE INDEX model_answer_at ON model_answer (at);
-- step 7
CREATE TABLE preview (
  repository TEXT NOT NULL REFERENCES repository (key),
  signature TEXT NOT NULL CHECK (length(signature) = 64),
  at INTEGER NOT NULL,
  workflow TEXT NOT NULL,
  job TEXT NOT NULL,
  action TEXT NOT NULL,
  title TEXT NOT NULL,
  decision TEXT,
  PRIMARY KEY (repository, signature)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_signature ON incident (repository, signature);
