"""Codes and limits as constants, from spec/errors.json and spec/limits.json; DO NOT EDIT: tools/gen.py."""

# code -> name, class, fault, retry, hint
TABLE: dict[str, tuple[str, str, str, str, str]] = {
    "PC1101": (
        "json_literal",
        "ContractError",
        "caller",
        "never",
        "send null, or leave the member out",
    ),
    "PC1102": (
        "json_number",
        "ContractError",
        "caller",
        "never",
        "send a number within the range of a double, or a string",
    ),
    "PC1103": ("json_surrogate", "ContractError", "caller", "never", "send well-formed Unicode"),
    "PC1104": (
        "json_utf8",
        "ContractError",
        "caller",
        "never",
        "send UTF-8 without a byte order mark",
    ),
    "PC1105": ("json_depth", "ContractError", "caller", "never", "flatten the value"),
    "PC1106": ("json_duplicate_key", "ContractError", "caller", "never", "send each key once"),
    "PC1107": (
        "json_size",
        "ContractError",
        "caller",
        "never",
        "send less, or raise the limit in the contract where one is set",
    ),
    "PC1108": (
        "json_syntax",
        "ContractError",
        "caller",
        "never",
        "check the text with a JSON parser",
    ),
    "PC1109": ("json_canonical", "ContractError", "caller", "never", "send the canonical form"),
    "PC1205": ("bad_name", "ContractError", "author", "never", ""),
    "PC1401": ("type", "ContractError", "caller", "never", "send the type that the contract names"),
    "PC1402": ("required", "ContractError", "caller", "never", "add the member"),
    "PC1403": (
        "unknown_member_value",
        "ContractError",
        "caller",
        "never",
        "leave the member out; a newer peer may know it: compare contract hashes",
    ),
    "PC1404": ("enum", "ContractError", "caller", "never", "send one of the listed values"),
    "PC1405": (
        "unknown_tag",
        "ContractError",
        "caller",
        "never",
        "send one of the tags that the contract names",
    ),
    "PC1406": ("minimum", "ContractError", "caller", "never", "send a number within the bounds"),
    "PC1407": ("maximum", "ContractError", "caller", "never", "send a number within the bounds"),
    "PC1408": (
        "multiple_of_value",
        "ContractError",
        "caller",
        "never",
        "send a multiple of the number that the contract names",
    ),
    "PC1409": ("min_length", "ContractError", "caller", "never", "send a longer string"),
    "PC1410": ("max_length", "ContractError", "caller", "never", "send a shorter string"),
    "PC1411": ("pattern_value", "ContractError", "caller", "never", "send a text that matches"),
    "PC1412": (
        "format_value",
        "ContractError",
        "caller",
        "never",
        "send a text of the format that the contract names",
    ),
    "PC1413": ("min_items", "ContractError", "caller", "never", "send more items"),
    "PC1414": ("max_items", "ContractError", "caller", "never", "send fewer items"),
    "PC1415": ("unique_items", "ContractError", "caller", "never", "send each item once"),
    "PC1416": (
        "tuple_length",
        "ContractError",
        "caller",
        "never",
        "send exactly as many items as the contract names",
    ),
    "PC1417": ("min_properties", "ContractError", "caller", "never", "send more entries"),
    "PC1418": ("max_properties", "ContractError", "caller", "never", "send fewer entries"),
    "PC1419": ("property_name", "ContractError", "caller", "never", "send names that match"),
    "PC1421": (
        "unsafe_integer",
        "ContractError",
        "caller",
        "never",
        "send a smaller integer, or agree on a string",
    ),
    "PC2003": (
        "illegal_transition",
        "CallError",
        "caller",
        "never",
        "call what the state lists: see `run` in the contract",
    ),
    "PC2004": (
        "state_fork",
        "CallError",
        "caller",
        "never",
        "call governed operations one after the other",
    ),
    "PC2101": (
        "declared_error",
        "CallError",
        "callee",
        "never",
        "catch the error's class, its data says why",
    ),
    "PC2102": (
        "callee_failed",
        "CallError",
        "callee",
        "never",
        "read the peer's own log; `cause` or `error_type` names what stopped it",
    ),
    "PC2103": (
        "callee_timed_out",
        "CallError",
        "callee",
        "never",
        "raise the op's timeout_ms, or ask for less",
    ),
    "PC3001": (
        "malformed_envelope",
        "WireError",
        "peer",
        "never",
        'send the event as spec/wire.md says, or a bare {"op", "input"}',
    ),
    "PC3002": (
        "unknown_version",
        "WireError",
        "peer",
        "never",
        "deploy both peers with the same release",
    ),
    "PC3003": (
        "contract_mismatch",
        "WireError",
        "peer",
        "never",
        "run `peerc compile` and deploy both peers",
    ),
    "PC3004": (
        "wrong_addressee",
        "WireError",
        "peer",
        "never",
        "check the function's name and the op",
    ),
    "PC3005": (
        "payload_too_large",
        "WireError",
        "peer",
        "never",
        "send less: a synchronous invocation carries 6 MB",
    ),
    "PC3006": (
        "peer_unreachable",
        "WireError",
        "peer",
        "later",
        "check that the function exists and that this one may invoke it",
    ),
    "PC3007": (
        "malformed_reply",
        "WireError",
        "peer",
        "never",
        "deploy the peer with this release of peercontract",
    ),
    "PC7004": (
        "missing_variable",
        "UsageError",
        "platform",
        "never",
        "run the agent under `peerc dev`, `peerc run` or on Lambda",
    ),
    "PC8001": (
        "peer_not_allowed",
        "CallError",
        "caller",
        "never",
        "add the operation to the caller's `calls` and deploy both peers",
    ),
    "PC8003": (
        "hops_spent",
        "CallError",
        "caller",
        "never",
        "raise `limits.hops`, or shorten the chain",
    ),
    "PC8004": (
        "deadline_passed",
        "CallError",
        "caller",
        "never",
        "raise `limits.deadline_ms` or the op's timeout_ms, or do less",
    ),
    "PC8005": (
        "deadline_too_short",
        "CallError",
        "caller",
        "never",
        "raise `limits.deadline_ms` or the op's timeout_ms, or do less",
    ),
}

JSON_DEPTH_MAX = 64  # spec/canonical.md J6 (levels).
JSON_MEMBERS_MAX = 65_536  # spec/canonical.md J4 (members).
JSON_KEYS_MAX = 1024  # spec/canonical.md J9 (keys).
JSON_EXPLAIN_BYTES_MAX = (
    65_536  # spec/canonical.md: faults in larger texts are PC1108 at the root (bytes).
)
SAFE_INTEGER_MAX = 9_007_199_254_740_991  # RFC 7493 section 2.2.
VIOLATION_TEXT_MAX = 64  # spec/wire.md#violations (code points).
VIOLATIONS_MAX = 64  # spec/wire.md#violations (violations).
BODY_BYTES_MAX = (
    5_242_880  # spec/contract.md: default of max_input_bytes and max_output_bytes (bytes).
)
INVOKE_REQUEST_BYTES_MAX = 6_291_456  # AWS Lambda quotas: synchronous payload (bytes).
INVOKE_RESPONSE_BYTES_MAX = 6_291_556  # AWS Lambda quotas, recorded: 6 MiB + 100 (bytes).
INVOKE_EVENT_BYTES_MAX = (
    1_048_576  # AWS Lambda quotas since October 2025: asynchronous payload (bytes).
)
ENVELOPE_BYTES_MAX = 4096  # spec/wire.md: the env member (bytes).
HOPS_DEFAULT = 8  # spec/contract.md#limits (hops).
HOPS_MAX = 15  # Below the 16 at which Lambda's recursion detection stops a chain (hops).
DEADLINE_DEFAULT_MS = 60_000  # spec/contract.md#limits (ms).
DEADLINE_RESERVE_MS = 250  # spec/wire.md#deadlines: kept back from the platform's deadline (ms).
RUNTIME_MIN_MS = 100  # spec/wire.md#deadlines: less is refused by the callee (ms).
OP_TIMEOUT_DEFAULT_MS = 30_000  # spec/contract.md#operations (ms).
ERROR_MESSAGE_MAX = 256  # spec/wire.md#errors (code points).
