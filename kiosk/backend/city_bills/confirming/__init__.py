"""Our contract with a city that confirms what was paid here: wire, adapter, document, simulator."""
