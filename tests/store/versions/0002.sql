BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	"key" VARCHAR(255) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	password VARCHAR(255), 
	role VARCHAR(20) NOT NULL, 
	rows JSON NOT NULL, 
	totals BOOLEAN NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	rights_version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_key UNIQUE ("key")
);
INSERT INTO "account" VALUES(1,'ann','Ann','$argon2id$v=19$x','administrator','[]',0,0,1,'2026-11-27 17:00:00.000000');
INSERT INTO "account" VALUES(2,'bob','Bob',NULL,'viewer','[["region", ["APAC", "EMEA"]]]',0,1,3,'2026-11-27 17:00:00.000000');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(100) NOT NULL, 
	event VARCHAR(40) NOT NULL, 
	about VARCHAR(1000) NOT NULL, 
	address VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,'2026-11-27 17:00:00.000000','command line','account added','Ann: administrator, all rows','');
CREATE TABLE failure (
	id INTEGER NOT NULL, 
	counted VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_failure PRIMARY KEY (id)
);
INSERT INTO "failure" VALUES(1,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','2026-11-27 17:00:00.000000');
CREATE TABLE secret (
	name VARCHAR(40) NOT NULL, 
	value VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_secret PRIMARY KEY (name)
);
INSERT INTO "secret" VALUES('signing','a-secret-of-the-tests');
CREATE TABLE session (
	id_hash VARCHAR(64) NOT NULL, 
	account_id INTEGER NOT NULL, 
	rights_version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	replaced_at DATETIME, 
	CONSTRAINT pk_session PRIMARY KEY (id_hash), 
	CONSTRAINT fk_session_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "session" VALUES('abababababababababababababababababababababababababababababababab',1,1,'2026-11-27 17:00:00.000000','2026-11-27 17:00:00.000000',NULL);
CREATE TABLE identity (
	issuer VARCHAR(255) NOT NULL, 
	subject VARCHAR(255) NOT NULL, 
	account_id INTEGER NOT NULL, 
	CONSTRAINT pk_identity PRIMARY KEY (issuer, subject), 
	CONSTRAINT uq_identity_account_id UNIQUE (account_id), 
	CONSTRAINT fk_identity_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "identity" VALUES('https://id.one.org','b0b',2);
CREATE INDEX ix_session_account_id ON session (account_id);
CREATE INDEX ix_failure_counted ON failure (counted);
CREATE INDEX ix_failure_at ON failure (at);
CREATE TRIGGER audit_no_UPDATE BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_DELETE BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
COMMIT;
