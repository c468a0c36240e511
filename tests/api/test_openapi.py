"""The OpenAPI document is complete, and the running service keeps to it."""

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.long_run import long_run
from voucher_service.api.access import ACCESS, PUBLIC
from voucher_service.api.bank_faults import BANK_FAULTS, RESERVED
from voucher_service.api.bank_words import BANK_TEMPLATES
from voucher_service.api.description import describe
from voucher_service.api.problems import kind_of
from voucher_service.app import create_app
from voucher_service.model.kinds import Role
from voucher_service.model.voucher_errors import SYSTEM_ERROR

CAMPAIGN = "zhangjiajie-2022-new-year"
KNOWN_NAMES = {"id": CAMPAIGN, "name": "by-district"}
DRAWN = {None, "docx", "pdf", "html"}
"""Bulletins with six charts each: one or two are drawn where they are tested."""
EXAMPLES_EACH = long_run(short=25, long=100)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MACHINE_PATHS = sorted(
    {path for _, path in ACCESS if path.startswith(("/v1", "/healthz", "/readyz"))}
)
READ_PATHS = [path for path in MACHINE_PATHS if ("GET", path) in ACCESS]
ASKED = [
    # path, requests that fit its schema or do not, names that exist or any
    *((path, GenerationMode.POSITIVE, True) for path in READ_PATHS),
    *((path, GenerationMode.POSITIVE, False) for path in READ_PATHS if "{" in path),
    *((path, GenerationMode.NEGATIVE, True) for path in READ_PATHS if "{" in path),
]


@pytest.fixture(scope="module")
def document(running):
    return describe(create_app(running.service))


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_served_is_the_one_described(running, document):
    with running.client() as client:
        assert client.get("/openapi.json").json() == document


def test_every_endpoint_for_machines_is_described(document):
    assert sorted(document["paths"]) == MACHINE_PATHS


def test_every_operation_speaks_both_languages_and_shows_its_roles(document):
    for path, method, operation in operations(document):
        who = ACCESS[method.upper(), path]
        assert " · " in operation["summary"]
        assert "\n\n" in operation["description"]
        assert operation.get("x-roles", []) == ([] if who == PUBLIC else sorted(who))
        assert (operation["security"] == []) == (who == PUBLIC)


def test_every_parameter_is_described_with_an_example_and_is_never_null(document):
    for _, _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            assert " · " in parameter["description"]
            assert parameter["schema"]["examples"]
            assert "null" not in str(parameter["schema"])


def test_every_answer_has_an_example_that_fits_its_schema(document):
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if status == "304":
                continue
            for media_type, content in response["content"].items():
                shown = [each["value"] for each in content.get("examples", {}).values()]
                shown += [content["example"]] if "example" in content else []
                assert shown or path.endswith(("{name}", ".xlsx")), (
                    path,
                    status,
                    media_type,
                )
                schema = content["schema"] | {"components": document["components"]}
                validator = jsonschema_rs.validator_for(schema)
                for example in shown:
                    validator.validate(example)


def test_refusals_are_problem_documents_in_every_operation(document):
    for path, method, operation in operations(document):
        refusals = {
            status: response
            for status, response in operation["responses"].items()
            if status >= "400"
        }
        unusable = "400" if path in BANK_TEMPLATES else "422"
        closed = {"401", "403", unusable}
        who = ACCESS[method.upper(), path]
        expected = {"500"} | (set() if who == PUBLIC else closed)
        assert expected <= set(refusals)
        for response in refusals.values():
            assert set(response["content"]) == {"application/problem+json"}


def bank_problems(document):
    return [
        (method.upper(), path, int(status), code, shown["value"])
        for path, method, operation in operations(document)
        if path in BANK_TEMPLATES
        for status, response in operation["responses"].items()
        for code, shown in response.get("content", {})
        .get("application/problem+json", {})
        .get("examples", {})
        .items()
    ]


def test_every_code_of_the_bank_vocabulary_has_its_example(document):
    shown = {(status, code) for _, _, status, code, _ in bank_problems(document)}
    told = {
        (kind_of(fault).status, fault.code)
        for fault in BANK_FAULTS
        if not isinstance(fault, RESERVED)
    }
    assert told | {(500, SYSTEM_ERROR)} <= shown


def test_reserved_codes_have_an_example_and_no_operation(document):
    reserved = {each.code for each in RESERVED}
    assert set(document["components"]["examples"]) == reserved
    assert not reserved & {code for *_, code, _ in bank_problems(document)}


def test_every_problem_of_the_redemption_api_tells_of_a_voucher(document):
    for *where, example in bank_problems(document):
        assert {"voucher_state", "redemption"} <= set(example), where


def test_bad_parameters_are_shown_of_the_endpoint_s_own(document):
    fields = {
        (method, path): fault["field"]
        for method, path, _, code, example in bank_problems(document)
        if code == "PARAM_ERROR"
        for fault in example["errors"]
    }
    assert fields["GET", "/v1/statements/{date}"] == "date"
    assert fields["GET", "/v1/events"] == "after"
    of_lifetime = {where for where, field in fields.items() if field == "ttl_seconds"}
    assert of_lifetime == {("POST", "/v1/redemptions")}


def test_every_write_of_a_bank_declares_its_key(document):
    keyed = {
        path
        for path, method, operation in operations(document)
        if method == "post"
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "Idempotency-Key" and parameter["required"]
    }
    writes = {path for path in BANK_TEMPLATES if ("POST", path) in ACCESS}
    assert writes - keyed == {"/v1/vouchers/{code}/validate"}


def test_signing_is_described_for_all_that_a_bank_may_ask(document):
    scheme = document["components"]["securitySchemes"]["signature"]
    headers = ("X-Key-Id", "X-Timestamp", "X-Nonce", "X-Signature")
    for header in headers:
        assert header in document["info"]["description"]
        assert header in scheme["description"] + scheme["name"]
    for path, method, operation in operations(document):
        who = ACCESS[method.upper(), path]
        signed = {"token": [], "signature": []} in operation["security"]
        assert signed == (who != PUBLIC and Role.BANK in who)


def test_what_is_posted_to_a_bank_is_described_with_an_example(document):
    posted = document["webhooks"]["events"]["post"]
    content = posted["requestBody"]["content"]["application/json"]
    schema = content["schema"] | {"components": document["components"]}
    jsonschema_rs.validator_for(schema).validate(content["example"])
    assert {each["name"] for each in posted["parameters"]} == {
        "X-Key-Id",
        "X-Timestamp",
        "X-Nonce",
        "X-Signature",
    }


@pytest.mark.slow
@pytest.mark.parametrize(("path", "mode", "known"), ASKED)
def test_the_service_answers_as_the_document_says(running, document, path, mode, known):
    schema = schemathesis.openapi.from_dict(document)
    operation = schema[path]["GET"]
    headers = {"Authorization": f"Bearer {next(iter(running.tokens.values()))}"}
    answered = []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES_EACH,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        if known:
            for name in KNOWN_NAMES.keys() & case.path_parameters.keys():
                case.path_parameters[name] = KNOWN_NAMES[name]
        if path.endswith("/bulletin") and case.query.get("format") in DRAWN:
            case.query["format"] = "md"
        response = case.call(base_url=running.base_url, headers=headers)
        case.validate_response(response, checks=CHECKS)
        answered.append(response.status_code)

    ask()
    assert answered
