"""Do the locks answer to the .in files? It asks no registry: it finds a forgotten `make lock`, nothing subtler."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PIN = re.compile(r"^([\w.-]+)(?:\[.*\])?==(\S+)(.*(?:\n .*)*)", re.MULTILINE)
BASE, DEVELOPMENT = "requirements", "requirements-dev"

Pins = dict[str, Version]


def asked(name: str) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in Path(f"{name}.in").read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def problems() -> Iterator[str]:
    locks = {name: Path(f"{name}.txt").read_text() for name in (BASE, DEVELOPMENT)}
    pins: dict[str, Pins] = {}
    for name, text in locks.items():
        found = PIN.findall(text)
        pins[name] = {canonicalize_name(package): Version(version) for package, version, _ in found}
        yield from (f"{name}.txt gives no hash for {package}" for package, _, rest in found if "--hash=" not in rest)
        if "://" in text:
            yield f"{name}.txt names an address"
    yield from unanswered(asked(BASE), pins[BASE], BASE)
    yield from unanswered(asked(DEVELOPMENT), pins[DEVELOPMENT], DEVELOPMENT)
    for package, version in pins[BASE].items():
        if pins[DEVELOPMENT].get(package) != version:
            yield f"{DEVELOPMENT}.txt lacks {package} {version} of {BASE}.txt"


def unanswered(requirements: list[Requirement], pins: Pins, name: str) -> Iterator[str]:
    for requirement in requirements:
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            yield f"{name}.in asks for {requirement}, {name}.txt has {version or 'none'}"


if __name__ == "__main__":
    if found := list(problems()):
        sys.exit("\n".join([*found, "The locks are not up to date: make lock"]))
    print("The locks answer to what is asked for.")
