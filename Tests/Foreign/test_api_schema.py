"""The connected systems' door against its own description, by schemathesis: every answer is described, none is a 5xx, what
the description forbids is refused, and nothing works without a token."""

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance, content_type_conformance, ignored_auth, missing_required_header,
    negative_data_rejection, response_headers_conformance, response_schema_conformance, status_code_conformance,
    unsupported_method, use_after_free)

import flows

SCOPES = ["items:read", "cases:read", "cases:write", "files:write", "documents:verify"]
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection, missing_required_header, unsupported_method,
    allow_header_conformance, ignored_auth, use_after_free]


@pytest.fixture(scope="session")
def bearer(city) -> str:
    """A token of a client that exists only for this run."""
    return flows.http_client(city, SCOPES)


@pytest.fixture(scope="session")
def described(city):
    return schemathesis.openapi.from_url(city.url("api", "/api/openapi.json"))


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=25, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case, city, bearer):
    headers = {} if case.path.endswith("/token") else {"Authorization": f"Bearer {bearer}"}
    response = case.call(base_url=city.url("api", ""), headers=headers)
    case.validate_response(response, checks=CHECKS)


def test_every_route_of_the_door_is_described(city):
    paths = requests.get(city.url("api", "/api/openapi.json"), timeout=10).json()["paths"]
    assert len(paths) >= 10
    for path, operations in paths.items():
        for method, operation in operations.items():
            assert operation["summary"] and operation["responses"], f"{method} {path}"


@pytest.mark.parametrize("path", ["/api/v1/cases", "/api/v1/items", "/api/v1/item-changes"])
def test_without_a_token_the_door_stays_shut(city, path):
    answer = requests.get(city.url("api", path), timeout=10)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == 401


def test_a_zero_byte_is_malformed_not_a_failure(city):
    answer = requests.post(
        city.url("api", "/api/v1/token"), timeout=10,
        data={"grant_type": "client_credentials", "client_id": "a\0b", "client_secret": "c"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"
