"""The whole newsroom as one file, and back into an empty install: rows, pictures, and the key of the records.

A ZIP that can be read without this program: `rows/<model>.jsonl` holds one row a line, `files/` the pictures under the
names that the rows give, `manifest.json` says what it is and the size and digest of every other member.
"""
