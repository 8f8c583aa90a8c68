"""Pages in a real browser: Chromium without a window, as Debian packages it or as Playwright brings it.

`open_page` is a fixture that opens a file and watches what it does::

    def test_it(open_page, tmp_path):
        page = open_page(tmp_path / "page.html", width=390, dark=True)
        page.get_by_role("button", name="score").click()

At the end of the test it fails where the console had an error, or where anything besides the page itself was asked
for. A test that provokes such errors takes them: ``open_page.take_errors()``.
"""

from __future__ import annotations

import os
import shutil
import warnings
from pathlib import Path

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Opener:
    """Opens files as pages of one browser, and remembers what went wrong on them."""

    def __init__(self, browser):
        self.browser = browser
        self.errors = []
        self.foreign = []
        self._contexts = []

    def __call__(self, path, *, width=1280, height=900, dark=False, script=True):
        """The page of this file, in a window of this size; without ``script`` as where JavaScript is turned off."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        url = Path(path).resolve().as_uri()

        def asked(request):
            own = request.url.partition("#")[0] == url or request.url.startswith("data:")
            if not own and not (request.is_navigation_request() and request.url.startswith("file:")):
                self.foreign.append(request.url)

        def refused(request):
            if request.failure == "csp" and request.url in self.foreign:  # asked for, and never sent
                self.foreign.remove(request.url)

        page.on("request", asked)
        page.on("requestfailed", refused)
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(url)
        return page

    def take_errors(self):
        """The errors so far, which the test expected."""
        found, self.errors = self.errors, []
        return found

    def close(self):
        for context in self._contexts:
            context.close()


@pytest.fixture(scope="module")  # not longer: while it runs, no other event loop can in this process
def browser():
    """A browser, or the reason why there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    options = ["--disable-dev-shm-usage", *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with warnings.catch_warnings(), api.sync_playwright() as playwright:
        if program is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no browser: neither a Chromium of the system's nor one of Playwright's is installed")
        found = playwright.chromium.launch(executable_path=program, args=options)
        yield found
        found.close()


@pytest.fixture
def open_page(browser):
    """Opens a file in the browser; see the top of this module."""
    opener = Opener(browser)
    yield opener
    opener.close()
    assert not opener.foreign, f"the page asked for {opener.foreign}"
    assert not opener.errors, f"the console says {opener.errors}"
