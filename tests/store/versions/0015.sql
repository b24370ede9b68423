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
	created_at DATETIME NOT NULL, team VARCHAR(64) DEFAULT '' NOT NULL, anonymous BOOLEAN DEFAULT 0 NOT NULL, agent VARCHAR(200) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_key UNIQUE ("key")
);
INSERT INTO "account" VALUES(1,'ann','Ann','$argon2id$v=19$x','administrator','[]',0,0,1,'2026-11-27 17:00:00.000000','',0,'');
INSERT INTO "account" VALUES(2,'bob','Bob',NULL,'viewer','[["region", ["APAC", "EMEA"]]]',0,1,3,'2026-11-27 17:00:00.000000','Support',1,'');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0015');
CREATE TABLE alert (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	account_id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	page VARCHAR(40) NOT NULL, 
	"query" TEXT NOT NULL, 
	metric VARCHAR(100) NOT NULL, 
	conditions JSON NOT NULL, 
	states JSON NOT NULL, 
	judged_to DATE NOT NULL, 
	paused BOOLEAN NOT NULL, 
	version VARCHAR(100) NOT NULL, 
	looked_at DATETIME NOT NULL, 
	problem VARCHAR(500) NOT NULL, 
	CONSTRAINT fk_alert_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "alert" VALUES(1,1,'NPS of EMEA','loyalty','region=EMEA','nps','["change", "target"]','{"change": {"direction": -1, "since": "2026-10-01", "level": null}}','2026-10-01',0,'v7','2026-11-27 17:00:00.000000','');
CREATE TABLE alert_channel (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	alert_id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	url TEXT NOT NULL, 
	secret VARCHAR(100) NOT NULL, 
	CONSTRAINT fk_alert_channel_alert_id FOREIGN KEY(alert_id) REFERENCES alert (id) ON DELETE CASCADE
);
INSERT INTO "alert_channel" VALUES(1,1,'webhook','https://hooks.example.org/cx','whsec_c2VjcmV0');
CREATE TABLE alert_feed (
	account_id INTEGER NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_alert_feed PRIMARY KEY (account_id), 
	CONSTRAINT fk_alert_feed_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_alert_feed_token_hash UNIQUE (token_hash)
);
INSERT INTO "alert_feed" VALUES(1,'c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3','2026-11-27 17:00:00.000000');
CREATE TABLE alert_news (
	id INTEGER NOT NULL, 
	alert_id INTEGER NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	headline VARCHAR(300) NOT NULL, 
	said TEXT NOT NULL, 
	rows JSON NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_alert_news PRIMARY KEY (id), 
	CONSTRAINT fk_alert_news_alert_id FOREIGN KEY(alert_id) REFERENCES alert (id) ON DELETE CASCADE, 
	CONSTRAINT uq_alert_news UNIQUE (alert_id, name)
);
INSERT INTO "alert_news" VALUES(1,1,'change began 2026-10-01','NPS fell','{}','[["region", ["EMEA"]]]','2026-11-27 17:00:00.000000');
CREATE TABLE alert_person (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	alert_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	mail VARCHAR(254) NOT NULL, 
	CONSTRAINT fk_alert_person_alert_id FOREIGN KEY(alert_id) REFERENCES alert (id) ON DELETE CASCADE, 
	CONSTRAINT fk_alert_person_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_alert_person UNIQUE (alert_id, account_id)
);
INSERT INTO "alert_person" VALUES(1,1,2,'bob@example.org');
CREATE TABLE api_token (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	token_hash VARCHAR(64) NOT NULL, 
	account_id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	rights JSON NOT NULL, 
	rows JSON NOT NULL, 
	made_at DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	revoked_at DATETIME, 
	used_at DATETIME, 
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_api_token_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "api_token" VALUES(1,'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2',1,'nightly report','["EXPORT", "VIEW"]','[["region", ["EMEA"]]]','2026-11-27 17:00:00.000000','2027-02-25 17:00:00.000000',NULL,NULL);
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(100) NOT NULL, 
	event VARCHAR(40) NOT NULL, 
	about VARCHAR(1000) NOT NULL, 
	address VARCHAR(64) NOT NULL, link INTEGER, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,'2026-11-27 17:00:00.000000','command line','account added','Ann: administrator, all rows','',NULL);
INSERT INTO "audit" VALUES(2,'2026-11-27 17:00:00.000000','Ann','link made','link 1 to loyalty','10.0.0.1',1);
CREATE TABLE customer_case (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	customer_id VARCHAR(200) NOT NULL, 
	under_way VARCHAR(200), 
	owner_id INTEGER, 
	status VARCHAR(20) NOT NULL, 
	due DATE NOT NULL, 
	cause VARCHAR(100) NOT NULL, 
	text VARCHAR(500) NOT NULL, 
	author VARCHAR(100) NOT NULL, 
	made_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	stamp BIGINT NOT NULL, 
	contacted_at DATETIME, 
	closed_at DATETIME, 
	rule VARCHAR(60), 
	response_id VARCHAR(200), 
	CONSTRAINT fk_customer_case_owner_id FOREIGN KEY(owner_id) REFERENCES account (id) ON DELETE SET NULL, 
	CONSTRAINT uq_customer_case_under_way UNIQUE (under_way)
);
INSERT INTO "customer_case" VALUES(1,'C-7','C-7',1,'contacted','2026-12-04','Waiting time','Called twice','Ann','2026-11-27 17:00:00.000000','2026-11-28 08:00:00.000000',75,'2026-11-28 07:00:00.000000',NULL,'detractor','r-1');
INSERT INTO "customer_case" VALUES(2,'C-8',NULL,NULL,'given up','2026-12-05','','','Ann','2026-11-27 17:00:00.000000','2026-11-27 17:00:00.000000',76,NULL,'2026-11-27 17:00:00.000000',NULL,NULL);
CREATE TABLE failure (
	id INTEGER NOT NULL, 
	counted VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_failure PRIMARY KEY (id)
);
INSERT INTO "failure" VALUES(1,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','2026-11-27 17:00:00.000000');
CREATE TABLE identity (
	issuer VARCHAR(255) NOT NULL, 
	subject VARCHAR(255) NOT NULL, 
	account_id INTEGER NOT NULL, 
	CONSTRAINT pk_identity PRIMARY KEY (issuer, subject), 
	CONSTRAINT uq_identity_account_id UNIQUE (account_id), 
	CONSTRAINT fk_identity_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "identity" VALUES('https://id.one.org','b0b',2);
CREATE TABLE link (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	token_hash VARCHAR(64) NOT NULL, 
	account_id INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	revoked_at DATETIME, 
	page VARCHAR(40) NOT NULL, 
	"query" TEXT NOT NULL, 
	filters JSON NOT NULL, 
	rows JSON NOT NULL, 
	first_day DATE, 
	last_day DATE, 
	period VARCHAR(40) NOT NULL, 
	compare VARCHAR(20) NOT NULL, 
	named BOOLEAN NOT NULL, 
	password VARCHAR(255), 
	comments BOOLEAN NOT NULL, 
	exports BOOLEAN NOT NULL, 
	totals BOOLEAN NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	figures JSON NOT NULL, team BOOLEAN DEFAULT 0 NOT NULL, anonymous BOOLEAN DEFAULT 0 NOT NULL, parents JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT uq_link_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_link_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "link" VALUES(1,'efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef',1,'2026-11-27 17:00:00.000000','2026-12-27 17:00:00.000000',NULL,'loyalty','from=2026-01-01&to=2026-03-31&region=EMEA','[["region", ["EMEA"]]]','[["region", ["EMEA"]]]','2026-01-01','2026-03-31','','previous',1,'$argon2id$v=19$x',1,0,0,'0123456789ab','{"rows": [["region", ["EMEA"]]], "shown": [["nps", "NPS", "41.2 points"]]}',0,1,'[]');
INSERT INTO "link" VALUES(2,'f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0',2,'2026-11-27 17:00:00.000000','2026-12-27 17:00:00.000000','2026-11-28 08:00:00.000000','overview','','[]','[]',NULL,NULL,'last-12-months','previous',0,NULL,0,0,0,'','{}',1,0,'["https://intranet.example.org"]');
CREATE TABLE link_person (
	link_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	CONSTRAINT pk_link_person PRIMARY KEY (link_id, account_id), 
	CONSTRAINT fk_link_person_link_id FOREIGN KEY(link_id) REFERENCES link (id) ON DELETE CASCADE, 
	CONSTRAINT fk_link_person_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "link_person" VALUES(1,2);
CREATE TABLE link_session (
	id_hash VARCHAR(64) NOT NULL, 
	link_id INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	CONSTRAINT pk_link_session PRIMARY KEY (id_hash), 
	CONSTRAINT fk_link_session_link_id FOREIGN KEY(link_id) REFERENCES link (id) ON DELETE CASCADE
);
INSERT INTO "link_session" VALUES('a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',1,'2026-11-27 17:00:00.000000');
CREATE TABLE note (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	text VARCHAR(200) NOT NULL, 
	scope JSON NOT NULL, 
	author VARCHAR(100) NOT NULL, 
	written_at DATETIME NOT NULL, 
	stamp BIGINT NOT NULL
, expected JSON DEFAULT '{}' NOT NULL, new_level BOOLEAN DEFAULT 0 NOT NULL);
INSERT INTO "note" VALUES(1,'2026-10-05','2026-10-09','New billing portal','[["region", ["EMEA"]]]','Ann','2026-11-27 17:00:00.000000',73,'{}',0);
INSERT INTO "note" VALUES(2,'2026-10-12','2026-10-12','Fewer steps','[["region", ["EMEA"]]]','Ann','2026-11-27 17:00:00.000000',74,'{"metric": "nps", "sign": 1, "size": 5.0, "periods": 3}',1);
CREATE TABLE saved_view (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	account_id INTEGER, 
	team VARCHAR(64) NOT NULL, 
	whose VARCHAR(300) NOT NULL, 
	"key" VARCHAR(300) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	page VARCHAR(40) NOT NULL, 
	"query" TEXT NOT NULL, 
	author VARCHAR(100) NOT NULL, 
	saved_at DATETIME NOT NULL, 
	CONSTRAINT uq_saved_view_whose UNIQUE (whose, "key"), 
	CONSTRAINT fk_saved_view_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
INSERT INTO "saved_view" VALUES(1,2,'','account 2','mine','Mine','loyalty','region=EMEA','Bob','2026-11-27 17:00:00.000000');
INSERT INTO "saved_view" VALUES(2,NULL,'Support','team support','ours','Ours','service','period=last-quarter','Ann','2026-11-27 17:00:00.000000');
INSERT INTO "saved_view" VALUES(3,NULL,'','company','all','All','overview','','Ann','2026-11-27 17:00:00.000000');
CREATE TABLE secret (
	name VARCHAR(40) NOT NULL, 
	value VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_secret PRIMARY KEY (name)
);
INSERT INTO "secret" VALUES('signing','a-secret-of-the-tests');
CREATE TABLE sent (
	id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	source INTEGER NOT NULL, 
	period VARCHAR(40) NOT NULL, 
	account_id INTEGER, 
	owner_id INTEGER, 
	receiver VARCHAR(100) NOT NULL, 
	address VARCHAR(254) NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_at DATETIME NOT NULL, 
	error VARCHAR(500) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_sent PRIMARY KEY (id), 
	CONSTRAINT fk_sent_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE SET NULL, 
	CONSTRAINT fk_sent_owner_id FOREIGN KEY(owner_id) REFERENCES account (id) ON DELETE SET NULL, 
	CONSTRAINT uq_sent_kind UNIQUE (kind, source, period, account_id)
);
INSERT INTO "sent" VALUES(1,'digest',1,'2026-W48',2,1,'Bob','bob@example.org','EMEA every Monday','given up',7,'2026-11-28 17:00:00.000000','No answer','2026-11-27 17:00:00.000000');
INSERT INTO "sent" VALUES(2,'channel',1,'change began 2026-10-01',1,1,'webhook','hooks.example.org','NPS of EMEA','sent',1,'2026-11-27 17:00:00.000000','','2026-11-27 17:00:00.000000');
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
CREATE TABLE start_page (
	account_id INTEGER NOT NULL, 
	view_id INTEGER NOT NULL, 
	CONSTRAINT pk_start_page PRIMARY KEY (account_id), 
	CONSTRAINT fk_start_page_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_start_page_view_id FOREIGN KEY(view_id) REFERENCES saved_view (id) ON DELETE CASCADE
);
INSERT INTO "start_page" VALUES(2,2);
CREATE TABLE subscription (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	account_id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	view_id INTEGER, 
	page VARCHAR(40) NOT NULL, 
	"query" TEXT NOT NULL, 
	rhythm VARCHAR(20) NOT NULL, 
	at TIME NOT NULL, 
	paused BOOLEAN NOT NULL, 
	since DATETIME NOT NULL, 
	data_to DATE NOT NULL, 
	CONSTRAINT fk_subscription_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_subscription_view_id FOREIGN KEY(view_id) REFERENCES saved_view (id) ON DELETE SET NULL
);
INSERT INTO "subscription" VALUES(1,1,'EMEA every Monday',2,'loyalty','region=EMEA','weekly','07:30:00.000000',0,'2026-11-27 17:00:00.000000','2026-10-31');
CREATE TABLE subscription_person (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subscription_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	mail VARCHAR(254) NOT NULL, 
	CONSTRAINT fk_subscription_person_subscription_id FOREIGN KEY(subscription_id) REFERENCES subscription (id) ON DELETE CASCADE, 
	CONSTRAINT fk_subscription_person_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT uq_subscription_person UNIQUE (subscription_id, account_id)
);
INSERT INTO "subscription_person" VALUES(1,1,2,'bob@example.org');
CREATE TABLE themes_version (
	number INTEGER NOT NULL, 
	entries TEXT NOT NULL, 
	about VARCHAR(200) NOT NULL, 
	author VARCHAR(100) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_themes_version PRIMARY KEY (number)
);
INSERT INTO "themes_version" VALUES(1,'{"parking": {"group": "Places", "label": "Parking", "en": ["parking*"]}}','“Parking” added','Ann','2026-11-28 09:00:00.000000');
CREATE INDEX ix_session_account_id ON session (account_id);
CREATE INDEX ix_failure_counted ON failure (counted);
CREATE INDEX ix_failure_at ON failure (at);
CREATE TRIGGER audit_no_UPDATE BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_DELETE BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE INDEX ix_link_account_id ON link (account_id);
CREATE INDEX ix_link_session_link_id ON link_session (link_id);
CREATE INDEX ix_audit_link ON audit (link);
CREATE INDEX ix_api_token_account_id ON api_token (account_id);
CREATE INDEX ix_saved_view_account_id ON saved_view (account_id);
CREATE INDEX ix_start_page_view_id ON start_page (view_id);
CREATE INDEX ix_customer_case_customer_id ON customer_case (customer_id);
CREATE UNIQUE INDEX uq_customer_case_response_id ON customer_case (customer_id, response_id);
CREATE INDEX ix_customer_case_owner_id ON customer_case (owner_id);
CREATE INDEX ix_subscription_account_id ON subscription (account_id);
CREATE INDEX ix_subscription_view_id ON subscription (view_id);
CREATE INDEX ix_subscription_person_account_id ON subscription_person (account_id);
CREATE INDEX ix_sent_account_id ON sent (account_id);
CREATE INDEX ix_sent_owner_id ON sent (owner_id);
CREATE INDEX ix_sent_state ON sent (state);
CREATE INDEX ix_alert_account_id ON alert (account_id);
CREATE INDEX ix_alert_person_account_id ON alert_person (account_id);
CREATE INDEX ix_alert_channel_alert_id ON alert_channel (alert_id);
CREATE INDEX ix_alert_news_made_at ON alert_news (made_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('api_token',1);
INSERT INTO "sqlite_sequence" VALUES('link',2);
INSERT INTO "sqlite_sequence" VALUES('saved_view',3);
INSERT INTO "sqlite_sequence" VALUES('note',2);
INSERT INTO "sqlite_sequence" VALUES('customer_case',2);
INSERT INTO "sqlite_sequence" VALUES('subscription',1);
INSERT INTO "sqlite_sequence" VALUES('subscription_person',1);
INSERT INTO "sqlite_sequence" VALUES('alert',1);
INSERT INTO "sqlite_sequence" VALUES('alert_person',1);
INSERT INTO "sqlite_sequence" VALUES('alert_channel',1);
COMMIT;
