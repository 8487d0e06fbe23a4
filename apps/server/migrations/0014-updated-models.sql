-- How often a stored model was updated since it was trained anew, and until when a process is training it anew: one of several does.

ALTER TABLE library_models ADD COLUMN updates int NOT NULL DEFAULT 0;
ALTER TABLE library_models ADD COLUMN claimed_until timestamptz;
