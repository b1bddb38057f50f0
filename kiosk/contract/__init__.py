"""What travels on the wire, one definition for both sides: frozen models, problem types, event names.

Field names are English, snake case. Money is whole New Taiwan dollars. Moments are RFC 3339 with an offset;
days are ISO dates in Taipei.
"""
