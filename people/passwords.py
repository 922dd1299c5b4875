"""Passwords that are read out over a desk or a telephone, typed once and changed."""

import secrets

# Without what is taken for something else, on paper or by ear: 0 o 1 l i.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LENGTH = 4, 4


def temporary_password() -> str:
    """Four groups of four, as k7mq-x3dn-pa9v-hw2t: some 79 bits by chance."""
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(LENGTH)) for _group in range(GROUPS))
