BEGIN TRANSACTION;
CREATE TABLE counters (
	name VARCHAR(32) NOT NULL, 
	value INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('page',5);
CREATE TABLE decisions (
	number INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	page VARCHAR(32) NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id), 
	FOREIGN KEY(page) REFERENCES pages (id)
);
INSERT INTO "decisions" VALUES(1,'d_1807dbff3ab420c9','p000001','{"id":"d_1807dbff3ab420c9","page":"p000001","kind":"text","at":[{"line":"l_p000001_0","box":{"left":10,"top":0,"right":410,"bottom":40},"text":"Die Thür des Raths-"}],"value":"Die Thüre des Raths-","base":"e_1","author":"reader","time":"2026-11-27T14:36:10.627+00:00"}');
INSERT INTO "decisions" VALUES(2,'d_9941c59de2e0ee41','p000001','{"id":"d_9941c59de2e0ee41","page":"p000001","kind":"undo","at":[],"value":"d_1807dbff3ab420c9","base":"e_1","author":"reader","time":"2026-11-27T14:36:10.627+00:00"}');
INSERT INTO "decisions" VALUES(3,'d_fee51f962d1bee1b','p000001','{"id":"d_fee51f962d1bee1b","page":"p000001","kind":"order","at":[{"line":"l_p000001_50","box":{"left":10,"top":50,"right":410,"bottom":90},"text":"hauſes war offen."},{"line":"l_p000001_0","box":{"left":10,"top":0,"right":410,"bottom":40},"text":"Die Thür des Raths-"}],"value":null,"base":"e_1","author":"reader","time":"2026-11-27T14:36:10.627+00:00"}');
INSERT INTO "decisions" VALUES(4,'d_370d956f69feb769','p000002','{"id":"d_370d956f69feb769","page":"p000002","kind":"confirm","at":[{"line":"l_p000002_0","box":{"left":10,"top":0,"right":410,"bottom":40},"text":"平湖縣"}],"value":null,"base":"e_1","author":"校對","time":"2026-11-27T14:36:10.627+00:00"}');
CREATE TABLE layouts (
	page VARCHAR(32) NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (page), 
	FOREIGN KEY(page) REFERENCES pages (id)
);
INSERT INTO "layouts" VALUES('p000001','{"id":"p000001","source":{"path":"scans/7692c3ad3540-0.png","sha256":"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","frame":0,"crop":null,"turn":0},"width":420,"height":1000,"dpi":null,"language":"en","script":"latin","direction":"horizontal","transform":{"angle":0.0},"regions":[{"id":"r_1","box":{"left":10,"top":0,"right":410,"bottom":90},"role":"body","lines":[{"id":"l_p000001_0","box":{"left":10,"top":0,"right":410,"bottom":40},"polygon":[[10,0],[410,0],[410,40],[10,40]],"baseline":[],"direction":"horizontal","glyph":0.0,"stroke":0.0},{"id":"l_p000001_50","box":{"left":10,"top":50,"right":410,"bottom":90},"polygon":[[10,50],[410,50],[410,90],[10,90]],"baseline":[],"direction":"horizontal","glyph":0.0,"stroke":0.0}],"item":"i_p000001","continues":false}],"items":[{"id":"i_p000001","type":"article"}],"separators":[],"pictures":[],"readings":[],"base":"e_2","notes":[]}');
INSERT INTO "layouts" VALUES('p000002','{"id":"p000002","source":{"path":"scans/3fc4ccfe7458-1.png","sha256":"3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3","frame":0,"crop":null,"turn":0},"width":420,"height":1000,"dpi":null,"language":"en","script":"latin","direction":"horizontal","transform":{"angle":0.0},"regions":[{"id":"r_1","box":{"left":10,"top":0,"right":410,"bottom":90},"role":"body","lines":[{"id":"l_p000002_0","box":{"left":10,"top":0,"right":410,"bottom":40},"polygon":[[10,0],[410,0],[410,40],[10,40]],"baseline":[],"direction":"horizontal","glyph":0.0,"stroke":0.0},{"id":"l_p000002_50","box":{"left":10,"top":50,"right":410,"bottom":90},"polygon":[[10,50],[410,50],[410,90],[10,90]],"baseline":[],"direction":"horizontal","glyph":0.0,"stroke":0.0}],"item":"i_p000002","continues":false}],"items":[{"id":"i_p000002","type":"article"}],"separators":[],"pictures":[],"readings":[],"base":"e_1","notes":[]}');
CREATE TABLE pages (
	id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	frame INTEGER NOT NULL, 
	crop VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256, frame, crop), 
	CHECK (state IN ('pending', 'done', 'failed'))
);
INSERT INTO "pages" VALUES('p000001',1,'7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',0,'','scans/7692c3ad3540-0.png','done','');
INSERT INTO "pages" VALUES('p000002',2,'3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3',0,'','scans/3fc4ccfe7458-1.png','done','');
INSERT INTO "pages" VALUES('p000003',3,'8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f',0,'','scans/8b5b9db0c13d-2.png','failed','torn - scan it again');
INSERT INTO "pages" VALUES('p000004',4,'04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00',0,'0,0,50,80','scans/04efaf080f5a-3.png','pending','');
INSERT INTO "pages" VALUES('p000005',5,'04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00',0,'50,0,100,80','scans/04efaf080f5a-3.png','pending','');
CREATE TABLE readings (
	number INTEGER NOT NULL, 
	page VARCHAR(32) NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (page, id), 
	FOREIGN KEY(page) REFERENCES pages (id)
);
INSERT INTO "readings" VALUES(1,'p000001','e_1','{"id":"e_1","engine":"typist","model":"hand","version":"1","lines":{"l_p000001_0":{"text":"Die Thür des Raths-","confidence":0.9,"words":[]},"l_p000001_50":{"text":"hauſes war offen.","confidence":0.9,"words":[]}},"settings":{},"run":"r_c06d4b0787b4","seconds":0.0}');
INSERT INTO "readings" VALUES(2,'p000001','e_2','{"id":"e_2","engine":"typist","model":"hand","version":"1","lines":{"l_p000001_0":{"text":"Die Thür des Raths-","confidence":0.9,"words":[]},"l_p000001_50":{"text":"haufes war offen.","confidence":0.9,"words":[]}},"settings":{},"run":"r_c06d4b0787b4","seconds":0.0}');
INSERT INTO "readings" VALUES(3,'p000002','e_1','{"id":"e_1","engine":"typist","model":"hand","version":"1","lines":{"l_p000002_0":{"text":"平湖縣","confidence":0.9,"words":[]},"l_p000002_50":{"text":"政府","confidence":0.9,"words":[]}},"settings":{},"run":"r_c06d4b0787b4","seconds":0.0}');
CREATE TABLE runs (
	number INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	started VARCHAR(40) NOT NULL, 
	finished VARCHAR(40), 
	version VARCHAR(32) NOT NULL, 
	settings TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
INSERT INTO "runs" VALUES(1,'r_c06d4b0787b4','2026-11-27T14:36:10.555+00:00','2026-11-27T14:36:10.615+00:00','0.1.0','{"engine":"auto","language":"de"}');
CREATE INDEX ix_pages_position ON pages (position);
CREATE INDEX ix_decisions_page ON decisions (page);
COMMIT;
