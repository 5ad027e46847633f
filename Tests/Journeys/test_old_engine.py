"""The pages and forms in an engine of 2019 (Chromium 77), still common in offices of the city."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

import pytest

PROGRAM = pathlib.Path(__file__).with_name("old_engine.py")
SURVEY = """({
  main: document.querySelector('main').innerText.length,
  styled: getComputedStyle(document.body).fontFamily.length > 0 && document.styleSheets.length > 0,
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth
})"""


def visit(address: str, script: str, folder: pathlib.Path) -> dict:
    """What the old engine says after it has loaded the page and run the script."""
    script_file = folder / "script.js"
    script_file.write_text(script, encoding="utf-8")
    environment = dict(
        os.environ, QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software", QTWEBENGINE_DISABLE_SANDBOX="1",
        XDG_RUNTIME_DIR=str(folder))
    folder.chmod(0o700)
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, str(PROGRAM), address, str(script_file), str(folder / "picture.png")],
        env=environment, capture_output=True, text=True, timeout=90)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, f"the engine said nothing (exit {done.returncode}):\n{done.stderr[-2000:]}"
    answer = json.loads(lines[-1])
    assert "Chrome/77." in answer["engine"]
    assert answer["errors"] == [], f"{address}: {answer['errors']}"
    return answer


@pytest.mark.parametrize("path, title", [
    ("/", "忻州市政务服务网"), ("/s?q=护士", "护士"), ("/items/XZ0002", "个体工商户登记"),
], ids=["home", "search", "guide"])
def test_page_renders_without_console_errors(city, tmp_path, path, title):
    answer = visit(city.url("public", path), SURVEY, tmp_path)
    assert title in answer["title"]
    assert answer["value"]["styled"] and answer["value"]["main"] > 200
    assert answer["value"]["sideways"] <= 0
    assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_search_form_is_submitted(city, tmp_path):
    script = """document.querySelector('main input[name=q]').value = '护士';
        document.querySelector('main form[role=search] button[type=submit]').click(); 1"""
    answer = visit(city.url("public"), script, tmp_path)
    assert "/s?" in answer["url"] and "q=护士" in urllib.parse.unquote(answer["url"])
    assert "护士" in answer["title"]


def test_phone_form_is_submitted(city, tmp_path):
    script = """document.querySelector('#f-phone').value = '19900000008';
        document.querySelector('main form button[type=submit]').click(); 1"""
    answer = visit(city.url("public", "/signin"), script, tmp_path)
    assert "验证码" in answer["title"]
    assert "验证码" in city.last_sms("19900000008")
