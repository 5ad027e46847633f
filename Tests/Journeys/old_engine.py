"""Loads a page in the Chromium 77 engine (PyQtWebEngine 5.14), runs a script there and prints what happened as JSON.

    old_engine.py URL SCRIPT_FILE PICTURE

The script's last expression is a value or leads to a new page; after two quiet seconds the final address, title, the
script's value and all console errors are printed.
"""

import json
import sys

from PyQt5.QtCore import QTimer, QUrl
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineView
from PyQt5.QtWidgets import QApplication


class Page(QWebEnginePage):
    errors: list = []

    def javaScriptConsoleMessage(self, level, message, line, source):
        if level == QWebEnginePage.ErrorMessageLevel:
            self.errors.append(f"{message} ({source}:{line})")


def main() -> None:
    address, script_file, picture = sys.argv[1:4]
    script = open(script_file, encoding="utf-8").read()
    application = QApplication(sys.argv)
    view = QWebEngineView()
    page = Page(view)
    view.setPage(page)
    view.resize(1280, 900)
    view.show()
    state = {"value": None, "ran": False}

    def finish():
        view.grab().save(picture)
        print(json.dumps({
            "url": page.url().toString(), "title": page.title(), "value": state["value"], "errors": page.errors,
            "engine": page.profile().httpUserAgent()}, ensure_ascii=False))
        application.quit()

    quiet = QTimer()
    quiet.setSingleShot(True)
    quiet.timeout.connect(finish)

    def loaded(_ok):
        if not state["ran"]:
            state["ran"] = True
            page.runJavaScript(script, lambda value: state.update(value=value))
        quiet.start(2000)

    page.loadFinished.connect(loaded)
    QTimer.singleShot(40_000, finish)
    page.load(QUrl(address))
    application.exec_()


main()
