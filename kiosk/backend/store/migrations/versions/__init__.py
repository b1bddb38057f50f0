"""Steps, numbered: `m0001_…` is revision 0001. A step does not import the tables, which go on changing."""
