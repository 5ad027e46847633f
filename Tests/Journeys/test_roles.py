"""Every route of every door as every role, from the program's own route table: nobody gets in by knowing an address."""

import re
import subprocess

import pytest
import requests

import flows
from conftest import PROGRAM

STAFF = ["xf-chuangkou", "xf-chengban", "xf-shenhe", "xf-pizhun", "jiandu", "shixiang"]
NOBODY = "00000000-0000-4000-8000-000000000000"


def table() -> list[tuple[str, str, str, str, str]]:
    """Door, method, path, access and kind of body of every route."""
    text = subprocess.run([PROGRAM, "routes"], check=True, capture_output=True, text=True).stdout
    routes, door = [], ""
    for line in text.splitlines():
        if line.startswith("# "):
            door = line[2:].strip()
        elif line.strip():
            method, path, access, body = line.split()
            routes.append((door, method, path, access, body))
    return routes


def filled(path: str) -> str:
    return re.sub(r"\{[^}]+\}", NOBODY, path)


def call(session, city, door, method, path, body, form_token=""):
    """Calls a route with a body of the kind it reads."""
    contents = {
        "form": {"data": {"csrf": form_token}}, "multipart": {"files": {"csrf": (None, form_token)}},
        "json": {"json": {}, "headers": {"X-CSRF-Token": form_token}},
        "stream": {"data": b"x", "headers": {"Content-Type": "application/octet-stream", "X-CSRF-Token": form_token}},
    }
    return session.request(
        method, city.url(door, filled(path)), timeout=15, allow_redirects=False, **contents.get(body, {}))


def is_kept_out(answer) -> bool:
    to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/signin")
    return answer.status_code in (401, 403) or to_sign_in


def test_the_table_is_whole():
    doors = {door for door, *_ in table()}
    assert doors == {"public", "office", "api", "terminal", "management"}
    assert len(table()) > 100


def test_nobody_signed_in_gets_nothing_that_is_not_for_anyone(city):
    session = requests.Session()
    session.headers["Accept"] = "text/html"
    open_doors = []
    for door, method, path, access, body in table():
        if access == "anyone":
            continue
        answer = call(session, city, door, method, path, body)
        if not is_kept_out(answer):
            open_doors.append((door, method, path, access, answer.status_code))
    assert open_doors == []


@pytest.mark.parametrize("login", STAFF)
def test_staff_reach_what_their_rights_name_and_nothing_else(city, login):
    rights = set(city.query(
        "SELECT DISTINCT unnest(r.rights) FROM people.staff s JOIN people.staff_role g ON g.staff_id = s.id "
        f"JOIN people.role r ON r.code = g.role_code WHERE s.login = '{login}'").splitlines())
    assert rights
    session = flows.http_staff(city, login)
    form_token = flows.token(session.get(city.url("office", "/phrases"), timeout=10).text)
    wrong = []
    for door, method, path, access, body in table():
        if door != "office" or path in ("/signout", "/signin") or not access.startswith("right:"):
            continue
        answer = call(session, city, door, method, path, body, form_token)
        may = access.removeprefix("right:") in rights
        if answer.status_code >= 500 or (not may and answer.status_code != 403) or (may and is_kept_out(answer)):
            wrong.append((method, path, access, may, answer.status_code))
    assert wrong == []
