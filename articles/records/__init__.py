"""What is on record of stories and pages, read: differences, sign-off sheets, verification."""
