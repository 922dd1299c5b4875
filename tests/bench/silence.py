"""Whether an address that must look as if nothing had ever been there answers as fast as one where nothing was.

The medians of interleaved requests, beside what two equal addresses differ by (the noise of this machine).
"""

import logging
from statistics import median
from time import perf_counter

from django.test import Client

from tests import factories

REQUESTS = 200
NEVER, NEVER_EITHER = "/articles/987654/", "/articles/987653/"


def secrets() -> dict[str, str]:
    by_law = factories.make_signed_article()
    by_law.withdraw(by=factories.editor(), reason="依法撤下。", notice="")
    draft = factories.make_article(
        officials=[factories.make_official()],
        townships=[factories.make_township()],
        placements=[factories.make_photo()],
    )
    return {"withdrawn by law": by_law.get_absolute_url(), "a draft": draft.get_absolute_url()}


def medians(addresses: list[str]) -> list[float]:
    """Milliseconds, one for each address, asked in turn."""
    client, taken = Client(), [[] for _address in addresses]
    for _request in range(REQUESTS):
        for times, address in zip(taken, addresses, strict=True):
            begun = perf_counter()
            client.get(address)
            times.append((perf_counter() - begun) * 1000)
    return [median(times) for times in taken]


def measure() -> None:
    logging.getLogger("django.request").setLevel(logging.ERROR)  # each of these is not found
    for name, address in secrets().items():
        secret, never, either = medians([address, NEVER, NEVER_EITHER])
        print(
            f"silence: {name} {secret:.2f} ms, never there {never:.2f} ms: {abs(secret - never):.2f} ms apart; "
            f"two that never were {abs(never - either):.2f} ms apart"
        )
