"""The database: tables, types, engine, unit of work, migrations. SQLite and PostgreSQL alike."""
