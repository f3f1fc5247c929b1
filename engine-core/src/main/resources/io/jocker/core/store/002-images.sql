-- Content by digest (algorithm:hex). The bytes are in blobs/<algorithm>/<hex>; a row says that they are whole.
CREATE TABLE blob (
    digest  TEXT PRIMARY KEY,
    size    INTEGER NOT NULL,
    created TEXT NOT NULL
) WITHOUT ROWID;

-- Which blobs a stored manifest or index names. The child need not be here: another platform, a foreign layer.
CREATE TABLE blob_link (
    parent TEXT NOT NULL REFERENCES blob (digest) ON DELETE CASCADE,
    child  TEXT NOT NULL,
    PRIMARY KEY (parent, child)
) WITHOUT ROWID;
CREATE INDEX blob_link_child ON blob_link (child);

-- Unpacked layers: layers/<number>/diff. A number is never used again; size is the bytes of its regular files.
CREATE TABLE layer (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id TEXT NOT NULL UNIQUE,
    diff_id  TEXT NOT NULL,
    parent   INTEGER REFERENCES layer (number),
    size     INTEGER NOT NULL,
    created  TEXT NOT NULL
);
CREATE INDEX layer_parent ON layer (parent);

-- Images by config digest. chain_id is null for an image without layers. "created" is the instant that the
-- configuration states (ISO-8601, empty if none), "stored" the instant that this engine first had it.
CREATE TABLE image (
    id       TEXT PRIMARY KEY,
    chain_id TEXT,
    created  TEXT NOT NULL,
    stored   TEXT NOT NULL,
    size     INTEGER NOT NULL,
    config   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX image_chain ON image (chain_id);

-- The manifests by which an image came: several may name one configuration (other compression).
CREATE TABLE image_manifest (
    digest     TEXT PRIMARY KEY,
    image      TEXT NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX image_manifest_image ON image_manifest (image);

-- Names: docker.io/library/busybox:latest to an image, with the descriptor (manifest or index) it was named by.
CREATE TABLE tag (
    name        TEXT PRIMARY KEY,
    image       TEXT NOT NULL REFERENCES image (id),
    target      TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    target_size INTEGER NOT NULL,
    tagged      TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX tag_image ON tag (image);
CREATE INDEX tag_target ON tag (target);

-- The digests by which a registry knows an image: docker.io/library/busybox + sha256:...
CREATE TABLE repo_digest (
    repository TEXT NOT NULL,
    digest     TEXT NOT NULL,
    image      TEXT NOT NULL REFERENCES image (id),
    PRIMARY KEY (repository, digest)
) WITHOUT ROWID;
CREATE INDEX repo_digest_image ON repo_digest (image);
CREATE INDEX repo_digest_digest ON repo_digest (digest);
