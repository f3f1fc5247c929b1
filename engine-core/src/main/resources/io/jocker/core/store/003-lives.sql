-- What changes over a container's lives: how often its policy started it again, whether somebody stopped it by hand,
-- and what its health check last said (JSON, null without one).
ALTER TABLE container ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE container ADD COLUMN stopped_by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE container ADD COLUMN health TEXT;

-- A running state names its process, and the boot in which that was started.
UPDATE container SET state = json_object('status', 'running', 'process', json_object(
    'pid', json_extract(state, '$.pid'), 'startTime', json_extract(state, '$.startTime'),
    'startedAt', json_extract(state, '$.startedAt'), 'bootId', ''))
    WHERE json_extract(state, '$.status') = 'running';

-- Programs that were executed in running containers. "body" is what was asked for, "state" what became of it (JSON).
CREATE TABLE exec (
    id        TEXT PRIMARY KEY,
    container TEXT NOT NULL REFERENCES container (id) ON DELETE CASCADE,
    body      TEXT NOT NULL,
    state     TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX exec_container ON exec (container);

-- Named and anonymous volumes; the bytes are in volumes/<name>/_data. Labels and options are JSON objects.
CREATE TABLE volume (
    name      TEXT PRIMARY KEY,
    driver    TEXT NOT NULL,
    created   TEXT NOT NULL,
    anonymous INTEGER NOT NULL,
    labels    TEXT NOT NULL,
    options   TEXT NOT NULL
) WITHOUT ROWID;
