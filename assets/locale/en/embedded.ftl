embedded-port = The service on this machine cannot start: another program uses its port. Close it and start again.
embedded-disk = The service on this machine cannot start: its folder cannot be written to. Check disk space and permissions.
embedded-database = The service on this machine cannot start: its database cannot be opened. Ask the administrator.
embedded-unknown = The service on this machine was interrupted and is starting again.
embedded-settings = The service on this machine cannot start: its settings cannot be used. Ask the administrator.
embedded-said = { $what } ({ $said })
