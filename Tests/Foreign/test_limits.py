"""`yanmen sample` and `yanmen limits` as an administrator would use them: the city, the sessions, and every script run by pgbench."""

import json
import os
import re
import subprocess

import pytest
import requests

from conftest import PROGRAM, ROOT, City, free_port_base, passing_folder

CASES = 2_000


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=ROOT, timeout=300)


@pytest.fixture(scope="module")
def sampled():
    """A running sampled city, and the folder with its scripts."""
    with passing_folder("limits") as parent:
        city = City(parent / "data", free_port_base())
        made = run("sample", "--data", str(city.folder), "--cases", str(CASES))
        assert made.returncode == 0, made.stderr
        try:
            city.start()
            out = parent / "out"
            limits = run("limits", "--data", str(city.folder), "--port-base", str(city.base), "--out", str(out))
            assert limits.returncode == 0, limits.stderr
            yield city, out
        finally:
            city.stop()


@pytest.fixture(scope="module")
def bench(sampled):
    return json.loads((sampled[1] / "bench.json").read_text())


def test_a_second_sample_changes_nothing_and_another_is_refused(sampled):
    city, _ = sampled
    again = run("sample", "--data", str(city.folder), "--cases", str(CASES))
    assert again.returncode == 0 and "已经在" in again.stdout
    other = run("sample", "--data", str(city.folder), "--cases", "3000")
    assert other.returncode == 2 and str(CASES) in other.stderr


def test_the_chain_of_the_log_is_whole(sampled):
    verdict = run("audit", "verify", "--data", str(sampled[0].folder))
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


@pytest.mark.parametrize(
    "operation", ["create", "submit", "inbox", "case", "get", "accept", "decide", "dashboard", "track"])
def test_pgbench_runs_every_script(sampled, bench, operation):
    city, out = sampled
    limit = bench["limits"][operation]
    assert limit["scripts"], "no script was written"
    clients = min(4, limit["clients"])
    for script in limit["scripts"]:
        assert (out / script).read_text().count("\\startpipeline") == limit["trips"]
        ran = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-T", "1", "-f", str(out / script),
             f"{bench['database']} user={limit['role']}"], capture_output=True, text=True, timeout=60)
        assert ran.returncode == 0 and "ERROR" not in ran.stderr, f"{script}: {ran.stderr[-800:]}"
        assert "number of failed transactions: 0" in ran.stdout, ran.stdout


def test_the_sessions_open_what_they_should(bench):
    doors, cookies = bench["doors"], bench["cookies"]

    def get(door: str, path: str, token: str) -> requests.Response:
        headers = {"Cookie": f"{cookies[door]}={token}"}
        return requests.get(doors[door] + path, headers=headers, timeout=10, allow_redirects=False)

    assert get("public", "/my", bench["citizens"][0]["token"]).status_code == 200
    supervisor = bench["supervisors"][0]["token"]
    page = f"/cases/{bench['ids']['prefix']}{CASES // 2:012d}"
    assert get("office", page, supervisor).status_code == 200
    foreign = next(c for c in bench["open"]["submitted"] if c["body"] != bench["restricted"]["body"])
    assert get("office", f"/cases/{foreign['id']}", supervisor).status_code == 200
    assert get("office", f"/cases/{foreign['id']}", bench["restricted"]["token"]).status_code == 404
    headers = {"Authorization": f"Bearer {bench['clients'][0]['token']}"}
    found = requests.get(f"{doors['api']}/api/v1/cases/{bench['clientNumbers'][0]}", headers=headers, timeout=10)
    assert found.status_code == 200 and found.json()["number"] == bench["clientNumbers"][0]


def test_an_open_case_is_accepted_by_its_clerk(bench):
    case = next(
        c for c in reversed(bench["open"]["submitted"])
        if any(k["body"] == c["body"] and k["role"] == "window" for k in bench["clerks"]))
    clerk = next(k for k in bench["clerks"] if k["body"] == case["body"] and k["role"] == "window")
    office = bench["doors"]["office"]
    headers = {"Cookie": f"{bench['cookies']['office']}={clerk['token']}"}
    version = requests.get(f"{office}/cases/{case['id']}", headers=headers, timeout=10).text
    assert case["id"] in version
    answer = requests.post(
        f"{office}/cases/{case['id']}/accept", headers=headers, timeout=10, allow_redirects=False,
        data={"csrf": clerk["csrf"], "version": current_version(version)})
    assert answer.status_code == 303, answer.text[:500]


def current_version(page: str) -> str:
    """The version in the form of a case page."""
    return re.search(r'name="version" value="(\d+)"', page).group(1)


def checked(digits: str) -> str:
    """An ID number with its check character (ISO 7064 MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    value = (12 - total) % 11
    return digits + ("X" if value == 10 else str(value))


def test_services_can_be_applied_for_with_the_answers_given(bench):
    personal = [service for service in bench["services"] if service["audience"] == "personal"]
    assert len(personal) > 10
    for service in personal[::4]:
        apply(bench, service)


def apply(bench, wanted):
    headers = {"Authorization": f"Bearer {bench['clients'][0]['token']}"}
    api = bench["doors"]["api"]
    content = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    materials = {}
    for material in wanted["materials"]:
        if material["upload"]:
            stored = requests.post(
                f"{api}/api/v1/files", params={"name": "a.pdf"}, data=content, timeout=10,
                headers=headers | {"Content-Type": "application/octet-stream"})
            assert stored.status_code == 201, stored.text
            materials[material["key"]] = [stored.json()["id"]]
    answer = requests.post(
        f"{api}/api/v1/cases", timeout=10, headers=headers | {"Idempotency-Key": f"check-{os.urandom(6).hex()}"},
        json={
            "handlingItem": wanted["code"], "situation": wanted["situation"], "form": wanted["form"],
            "materials": materials,
            "applicant": {
                "kind": "natural", "name": "样例", "documentNumber": checked("14090019850102001"), "phone": "15400000001"}})
    assert answer.status_code == 201, answer.text


def test_limits_are_refused_where_there_is_no_sample(city):
    refused = run("limits", "--data", str(city.folder), "--port-base", str(city.base), "--out", "/tmp/unused-limits")
    assert refused.returncode == 2 and "样例" in refused.stderr
