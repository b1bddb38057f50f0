"""The database's history, one file a step. A step never changes once it has left the house."""
