"""The base of every refusal that is told to a person: the admin's forms catch this one class, and say its text."""


class Refused(Exception):
    """What somebody asked for cannot be done now; the text says why, in their language."""
