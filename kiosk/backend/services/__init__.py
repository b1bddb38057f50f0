"""Use cases: a unit of work, a clock and ports in, a result out. Synchronous."""
