#!/bin/sh
# Run once by PostgreSQL's image, on an empty server: the two roles of docs/deployment.md. The first
# serves the site and is bound by row-level security; the second saves and restores.
set -eu
psql --set ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname postgres \
  --set declic="$DECLIC_PASSWORD" --set backup="$DECLIC_BACKUP_PASSWORD" <<'SQL'
CREATE ROLE declic LOGIN PASSWORD :'declic' NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE declic OWNER declic ENCODING 'UTF8' TEMPLATE template0;
CREATE ROLE declic_backup LOGIN PASSWORD :'backup' BYPASSRLS;
GRANT pg_read_all_data, declic TO declic_backup;
SQL
