-- Containers. "body" is the immutable part (configuration as created, JSON); what changes has columns.
CREATE TABLE container (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    created     TEXT NOT NULL,
    image       TEXT NOT NULL,
    auto_remove INTEGER NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL
);

-- "In use" is recorded downward: a holder (say, container/<id>) holds a resource (say, image/<id>).
CREATE TABLE hold (
    resource TEXT NOT NULL,
    holder   TEXT NOT NULL,
    PRIMARY KEY (resource, holder)
) WITHOUT ROWID;
CREATE INDEX hold_holder ON hold (holder);
