"""The office's staff (服務人員): who they are, what each may do, and the book of what each has done."""
