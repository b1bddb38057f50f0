"""Where Textual, Rich and Python are worked around, one fault a file.

Each file says what the library does, what it costs the visitor and what is done instead, and gives the address of the
upstream issue, or the sentence that a report would begin with. For each, tests/platform has a test that shows the fault
without the work-around: it fails as soon as the installed version no longer has it, and the file can go.
"""
