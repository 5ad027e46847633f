"""Sessions of staff are strict, and still a link in a mail or on another site leads straight to the page."""

import http.server
import threading

import pytest

import flows


@pytest.fixture
def other_site(city):
    """A page of another site that links into the workbench."""
    link = city.url("office", "/phrases")

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>OA</title><a href='{link}'>办件</a>".encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_link_from_another_site_opens_the_page_and_not_the_sign_in(city, browser, other_site):
    context = browser.new_context()
    page = context.new_page()
    flows.sign_in_staff(city, page, "shenhe")
    cookie = next(one for one in context.cookies() if one["name"] == "office-session")
    assert cookie["sameSite"] == "Strict" and cookie["httpOnly"]

    page.goto(other_site)
    page.click("a")
    flows.wait(lambda: page.locator(".app-nav").count() == 1, "the workbench")
    assert page.url.endswith("/phrases"), page.url
    context.close()


def test_whoever_is_not_signed_in_comes_to_the_sign_in_page_all_the_same(city, browser, other_site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(other_site)
    page.click("a")
    page.wait_for_url("**/signin?next=%2Fphrases", timeout=10_000)
    context.close()
