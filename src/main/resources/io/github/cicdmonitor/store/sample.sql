-- A made-up history of 200 repositories, the newest failure just now. SampleState replaces :failures, and
-- :start by milliseconds since 1970; a statement ends with a semicolon at the end of a line.
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199)
INSERT INTO repository (key, name, github_id, default_branch, filter, window_start)
SELECT 'acme/r' || i, 'Acme/r' || i, i, 'main', '*', 0 FROM n;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :failures / 20)
INSERT INTO incident (id, repository, signature, lines_digest, generation, state, workflow,
  workflow_path, job, branch, occurrences, opened_at, last_failed_at, changed_at, resolved_at)
SELECT i, 'acme/r' || (i % 200), printf('%064x', i), '', 1,
  CASE i % 4 WHEN 0 THEN 'notified' ELSE 'resolved' END, 'CI', '.github/workflows/ci.yml',
  'test (' || i % 37 || ')', 'main', 20, :start + i * 60000, :start + i * 60000 + 3600000,
  :start + i * 60000, CASE i % 4 WHEN 0 THEN NULL ELSE :start + i * 67000 + 3600000 END
FROM n;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :failures)
INSERT INTO failure (repository, github_id, run_id, attempt, job_id, workflow, workflow_path, job,
  branch, head_sha, conclusion, event, from_fork, author, url, steps, created_at, failed_at, seen_at,
  incident)
SELECT 'acme/r' || ((1 + i / 20 % (:failures / 20)) % 200), 1, i, 1, i, 'CI', '.github/workflows/ci.yml',
  'test (' || i % 37 || ')', 'main', printf('%040x', i), 'failure', 'push', 0, 'octocat',
  'https://github.com/acme/r' || (i % 200) || '/actions/runs/' || i || '/job/' || i,
  '[{"number":1,"name":"Set up job","conclusion":"success"},{"number":2,"name":"Test","conclusion":"failure"}]',
  :start + i * 3000, :start + i * 3000 + 60000,
  :start + i * 3000 + 60000 + i * 7919 % 300000,
  CASE i % 50 WHEN 0 THEN NULL ELSE 1 + i / 20 % (:failures / 20) END
FROM n;

INSERT INTO diagnosis (incident, at, class, category, confidence, transient, analyzer, content, digest)
SELECT id, opened_at + id * 977 % 90000, CASE id % 3 WHEN 0 THEN 'DEVELOPER' ELSE 'DEVOPS' END,
  CASE id % 3 WHEN 0 THEN 'test_failure' WHEN 1 THEN 'dependency' ELSE 'timeout' END,
  (id % 100) / 100.0, 0, CASE id % 5 WHEN 0 THEN 'LLM' ELSE 'RULES' END, printf('%.800c', 'x'), ''
FROM incident;
INSERT INTO effect (key, kind, incident, repository, state, payload, digest, planned_at, settled_at)
SELECT 'n' || id, 'notice', id, repository, CASE id % 99 WHEN 0 THEN 'UNKNOWN' ELSE 'DONE' END,
  printf('%.500c', 'x'), printf('%064x', 1), opened_at + 95000, opened_at + 95000 + id * 31 % 9000
FROM incident;
INSERT INTO pull_request (repository, number, incident, url, branch, head_sha, state, opened_at, changed_at)
SELECT repository, id, id, 'https://github.com/' || repository || '/pull/' || id, 'b', 'c',
  CASE id % 20 WHEN 0 THEN 'merged' ELSE 'closed' END, opened_at, opened_at
FROM incident WHERE id % 10 = 0;
INSERT INTO rerun (repository, run_id, attempt, incident, requested_at, outcome)
SELECT repository, id, 1, id, opened_at, CASE id % 10 WHEN 5 THEN 'recovered' ELSE 'failed' END
FROM incident WHERE id % 5 = 0;
INSERT INTO model_call (incident, at, reserved_usd, outcome, prompt_tokens, completion_tokens, cost_usd)
SELECT id, opened_at, 0.01, 'answered', 1800, 200, 0.004 FROM incident WHERE id % 5 = 0;
