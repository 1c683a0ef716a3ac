// A database with something of everything that a check compares, and what is planted in it.

/** Roles, which all databases of a server share. */
export const ROLES = `
CREATE ROLE "orders-app" LOGIN;
CREATE ROLE reports LOGIN CONNECTION LIMIT 5;
CREATE ROLE readers NOLOGIN;
GRANT readers TO reports;
GRANT pg_monitor TO reports;
ALTER ROLE reports SET work_mem = '8MB';
`;

/** Everything but rows; what stands in another order at a target that was restored is in `columns`. */
export const schema = (columns: string): string => `
GRANT CONNECT, TEMPORARY ON DATABASE orders TO readers;
ALTER DATABASE orders SET search_path = public, "Big Schema";
ALTER ROLE reports IN DATABASE orders SET statement_timeout = '30s';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO PUBLIC;
SET ROLE "orders-app";
CREATE SCHEMA "Big Schema";
GRANT USAGE ON SCHEMA "Big Schema" TO readers;
ALTER DEFAULT PRIVILEGES IN SCHEMA "Big Schema" GRANT SELECT ON TABLES TO readers;
RESET ROLE;
GRANT ALL ON SCHEMA public TO "orders-app";
SET ROLE "orders-app";
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE TABLE everything (${columns});
COMMENT ON TABLE everything IS 'all of them';
COMMENT ON COLUMN everything.b IS 'a number';
CREATE TABLE items (id int PRIMARY KEY, order_id bigint, note text, price numeric CHECK (price > 0));
CREATE INDEX items_note ON items (note);
CREATE TABLE "Big Schema"."Odd Name" (k text COLLATE "C" PRIMARY KEY, v float8);
CREATE TABLE keyless (a int, b text);
CREATE TABLE events (at timestamptz NOT NULL, id int NOT NULL, body text, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE secrets (id uuid PRIMARY KEY, tenant text);
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secrets USING (tenant = current_user AND id IS NOT NULL) WITH CHECK (tenant <> 'x'::text);
CREATE VIEW cheap AS SELECT i.id, e.b FROM items i JOIN everything e ON e.id = i.id WHERE i.price < 10;
CREATE MATERIALIZED VIEW sums AS SELECT count(*) AS n FROM items;
CREATE SEQUENCE counter INCREMENT 10;
CREATE SEQUENCE downwards INCREMENT -1;
CREATE SEQUENCE fresh;
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS $$SELECT 2 * n$$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER touched BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
GRANT SELECT ON items, events TO readers;
GRANT UPDATE (note) ON items TO readers;
GRANT INSERT ON items TO reports WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION twice(int) FROM PUBLIC;
RESET ROLE;
`;

const EVERYTHING = [
  'id bigint PRIMARY KEY',
  'a "char"',
  'b int NOT NULL DEFAULT 7',
  'c float4',
  'd float8',
  'e bytea',
  'f jsonb',
  'g json',
  'h text[]',
  'i timestamptz',
  'j timestamp',
  'k interval',
  'l money',
  'm mood',
  'n positive',
  'o numeric',
  'p inet',
  'q uuid',
  'r tstzrange',
  's tsvector',
  't xml',
  'u regclass',
  'v char(5)',
  'w bit varying(8)',
  'x point',
  'y int4multirange',
  'z int GENERATED ALWAYS AS (1 + 1) STORED',
];

export const COLUMNS = EVERYTHING.join(', ');
export const COLUMNS_IN_ANOTHER_ORDER = [...EVERYTHING].reverse().join(', ');

/** Rows, put there in one order or in the other. */
export const rows = (order: 'ASC' | 'DESC'): string => `
SET search_path = public;
INSERT INTO everything (id, a, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y)
  SELECT n, chr(64 + n % 26)::"char", n / 3.0, sqrt(n) * 1e-7, decode(md5(n::text), 'hex'), jsonb_build_object('z', n, 'a', ARRAY[1.50, n]),
    ('{ "a" :  ' || n || ' }')::json, ARRAY['x', NULL, 'a,"b'], '2026-03-29 01:30+00'::timestamptz + n * interval '1 h', timestamp '-infinity',
    n * interval '1 month 25 h', (n * 1234.56)::numeric::money, 'it''s ok'::mood, n + 1, n / 7.0::numeric, '10.0.0.0/8', md5(n::text)::uuid,
    tstzrange('2026-01-01', NULL), to_tsvector('simple', 'a b a c' || n), '<a b="c"/>', 'items', 'ab', B'1010',
    point(n / 3.0, -0.0), int4multirange(int4range(1, n + 2))
  FROM generate_series(0, 499) n ORDER BY n ${order};
INSERT INTO everything (id, b) VALUES (1000, 1);
UPDATE everything SET a = chr(1)::"char", c = 'NaN', d = '-infinity', o = 'NaN' WHERE id = 10;
INSERT INTO items SELECT n, n, 'note ' || n, n + 0.5 FROM generate_series(0, 2999) n ORDER BY n ${order};
INSERT INTO "Big Schema"."Odd Name" SELECT 'key' || chr(9) || n || 'ä', n * 0.1 FROM generate_series(0, 2999) n ORDER BY n ${order};
INSERT INTO keyless SELECT n % 700, CASE WHEN n % 3 = 0 THEN '' WHEN n % 3 = 1 THEN NULL ELSE 'x' END FROM generate_series(0, 2999) n ORDER BY n ${order};
INSERT INTO events SELECT '2025-12-01'::timestamptz + n * interval '1 h', n, 'body' FROM generate_series(0, 2999) n ORDER BY n ${order};
INSERT INTO secrets SELECT md5(n::text)::uuid, 't' || n FROM generate_series(0, 99) n ORDER BY n ${order};
SELECT setval('counter', 41), nextval('counter'), nextval('downwards'), nextval('downwards');
SELECT lo_from_bytea(4711, decode(repeat('abcdef', 3000), 'hex')), lo_from_bytea(4712, decode(repeat('00', 5000), 'hex'));
REFRESH MATERIALIZED VIEW sums;
ANALYZE;
`;

/** What is done to the target: something of each kind. */
export const PLANTED = `
SET search_path = public;
DROP MATERIALIZED VIEW sums;
DROP VIEW cheap;
CREATE TABLE strange (a int);
CREATE SCHEMA metric_helpers;
CREATE TABLE metric_helpers.pg_statements (a int);
DROP INDEX items_note;
CREATE UNIQUE INDEX at_the_target_only ON items (note);
ALTER TABLE secrets ALTER COLUMN tenant SET NOT NULL;
ALTER TABLE items DROP CONSTRAINT items_price_check, ADD CONSTRAINT items_price_check CHECK (price > 0) NOT VALID;
CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 3 * n';
ALTER TABLE items DISABLE TRIGGER touched;
ALTER TYPE mood ADD VALUE 'angry';
ALTER TABLE items ENABLE ROW LEVEL SECURITY;
ALTER TABLE secrets FORCE ROW LEVEL SECURITY;
ALTER POLICY own ON secrets USING (true);
COMMENT ON TABLE everything IS 'some of them';
ALTER SEQUENCE fresh CYCLE;
SELECT setval('counter', 31);
SELECT setval('downwards', -1);
ALTER TABLE keyless OWNER TO postgres;
ALTER SCHEMA "Big Schema" OWNER TO reports;
ALTER FUNCTION touch() OWNER TO reports;
ALTER DATABASE orders OWNER TO reports;
REVOKE SELECT ON events FROM readers;
GRANT DELETE ON keyless TO PUBLIC;
REVOKE UPDATE (note) ON items FROM readers;
REVOKE GRANT OPTION FOR INSERT ON items FROM reports;
REVOKE USAGE ON SCHEMA "Big Schema" FROM readers;
GRANT EXECUTE ON FUNCTION twice(int) TO PUBLIC;
REVOKE TEMPORARY ON DATABASE orders FROM readers;
ALTER DEFAULT PRIVILEGES FOR ROLE "orders-app" IN SCHEMA "Big Schema" REVOKE SELECT ON TABLES FROM readers;
ALTER DEFAULT PRIVILEGES FOR ROLE "orders-app" IN SCHEMA "Big Schema" GRANT INSERT ON TABLES TO readers;
ALTER DATABASE orders RESET search_path;
ALTER DATABASE orders SET default_transaction_read_only = on;
ALTER ROLE reports IN DATABASE orders SET statement_timeout = '3s';
ALTER ROLE reports SET maintenance_work_mem = '8MB';
ALTER ROLE readers CREATEDB;
ALTER ROLE "orders-app" BYPASSRLS;
REVOKE readers FROM reports;
CREATE ROLE operator_of_the_target SUPERUSER;
CREATE ROLE other LOGIN;
GRANT SELECT ON items TO other;
SET default_transaction_read_only = off;
UPDATE everything SET d = d + 1e-9 WHERE id = 77;
UPDATE everything SET e = e || '\\x00' WHERE id = 78;
DELETE FROM items WHERE id = 1500;
INSERT INTO items VALUES (5000, 1, 'too much', 2);
UPDATE "Big Schema"."Odd Name" SET v = v + 1 WHERE v > 290;
INSERT INTO keyless SELECT * FROM keyless WHERE a = 699 AND b IS NULL;
UPDATE keyless SET b = '' WHERE a = 1 AND b IS NULL;
SELECT lo_put(4711, 5, 'x');
`;

/** Roles of the source that the target lacks, and tables that nobody else has to have. */
export const PLANTED_AT_THE_SOURCE = `
CREATE ROLE forgotten LOGIN;
CREATE ROLE operator_of_the_source LOGIN;
CREATE SCHEMA left_here;
CREATE TABLE left_here.anything (a int);
CREATE TABLE public.missing (id int PRIMARY KEY, b text);
GRANT SELECT ON public.missing TO readers;
CREATE SCHEMA gone;
`;
