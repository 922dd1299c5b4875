"""Chromium, once a worker; each test gets a fresh window on its own server."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

# Playwright keeps an event loop in this thread, in which Django would refuse every query of the test.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# A laptop that builds something else at the same time is slow, not wrong.
expect.set_options(timeout=30_000)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        cure = "Chromium is not installed: apt install chromium fonts-noto-cjk libatomic1"
        if os.environ.get("CI"):
            pytest.fail(cure)
        pytest.skip(cure)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(browser, live_server):
    """A new page; the test fails if it reports a script error or a refused request of the page's own."""
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(30_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    # Browsers report every 403, 404 and 410 as an error; tests ask for those on purpose.
    assert [line for line in said if "status of 4" not in line] == []
