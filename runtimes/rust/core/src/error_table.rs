//! Codes and limits as constants, from spec/errors.json and spec/limits.json; DO NOT EDIT: tools/gen.py.

/// What is fixed about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Short name, for people and metrics.
    pub name: &'static str,
    /// Class of the error.
    pub class: &'static str,
    /// Who can fix it.
    pub fault: &'static str,
    /// Whether a repeat may help.
    pub retry: &'static str,
    /// What happened, without the particulars.
    pub text: &'static str,
    /// What to do; empty where the code has no single answer.
    pub hint: &'static str,
}

/// Every code that a run time may meet, sorted by code.
pub static TABLE: &[(&str, Entry)] = &[
    (
        "PC1101",
        Entry {
            name: "json_literal",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "`NaN` and `Infinity` are not JSON",
            hint: "send null, or leave the member out",
        },
    ),
    (
        "PC1102",
        Entry {
            name: "json_number",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the number is not a finite double",
            hint: "send a number within the range of a double, or a string",
        },
    ),
    (
        "PC1103",
        Entry {
            name: "json_surrogate",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the text holds half of a surrogate pair",
            hint: "send well-formed Unicode",
        },
    ),
    (
        "PC1104",
        Entry {
            name: "json_utf8",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the text is not UTF-8, or starts with a byte order mark",
            hint: "send UTF-8 without a byte order mark",
        },
    ),
    (
        "PC1105",
        Entry {
            name: "json_depth",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the value is nested more than 64 levels deep, or contains itself",
            hint: "flatten the value",
        },
    ),
    (
        "PC1106",
        Entry {
            name: "json_duplicate_key",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "an object holds the same key twice",
            hint: "send each key once",
        },
    ),
    (
        "PC1107",
        Entry {
            name: "json_size",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the text is larger than its place allows",
            hint: "send less, or raise the limit in the contract where one is set",
        },
    ),
    (
        "PC1108",
        Entry {
            name: "json_syntax",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the text is not JSON (RFC 8259)",
            hint: "check the text with a JSON parser",
        },
    ),
    (
        "PC1109",
        Entry {
            name: "json_canonical",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the text is not in its canonical form (RFC 8785)",
            hint: "send the canonical form",
        },
    ),
    (
        "PC1205",
        Entry {
            name: "bad_name",
            class: "ContractError",
            fault: "author",
            retry: "never",
            text: "`{found}` is not a name: {problem}",
            hint: "",
        },
    ),
    (
        "PC1401",
        Entry {
            name: "type",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "a value of another type was expected",
            hint: "send the type that the contract names",
        },
    ),
    (
        "PC1402",
        Entry {
            name: "required",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "a required member is missing",
            hint: "add the member",
        },
    ),
    (
        "PC1403",
        Entry {
            name: "unknown_member_value",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the contract has no such member",
            hint: "leave the member out; a newer peer may know it: compare contract hashes",
        },
    ),
    (
        "PC1404",
        Entry {
            name: "enum",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the value is none of those listed",
            hint: "send one of the listed values",
        },
    ),
    (
        "PC1405",
        Entry {
            name: "unknown_tag",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "no arm of the union has this tag",
            hint: "send one of the tags that the contract names",
        },
    ),
    (
        "PC1406",
        Entry {
            name: "minimum",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the number is too small",
            hint: "send a number within the bounds",
        },
    ),
    (
        "PC1407",
        Entry {
            name: "maximum",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the number is too large",
            hint: "send a number within the bounds",
        },
    ),
    (
        "PC1408",
        Entry {
            name: "multiple_of_value",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the number is not a multiple",
            hint: "send a multiple of the number that the contract names",
        },
    ),
    (
        "PC1409",
        Entry {
            name: "min_length",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the string is too short",
            hint: "send a longer string",
        },
    ),
    (
        "PC1410",
        Entry {
            name: "max_length",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the string is too long",
            hint: "send a shorter string",
        },
    ),
    (
        "PC1411",
        Entry {
            name: "pattern_value",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the text does not match the pattern",
            hint: "send a text that matches",
        },
    ),
    (
        "PC1412",
        Entry {
            name: "format_value",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the text does not have the format",
            hint: "send a text of the format that the contract names",
        },
    ),
    (
        "PC1413",
        Entry {
            name: "min_items",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the array has too few items",
            hint: "send more items",
        },
    ),
    (
        "PC1414",
        Entry {
            name: "max_items",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the array has too many items",
            hint: "send fewer items",
        },
    ),
    (
        "PC1415",
        Entry {
            name: "unique_items",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "an item repeats an earlier one",
            hint: "send each item once",
        },
    ),
    (
        "PC1416",
        Entry {
            name: "tuple_length",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the tuple has another length",
            hint: "send exactly as many items as the contract names",
        },
    ),
    (
        "PC1417",
        Entry {
            name: "min_properties",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the map has too few entries",
            hint: "send more entries",
        },
    ),
    (
        "PC1418",
        Entry {
            name: "max_properties",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the map has too many entries",
            hint: "send fewer entries",
        },
    ),
    (
        "PC1419",
        Entry {
            name: "property_name",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the name of an entry does not match the pattern",
            hint: "send names that match",
        },
    ),
    (
        "PC1421",
        Entry {
            name: "unsafe_integer",
            class: "ContractError",
            fault: "caller",
            retry: "never",
            text: "the integer is beyond 2^53-1",
            hint: "send a smaller integer, or agree on a string",
        },
    ),
    (
        "PC2003",
        Entry {
            name: "illegal_transition",
            class: "CallError",
            fault: "caller",
            retry: "never",
            text: "the run's state does not admit the operation",
            hint: "call what the state lists: see `run` in the contract",
        },
    ),
    (
        "PC2004",
        Entry {
            name: "state_fork",
            class: "CallError",
            fault: "caller",
            retry: "never",
            text: "calls at the same time moved the run to different states",
            hint: "call governed operations one after the other",
        },
    ),
    (
        "PC2101",
        Entry {
            name: "declared_error",
            class: "CallError",
            fault: "callee",
            retry: "never",
            text: "the peer answered with an error that its contract declares",
            hint: "catch the error's class, its data says why",
        },
    ),
    (
        "PC2102",
        Entry {
            name: "callee_failed",
            class: "CallError",
            fault: "callee",
            retry: "never",
            text: "the peer failed",
            hint: "read the peer's own log; `cause` or `error_type` names what stopped it",
        },
    ),
    (
        "PC2103",
        Entry {
            name: "callee_timed_out",
            class: "CallError",
            fault: "callee",
            retry: "never",
            text: "the peer did not answer in time",
            hint: "raise the op's timeout_ms, or ask for less",
        },
    ),
    (
        "PC3001",
        Entry {
            name: "malformed_envelope",
            class: "WireError",
            fault: "peer",
            retry: "never",
            text: "the envelope is malformed",
            hint: "send the event as spec/wire.md says, or a bare {\"op\", \"input\"}",
        },
    ),
    (
        "PC3002",
        Entry {
            name: "unknown_version",
            class: "WireError",
            fault: "peer",
            retry: "never",
            text: "the envelope has a version this runtime does not know",
            hint: "deploy both peers with the same release",
        },
    ),
    (
        "PC3003",
        Entry {
            name: "contract_mismatch",
            class: "WireError",
            fault: "peer",
            retry: "never",
            text: "caller and callee were built from different contracts",
            hint: "run `peerc compile` and deploy both peers",
        },
    ),
    (
        "PC3004",
        Entry {
            name: "wrong_addressee",
            class: "WireError",
            fault: "peer",
            retry: "never",
            text: "this agent does not offer the operation",
            hint: "check the function's name and the op",
        },
    ),
    (
        "PC3005",
        Entry {
            name: "payload_too_large",
            class: "WireError",
            fault: "peer",
            retry: "never",
            text: "the payload is larger than its carrier allows",
            hint: "send less: a synchronous invocation carries 6 MB",
        },
    ),
    (
        "PC3006",
        Entry {
            name: "peer_unreachable",
            class: "WireError",
            fault: "peer",
            retry: "later",
            text: "the peer could not be reached",
            hint: "check that the function exists and that this one may invoke it",
        },
    ),
    (
        "PC3007",
        Entry {
            name: "malformed_reply",
            class: "WireError",
            fault: "peer",
            retry: "never",
            text: "the peer's reply is malformed",
            hint: "deploy the peer with this release of peercontract",
        },
    ),
    (
        "PC7004",
        Entry {
            name: "missing_variable",
            class: "UsageError",
            fault: "platform",
            retry: "never",
            text: "an environment variable that the platform sets is missing",
            hint: "run the agent under `peerc dev`, `peerc run` or on Lambda",
        },
    ),
    (
        "PC8001",
        Entry {
            name: "peer_not_allowed",
            class: "CallError",
            fault: "caller",
            retry: "never",
            text: "the contract does not let this caller reach this operation",
            hint: "add the operation to the caller's `calls` and deploy both peers",
        },
    ),
    (
        "PC8003",
        Entry {
            name: "hops_spent",
            class: "CallError",
            fault: "caller",
            retry: "never",
            text: "the chain of calls has no hops left",
            hint: "raise `limits.hops`, or shorten the chain",
        },
    ),
    (
        "PC8004",
        Entry {
            name: "deadline_passed",
            class: "CallError",
            fault: "caller",
            retry: "never",
            text: "the deadline has passed",
            hint: "raise `limits.deadline_ms` or the op's timeout_ms, or do less",
        },
    ),
    (
        "PC8005",
        Entry {
            name: "deadline_too_short",
            class: "CallError",
            fault: "caller",
            retry: "never",
            text: "less time is left than a call needs",
            hint: "raise `limits.deadline_ms` or the op's timeout_ms, or do less",
        },
    ),
];

/// The entry of `code`, if it is known.
#[must_use]
pub fn entry(code: &str) -> Option<&'static Entry> {
    TABLE
        .binary_search_by(|(known, _)| (*known).cmp(code))
        .ok()
        .map(|at| &TABLE[at].1)
}

/// spec/canonical.md J6 (levels).
pub const JSON_DEPTH_MAX: u64 = 64;
/// spec/canonical.md J4 (members).
pub const JSON_MEMBERS_MAX: u64 = 65_536;
/// spec/canonical.md J9 (keys).
pub const JSON_KEYS_MAX: u64 = 1024;
/// spec/canonical.md: faults in larger texts are PC1108 at the root (bytes).
pub const JSON_EXPLAIN_BYTES_MAX: u64 = 65_536;
/// RFC 7493 section 2.2.
pub const SAFE_INTEGER_MAX: u64 = 9_007_199_254_740_991;
/// spec/wire.md#violations (code points).
pub const VIOLATION_TEXT_MAX: u64 = 64;
/// spec/wire.md#violations (violations).
pub const VIOLATIONS_MAX: u64 = 64;
/// spec/contract.md: default of max_input_bytes and max_output_bytes (bytes).
pub const BODY_BYTES_MAX: u64 = 5_242_880;
/// AWS Lambda quotas: synchronous payload (bytes).
pub const INVOKE_REQUEST_BYTES_MAX: u64 = 6_291_456;
/// AWS Lambda quotas, recorded: 6 MiB + 100 (bytes).
pub const INVOKE_RESPONSE_BYTES_MAX: u64 = 6_291_556;
/// AWS Lambda quotas since October 2025: asynchronous payload (bytes).
pub const INVOKE_EVENT_BYTES_MAX: u64 = 1_048_576;
/// spec/wire.md: the env member (bytes).
pub const ENVELOPE_BYTES_MAX: u64 = 4096;
/// spec/contract.md#limits (hops).
pub const HOPS_DEFAULT: u64 = 8;
/// Below the 16 at which Lambda's recursion detection stops a chain (hops).
pub const HOPS_MAX: u64 = 15;
/// spec/contract.md#limits (ms).
pub const DEADLINE_DEFAULT_MS: u64 = 60_000;
/// spec/wire.md#deadlines: kept back from the platform's deadline (ms).
pub const DEADLINE_RESERVE_MS: u64 = 250;
/// spec/wire.md#deadlines: less is refused by the callee (ms).
pub const RUNTIME_MIN_MS: u64 = 100;
/// spec/contract.md#operations (ms).
pub const OP_TIMEOUT_DEFAULT_MS: u64 = 30_000;
/// spec/wire.md#errors (code points).
pub const ERROR_MESSAGE_MAX: u64 = 256;
