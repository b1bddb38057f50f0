"""Where Textual and asyncio are worked around, one a file."""
