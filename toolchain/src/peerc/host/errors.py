"""What Lambda says when it refuses: statuses, codes and texts of the Invoke and Runtime API.

Sources: recorded responses of the real service, botocore's model, the source of AWS's Runtime
Interface Emulator. A key is `Message` for ResourceNotFound and Service, `message` for all others,
as recorded.
"""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass

SYNC_REQUEST_LIMIT = 6_291_456  # bytes, synchronous Invoke
EVENT_REQUEST_LIMIT = 1_048_576  # bytes, asynchronous Invoke since October 2025
RESPONSE_LIMIT = 6_291_556  # bytes, a function's response: 6 MiB + 100
CLIENT_CONTEXT_LIMIT = 3_583  # bytes of base64
ENVIRONMENT_LIMIT = 4_096  # bytes of compact JSON


class ApiError(Exception):
    """A refusal of the Invoke API: `code` goes to x-amzn-ErrorType, `body` is AWS's."""

    def __init__(self, status: int, code: str, message: str, **members: str) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        key = "Message" if code in ("ResourceNotFoundException", "ServiceException") else "message"
        self.body = compact({**members, key: message})


def function_not_found(arn: str) -> ApiError:
    """404; `arn` with the qualifier as the service shows it for the operation."""
    return ApiError(404, "ResourceNotFoundException", f"Function not found: {arn}", Type="User")


def wrong_region(found: str, here: str) -> ApiError:
    """404: an ARN of another region."""
    text = f"Functions from '{found}' are not reachable in this region ('{here}')"
    return ApiError(404, "ResourceNotFoundException", text, Type="User")


def path_not_found(path: str) -> ApiError:
    """404 of this host's own: an operation that it does not have."""
    text = f"this host does not serve {path}; it has Invoke, GetFunction and ListFunctions"
    return ApiError(404, "ResourceNotFoundException", text, Type="User")


def browser_refused() -> ApiError:
    """403: a page may reach a loopback port; no AWS client sends an Origin or a foreign Host."""
    text = "this host does not serve web pages: an Origin or a foreign Host header was sent"
    return ApiError(403, "AccessDeniedException", text)


def validation(faults: list[str]) -> ApiError:
    """`faults` in the service's words: `Value '...' at '...' failed to satisfy constraint: ...`."""
    count = f"{len(faults)} validation error{'s' if len(faults) > 1 else ''} detected: "
    return ApiError(400, "ValidationException", count + "; ".join(faults))


def unknown_invocation_type(found: str) -> ApiError:
    """400: X-Amz-Invocation-Type is none of the three."""
    values = "[Event, RequestResponse, DryRun]"
    fault = f"Value '{found}' at 'invocationType' failed to satisfy constraint: "
    return validation([f"{fault}Member must satisfy enum value set: {values}"])


def invalid_parameter(message: str) -> ApiError:
    """400, the message in full."""
    return ApiError(400, "InvalidParameterValueException", message, Type="User")


def invalid_event(problem: str) -> ApiError:
    """400: the payload is not JSON; `problem` in Jackson's words."""
    text = f"Could not parse request body into json: Could not parse payload into json: {problem}"
    return ApiError(400, "InvalidRequestContentException", text, Type="User")


def invalid_client_context(problem: str) -> ApiError:
    """400: X-Amz-Client-Context is too long or no base64 of a JSON object."""
    text = f"Client context must be a valid Base64-encoded JSON object: {problem}"
    return ApiError(400, "InvalidRequestContentException", text, Type="User")


def request_too_large(kind: str, size: int) -> ApiError:
    """`kind` is the invocation type, `size` the payload's bytes."""
    if kind == "Event":
        text = (
            f"{size} byte payload is too large for the Event invocation type"
            f" (limit {EVENT_REQUEST_LIMIT} bytes)"
        )
    else:
        text = f"Request must be smaller than {SYNC_REQUEST_LIMIT} bytes"
        text += " for the InvokeFunction operation"
    return ApiError(413, "RequestEntityTooLargeException", text)


def service_failure(message: str) -> ApiError:
    """500: the host itself cannot go on."""
    return ApiError(500, "ServiceException", message, Type="Service")


# Function errors: HTTP 200, X-Amz-Function-Error, these bodies.


@dataclass(frozen=True, slots=True)
class FunctionError:
    """Why an invocation has no answer of its own: `kind` is errorType, `status` goes to REPORT."""

    kind: str
    message: str
    status: str  # error | timeout

    def body(self) -> bytes:
        """The payload that the caller gets."""
        return compact({"errorType": self.kind, "errorMessage": self.message})


def timed_out(request_id: str, timeout_ms: int) -> FunctionError:
    """The guest had not answered when its timeout was over."""
    text = f"RequestId: {request_id} Error: Task timed out after {timeout_ms / 1000:.2f} seconds"
    return FunctionError("Sandbox.Timedout", text, "timeout")


def exited(request_id: str, returncode: int) -> FunctionError:
    """`returncode` as `subprocess` gives it: negative for a signal."""
    if returncode == 0:
        why = "Runtime exited without providing a reason"
    elif returncode < 0:
        why = f"Runtime exited with error: signal: {signal_text(-returncode)}"
    else:
        why = f"Runtime exited with error: exit status {returncode}"
    return FunctionError("Runtime.ExitError", f"RequestId: {request_id} Error: {why}", "error")


def cannot_start(request_id: str, problem: str) -> FunctionError:
    """The guest's program is missing or cannot be run (RIE: Runtime.InvalidEntrypoint)."""
    text = f"RequestId: {request_id} Error: {problem}"
    return FunctionError("Runtime.InvalidEntrypoint", text, "error")


def response_too_large() -> FunctionError:
    """The guest's answer was over the limit; its Runtime API call got 413."""
    text = f"Response payload size exceeded maximum allowed payload size ({RESPONSE_LIMIT} bytes)."
    return FunctionError("Function.ResponseSizeTooLarge", text, "error")


def build_failed(agent: str, problem: str) -> FunctionError:
    """The host has no code of the newest state: `problem` is the build's first diagnostic."""
    return FunctionError("PC6006", f"building `{agent}` failed: {problem}", "error")


def signal_text(number: int) -> str:
    """A signal as Go prints it, for AWS's host is written in Go: 9 is `killed`."""
    return (signal.strsignal(number) or f"signal {number}").lower()


# The Runtime API's refusals: (status, body).

Refusal = tuple[int, bytes]
STATUS_OK = b'{"status":"OK"}\n'


def invalid_transition(state: str, wanted: str) -> Refusal:
    """403: a call that does not fit what the guest did before."""
    text = f"State transition from {state} to {wanted} failed for runtime. "
    return runtime_refusal(
        403, "InvalidStateTransition", text + "Error: State transition is not allowed"
    )


def invalid_request_id() -> Refusal:
    """400: an answer to another request than the current one."""
    return runtime_refusal(400, "InvalidRequestID", "Invalid request ID")


def stale_invocation_id() -> Refusal:
    """410: the Invocation-Id of an earlier delivery."""
    return runtime_refusal(410, "Gone", "The invocation is over: its answer comes too late")


def response_refused() -> Refusal:
    """413: the answer has more bytes than a response may have."""
    text = f"Exceeded maximum allowed payload size ({RESPONSE_LIMIT} bytes)."
    return runtime_refusal(413, "RequestEntityTooLarge", text)


def runtime_refusal(status: int, kind: str, message: str) -> Refusal:
    """Any refusal of the Runtime API; `kind` is its errorType."""
    return status, compact({"errorMessage": message, "errorType": kind})


def compact(value: object) -> bytes:
    """Compact JSON as UTF-8; AWS does not escape non-ASCII text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
