"""What this host answers against what AWS answered, for every recorded case that is in scope."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session
from peerc.host.function import Definition

from .recordings import localized, matches, recorded, recorded_keys
from .running import HostFactory, RunningHost, python, rust

CHECKOUT = Path(__file__).resolve().parents[3]
API = "TestLambdaFunction::"
NAMES = rf"{API}test_function_name_and_qualifier_validation\[.*-(invoke|get_function)\]"
# The recordings keep neither name nor qualifier where the answer does not repeat them.
SENT = {
    "qualifier_too_long": ("my-function", "a" * 129),
    "invalid_characters_in_qualifier": ("my-function", "invalid!"),
    "lowercase_latest_qualifier": ("my-function", "$latest"),
    "latest_version_with_additional_qualifier": ("my-function:$LATEST", "1"),
    "full_arn_and_qualifier_too_long_and_invalid_region": ("", "a" * 129),
    "incomplete_arn": ("arn:aws:lambda:us-east-1:000000000000:function", None),
}
# Recorded in 2024, with lengths of names and qualifiers that later recordings contradict.
OLD = {"qualifier_too_long0", "qualifier_too_long1", "function_name_and_qualifier_too_long"}


@pytest.fixture(scope="module")
def host(start_host: HostFactory) -> RunningHost:
    return start_host(python("my-function-that-is-there"))


def unchecked(host: RunningHost) -> Any:
    """A client without botocore's own checks of parameters, so that the service's are seen."""
    config = Config(
        parameter_validation=False, retries={"total_max_attempts": 1}, signature_version=UNSIGNED
    )
    return Session().create_client("lambda", "us-east-1", endpoint_url=host.endpoint, config=config)


@pytest.mark.parametrize("key", recorded_keys(NAMES))
def test_names_and_qualifiers_are_judged_as_recorded(host: RunningHost, key: str) -> None:
    content = recorded(key)
    case = key.partition("[")[2].rpartition("-")[0]
    operation = key.rpartition("-")[2].rstrip("]")
    if case in OLD:
        pytest.skip("recorded in 2024, and contradicted by the recording of 2025")
    expected = content[f"{operation}_exception"]
    name, qualifier = provoking(case, expected)
    call = getattr(unchecked(host), operation)
    arguments = {"FunctionName": name} | ({"Qualifier": qualifier} if qualifier else {})
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    assert error["Code"] == expected["Code"]
    if "Message" in expected:
        assert error["Message"] == localized(expected["Message"])
    else:
        count, _, faults = error["Message"].partition(" detected: ")
        assert (
            count == f"{expected['Count']} validation error{'s' if expected['Count'] > 1 else ''}"
        )
        assert sorted(faults.split("; ")) == sorted(
            localized(fault) for fault in expected["Errors"]
        )


def provoking(case: str, expected: dict[str, Any]) -> tuple[str, str | None]:
    """The name and qualifier of a case: as the answer repeats them, or as `SENT` says."""
    name, qualifier = SENT.get(case, ("", None))
    if name:
        return name, qualifier
    for text in expected.get("Errors", [expected.get("Message", "")]):
        found = re.match(r"Value '(.*)' at 'functionName'", localized(text), re.DOTALL)
        found = found or re.search(r"function:([^:]+)", localized(text))
        if found:
            name = found[1]
    return name, qualifier


@pytest.mark.parametrize("operation", ["get_function"])
def test_an_unknown_function_or_version_is_answered_as_recorded(
    host: RunningHost, operation: str
) -> None:
    cases = {
        f"{API}test_ops_on_nonexisting_fn[{operation}]": ("nonexisting", None),
        f"{API}test_ops_on_nonexisting_version[{operation}]": ("nonexisting", "1221"),
    }
    for key, (name, qualifier) in cases.items():
        (content,) = recorded(key).values()
        arguments = {"FunctionName": name} | ({"Qualifier": qualifier} if qualifier else {})
        with pytest.raises(ClientError) as caught:
            getattr(host.client, operation)(**arguments)
        found = caught.value.response
        assert found["Error"]["Code"] == content["Error"]["Code"]
        assert found["Type"] == content["Type"]
        text = re.sub(r"<(nonexisting-fn-name|fn-name)>", "nonexisting", content["Message"])
        assert found["Error"]["Message"] == localized(text)


def test_another_region_is_answered_as_recorded(host: RunningHost) -> None:
    (content,) = recorded(f"{API}test_get_function_wrong_region[get_function]").values()
    with pytest.raises(ClientError) as caught:
        host.client.get_function(FunctionName="arn:aws:lambda:eu-north-1:000000000000:function:f")
    text = localized(content["Message"]).replace("<wrong-region>", "eu-north-1")
    assert caught.value.response["Error"]["Message"] == text


def test_a_malformed_arn_is_answered_as_recorded(host: RunningHost) -> None:
    (content,) = recorded(f"{API}test_invalid_invoke").values()
    with pytest.raises(ClientError) as caught:
        unchecked(host).invoke(FunctionName="arn:aws:lambda:us-east-1:123400000000@function:myfn")
    assert caught.value.response["Error"]["Message"] == localized(content["Error"]["Message"])


def test_get_function_has_every_recorded_member_but_the_managed_runtimes_version(
    host: RunningHost,
) -> None:
    content = recorded(f"{API}test_function_lifecycle")["get_function_response"]
    expected = content["Configuration"]
    del expected["RuntimeVersionConfig"]  # there is no such ARN on a desk
    for varying in ("Runtime", "Handler", "MemorySize", "Timeout"):
        expected[varying] = "<any>"
    found = host.client.get_function(FunctionName="my-function-that-is-there")
    expected["CodeSize"], expected["CodeSha256"] = 0, ""  # nothing is packed
    found["Configuration"]["LastModified"] = "date"
    assert matches(expected, found["Configuration"])
    assert content["Code"]["RepositoryType"] == found["Code"]["RepositoryType"]


UNCAUGHT = "TestLambdaRuntimesCommon::test_uncaught_exception_invoke"


def test_an_uncaught_python_exception_is_answered_as_recorded(
    start_host: HostFactory, tmp_path: Path
) -> None:
    expected = recorded(f"{UNCAUGHT}[python3.11]")["error_result"]
    (tmp_path / "handler.py").write_text(
        textwrap.dedent("""
            def handler(event, context):
                raise Exception(f'Failed: {event["error_msg"]}')
        """)
    )
    answer = uncaught(start_host(at(tmp_path, "python", "handler.handler")))
    assert answer["Payload"].keys() == expected["Payload"].keys()
    assert matches(expected["Payload"], answer["Payload"])


def test_an_uncaught_javascript_error_is_answered_as_recorded(
    start_host: HostFactory, tmp_path: Path
) -> None:
    expected = recorded(f"{UNCAUGHT}[nodejs22.x]")["error_result"]
    (tmp_path / "node_modules").symlink_to(CHECKOUT / "node_modules")  # the official client
    (tmp_path / "index.mjs").write_text(
        "export const handler = async (event) => {\n"
        "  throw new Error(`Error: ${event.error_msg}`);\n"
        "};\n"
    )
    answer = uncaught(start_host(at(tmp_path, "javascript", "index.handler")))
    assert answer["Payload"].keys() == expected["Payload"].keys()
    assert matches(expected["Payload"], answer["Payload"])


def test_an_uncaught_rust_error_has_the_recorded_form(start_host: HostFactory) -> None:
    expected = recorded(f"{UNCAUGHT}[provided.al2023]")["error_result"]
    answer = start_host(rust("rs")).invoke("rs", {"do": "raise"})
    assert answer["FunctionError"] == expected["FunctionError"]
    assert answer["Payload"].keys() == expected["Payload"].keys()
    assert answer["Payload"]["errorType"] == expected["Payload"]["errorType"]


def at(folder: Path, language: str, handler: str) -> Definition:
    return Definition("uncaught", "uncaught", language, folder, handler)


def uncaught(host: RunningHost) -> dict[str, Any]:
    answer = host.invoke("uncaught", {"error_msg": "some_error_msg"})
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert answer["ExecutedVersion"] == "$LATEST"
    return answer


@pytest.mark.parametrize("qualified", [False, True])
def test_a_guests_environment_and_context_are_as_recorded(
    start_host: HostFactory, qualified: bool
) -> None:
    content = recorded("TestLambdaRuntimesCommon::test_introspection_invoke[python3.13]")
    expected = content["invocation_result_payload" + ("_qualified" if qualified else "")]
    host = start_host(python("look", env={"TEST_KEY": "TEST_VAL"}, memory_mb=1024))
    arguments = {"Qualifier": "$LATEST"} if qualified else {}
    context = host.invoke("look", {"do": "context"}, **arguments)["Payload"]
    arn = localized(expected["ctx"]["invoked_function_arn"]).replace("<function-name:1>", "look")
    assert context["arn"] == arn
    assert context["memory"] == expected["ctx"]["memory_limit_in_mb"]
    assert context["version"] == expected["ctx"]["function_version"]
    env = host.invoke("look", {"do": "environment"})["Payload"]
    # X-Ray's daemon, the shell's own and the paths of AWS's image do not exist on a desk.
    absent = {key for key in expected["environment"] if "XRAY" in key}
    absent |= {"LD_LIBRARY_PATH", "PWD", "SHLVL", "PYTHONPATH", "LC_CTYPE"}
    assert expected["environment"].keys() - absent <= env.keys()
    for key in ("TZ", "TEST_KEY", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_FUNCTION_VERSION"):
        assert env[key] == expected["environment"][key]
